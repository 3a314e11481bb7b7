import type { ArgumentSpec, CommandSpec, Completion, GroupSpec, OptionSpec } from '../../core/command.ts';
import { globalOptions } from '../../core/global-options.ts';
import { outputFormats } from '../../core/globals.ts';

/** A word that can be typed, with what it means. */
export interface Candidate {
  readonly value: string;
  readonly summary: string;
}

/** What may stand where a value is expected. */
export interface ValueSource {
  readonly choices?: readonly string[];
  readonly completes?: Completion;
}

/** An option as completion needs it. */
export interface CompletionOption extends ValueSource {
  readonly name: string;
  readonly short?: string;
  readonly summary: string;
  /** Whether a value follows, may follow, or none does. */
  readonly takes: 'none' | 'value' | 'maybe' | 'values';
  readonly repeats: boolean;
}

/** An argument as completion needs it. */
export interface CompletionArgument extends ValueSource {
  readonly variadic: boolean;
}

/** A noun, or a command; a noun may be a command too. */
export interface CompletionNode {
  readonly path: readonly string[];
  readonly summary: string;
  readonly options: readonly CompletionOption[];
  readonly arguments: readonly CompletionArgument[];
}

/** Everything completion knows without looking at the machine; kept in `completion.json`. */
export interface CompletionTree {
  readonly globals: readonly CompletionOption[];
  readonly nodes: readonly CompletionNode[];
  readonly topics: readonly Candidate[];
  readonly rules: readonly Candidate[];
  readonly errorCodes: readonly Candidate[];
}

/** What does not follow from the specs. */
export type Extras = Pick<CompletionTree, 'topics' | 'rules' | 'errorCodes'>;

/** The tree that completion walks, from the same specs as everything else. */
export function completionTree(
  commands: readonly CommandSpec[],
  groups: readonly GroupSpec[],
  extras: Extras,
): CompletionTree {
  const bare = groups.filter(({ name }) => !commands.some(({ path }) => path.join(' ') === name));
  return {
    globals: globalOptions.map(toOption),
    nodes: [
      ...bare.map(({ name, summary }) => ({ path: [name], summary, options: [], arguments: [] })),
      ...commands.map((spec) => ({
        path: spec.path,
        summary: spec.summary,
        options: [...(spec.options ?? []).map(toOption), ...ownOutput(spec)],
        arguments: (spec.arguments ?? []).map(toArgument),
      })),
    ],
    ...extras,
  };
}

/** A command with formats of its own offers them in place of the global `--output`. */
function ownOutput(spec: CommandSpec): readonly CompletionOption[] {
  const global = globalOptions.find(({ name }) => name === 'output');
  if (spec.formats === undefined || global === undefined) return [];
  return [{ ...toOption(global), choices: [...outputFormats, ...spec.formats] }];
}

function toOption(option: OptionSpec): CompletionOption {
  return {
    name: option.name,
    ...(option.short === undefined ? {} : { short: option.short }),
    summary: option.summary,
    takes: takes(option),
    repeats: option.kind === 'list',
    ...values(option),
  };
}

function takes(option: OptionSpec): CompletionOption['takes'] {
  if (option.kind === 'flag') return 'none';
  if (option.variadic === true) return 'values';
  return option.valueOptional === true ? 'maybe' : 'value';
}

function toArgument(argument: ArgumentSpec): CompletionArgument {
  return { variadic: argument.variadic === true, ...values(argument) };
}

function values({ choices, completes }: ValueSource): ValueSource {
  return {
    ...(choices === undefined ? {} : { choices }),
    ...(completes === undefined ? {} : { completes }),
  };
}
