import type { CommandSpec } from '../core/command.ts';
import { TvError } from '../core/errors.ts';
import { globalOptions } from '../core/global-options.ts';
import { type Globals, type OutputFormat, outputFormats, reportFormats } from '../core/globals.ts';
import type { ProfileDefaults } from '../core/profiles.ts';
import { didYouMean, quotedList } from '../core/text.ts';
import { commandsWith } from '../core/usage.ts';
import { readWords } from './words.ts';

type Env = Readonly<Record<string, string | undefined>>;
/** Global options as commander parsed them, by attribute name. */
export type RawGlobals = Readonly<Record<string, unknown>>;

function set(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}

function on(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false', 'no', 'off'].includes(value.toLowerCase());
}

function integer(raw: unknown, env: Env, variable: string, name: string, fallback: number): number {
  if (typeof raw === 'number') return raw;
  const text = set(env[variable]);
  if (text === undefined) return fallback;
  const spec = globalOptions.find((option) => option.name === name);
  const value = Number(text);
  if (
    !/^\d+$/.test(text.trim()) ||
    value < (spec?.min ?? 0) ||
    value > (spec?.max ?? Number.MAX_SAFE_INTEGER)
  ) {
    throw new TvError(
      'config.invalid_value',
      `\`${variable}\` takes a whole number from ${spec?.min} to ${spec?.max}, not \`${text}\``,
      {
        hint: `Set \`${variable}\` to a number or unset it`,
      },
    );
  }
  return value;
}

const knownFormats: readonly string[] = [...outputFormats, ...reportFormats];

/** The command whose options are resolved, and those that may have the format it lacks. */
export interface Place {
  readonly spec: Pick<CommandSpec, 'formats'>;
  readonly commands: readonly CommandSpec[];
}

function asFormat(text: string, origin: string, { spec, commands }: Place): OutputFormat {
  const allowed: readonly string[] = [...outputFormats, ...(spec.formats ?? [])];
  if (!allowed.includes(text)) {
    const code = origin.startsWith('-') ? 'usage.invalid_value' : 'config.invalid_value';
    throw new TvError(
      code,
      `\`${origin}\` takes ${quotedList(allowed, 'or')}, not \`${text}\``,
      knownFormats.includes(text)
        ? { hint: `\`${text}\` is a format of ${commandsWith(text, commands)}` }
        : didYouMean(text, allowed),
    );
  }
  return text as OutputFormat;
}

function outputOf(raw: RawGlobals, env: Env, place: Place): OutputFormat | undefined {
  const flag = typeof raw.output === 'string' ? asFormat(raw.output, '--output', place) : undefined;
  if (raw.json === true) {
    if (flag !== undefined && flag !== 'json') {
      throw new TvError('usage.conflict', `\`--json\` and \`--output ${flag}\` exclude each other`, {
        hint: 'Give one of them',
      });
    }
    return 'json';
  }
  if (flag !== undefined) return flag;
  const text = set(env.TV_OUTPUT);
  return text === undefined ? undefined : asFormat(text, 'TV_OUTPUT', place);
}

/** Flag before environment before default; throws `usage.*` and `config.invalid_value`. */
export function resolveGlobals(raw: RawGlobals, env: Env, place: Place): Globals {
  const output = outputOf(raw, env, place);
  const fields =
    typeof raw.fields === 'string' ? raw.fields.split(',').map((field) => field.trim()) : undefined;
  if (fields?.some((field) => field === '')) {
    throw new TvError(
      'usage.invalid_value',
      '`--fields` takes names separated by commas, none of them empty',
    );
  }
  if (fields !== undefined && output === 'id') {
    throw new TvError('usage.conflict', '`--fields` cannot be used with `-o id`, which prints ids only');
  }
  return {
    profile: typeof raw.profile === 'string' ? raw.profile : undefined,
    output: output ?? 'table',
    outputChosen: output !== undefined,
    fields,
    header: raw.header !== false,
    yes: raw.yes === true,
    dryRun: raw.dryRun === true,
    input: raw.input !== false && !on(env.TV_NO_INPUT) && !on(env.CI),
    color: raw.color === false ? false : undefined,
    quiet: raw.quiet === true,
    debug: raw.debug === true || on(env.TV_DEBUG),
    timeout: integer(raw.timeout, env, 'TV_TIMEOUT', 'timeout', 30),
    maxWait: integer(raw.maxWait, env, 'TV_MAX_WAIT', 'max-wait', 120),
    rateShare: integer(raw.rateShare, env, 'TV_RATE_SHARE', 'rate-share', 50),
    expectTenant: typeof raw.expectTenant === 'string' ? raw.expectTenant : set(env.TV_EXPECT_TENANT),
    receipt: typeof raw.receipt === 'string' ? raw.receipt : set(env.TV_RECEIPT),
    readOnly: on(env.TV_READ_ONLY),
    noReveal: on(env.TV_NO_REVEAL),
  };
}

/** Settings of a profile under those of flags and environment; an unusable one is ignored there and reported by `profiles`. */
export function withDefaults(
  globals: Globals,
  defaults: ProfileDefaults,
  raw: RawGlobals,
  env: Env,
): Globals {
  const timeout =
    raw.timeout === undefined && set(env.TV_TIMEOUT) === undefined ? defaults.timeout : undefined;
  const output = globals.outputChosen
    ? undefined
    : (outputFormats as readonly string[]).find((format) => format === defaults.output);
  return {
    ...globals,
    timeout: timeout ?? globals.timeout,
    output: (output as OutputFormat | undefined) ?? globals.output,
  };
}

/** The format to report a usage error in, before the command line could be parsed. */
export function sniffOutput(argv: readonly string[], env: Env): OutputFormat {
  const { options } = readWords(argv, globalOptions);
  if (options.some(({ spec }) => spec.name === 'json')) return 'json';
  const typed = options.findLast(({ spec }) => spec.name === 'output')?.value;
  const text = typed ?? env.TV_OUTPUT ?? 'table';
  return (knownFormats.find((format) => format === text) ?? 'table') as OutputFormat;
}
