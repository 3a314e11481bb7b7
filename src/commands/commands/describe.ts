import type { ArgumentSpec, CommandSpec, OptionSpec } from '../../core/command.ts';
import { exitsOf } from '../../core/command-exits.ts';
import { type ExitCode, type ExitName, exitCodes, exitMeanings } from '../../core/exit-codes.ts';
import { type GlobalOptionSpec, globalOptions } from '../../core/global-options.ts';
import { outputFormats } from '../../core/globals.ts';
import { usageLine } from '../../core/usage.ts';

/** One option or argument, as a program reads it. */
interface InputDescription {
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
  readonly repeatable: boolean;
  readonly choices: readonly string[] | null;
}

/** An option beside that. */
interface OptionDescription extends InputDescription {
  readonly short: string | null;
  readonly type: OptionSpec['kind'];
  readonly value: string | null;
  readonly default: string | null;
  readonly environment: readonly string[];
}

/** One command with everything that is known about it before it runs; keys are those of the JSON. */
export interface CommandDescription {
  readonly command: string;
  readonly summary: string;
  readonly description: string | null;
  readonly effect: CommandSpec['effect'] | null;
  readonly needs: CommandSpec['needs'] | null;
  readonly usage: string;
  readonly arguments: readonly InputDescription[];
  readonly options: readonly OptionDescription[];
  /** Of these one at least is needed. */
  readonly one_of: readonly string[];
  readonly output_formats: readonly string[];
  readonly scopes: readonly {
    readonly scope: string;
    readonly need: 'required' | 'optional';
    readonly purpose: string | null;
    readonly exposes_secrets: boolean;
  }[];
  readonly exit_codes: readonly {
    readonly code: ExitCode;
    readonly name: ExitName;
    readonly meaning: string;
  }[];
  readonly prints: string | null;
  readonly examples: readonly { readonly line: string; readonly summary: string }[];
  readonly docs: string | null;
}

/** The program itself: what every command takes. */
export function describeProgram(): CommandDescription {
  return {
    command: 'tv',
    summary: 'Administer Auth0 Token Vault; its options are those of every command',
    description: null,
    effect: null,
    needs: null,
    usage: 'tv <command> [options]',
    arguments: [],
    options: globalOptions.map(describeOption),
    one_of: [],
    output_formats: outputFormats,
    scopes: [],
    exit_codes: (Object.keys(exitCodes) as ExitName[]).map(describeExit),
    prints: null,
    examples: [],
    docs: null,
  };
}

/** A command, from its spec. */
export function describeCommand(spec: CommandSpec): CommandDescription {
  return {
    command: ['tv', ...spec.path].join(' '),
    summary: spec.summary,
    description: spec.description ?? null,
    effect: spec.effect,
    needs: spec.needs,
    usage: usageLine(spec),
    arguments: (spec.arguments ?? []).map(describeArgument),
    options: (spec.options ?? []).map(describeOption),
    one_of: (spec.oneOf ?? []).map((name) =>
      spec.options?.some((option) => option.name === name) === true ? `--${name}` : name,
    ),
    output_formats: [...outputFormats, ...(spec.formats ?? [])],
    scopes: (spec.scopes ?? []).map(({ scope, need, purpose, exposesSecrets }) => ({
      scope,
      need,
      purpose: purpose ?? null,
      exposes_secrets: exposesSecrets === true,
    })),
    exit_codes: exitsOf(spec).map(describeExit),
    prints: spec.prints,
    examples: spec.examples.map(({ line, summary }) => ({ line, summary })),
    docs: spec.docs ?? null,
  };
}

function describeArgument(argument: ArgumentSpec): InputDescription {
  return {
    name: argument.name,
    summary: argument.summary,
    required: argument.required,
    repeatable: argument.variadic === true,
    choices: argument.choices ?? null,
  };
}

function describeOption(option: GlobalOptionSpec): OptionDescription {
  return {
    name: `--${option.name}`,
    short: option.short === undefined ? null : `-${option.short}`,
    summary: option.summary,
    type: option.kind,
    value: option.value ?? null,
    required: option.required !== undefined,
    repeatable: option.kind === 'list',
    choices: option.choices ?? null,
    default: option.fallback ?? null,
    environment: option.env ?? [],
  };
}

function describeExit(name: ExitName): CommandDescription['exit_codes'][number] {
  return { code: exitCodes[name], name, meaning: exitMeanings[name] };
}
