import { Argument, Command, CommanderError, Option } from 'commander';
import type { ArgumentSpec, CommandSpec, GroupSpec, Input, OptionSpec } from '../core/command.ts';
import { TvError } from '../core/errors.ts';
import { globalOptions } from '../core/global-options.ts';
import { didYouMean, nearest, quotedList } from '../core/text.ts';
import type { RawGlobals } from './global-options.ts';
import { assertRequired, createInput, parseValue } from './input.ts';
import { readWords } from './words.ts';

/** A command line, understood. */
export interface Invocation {
  readonly spec: CommandSpec;
  readonly input: Input;
  readonly globals: RawGlobals;
}

/** Reads a command line against the specs; throws `usage.*`. Help and version are handled before. */
export function parseCommandLine(
  argv: readonly string[],
  commands: readonly CommandSpec[],
  groups: readonly GroupSpec[],
): Invocation {
  let found: Invocation | undefined;
  const program = quiet(new Command('tv'));
  const named = namedPart(argv, commands, groups);
  assertValues(argv, commands);
  for (const option of mentioned(globalOptions, argv)) program.addOption(toOption(option));
  const parents = new Map(
    named.groups.map((group) => [
      group.name,
      program.addCommand(quiet(new Command(group.name))).commands.at(-1),
    ]),
  );
  for (const spec of named.commands) {
    const leaf = toCommand(spec, argv);
    leaf.action(() => {
      assertRequired(spec, leaf.opts());
      found = { spec, input: createInput(spec, leaf.processedArgs, leaf.opts()), globals: program.opts() };
    });
    const group = parents.get(spec.path[0] ?? '');
    (group ?? program).addCommand(leaf, { isDefault: group !== undefined && spec.path.length === 1 });
  }
  try {
    program.parse(withoutEquals(argv), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) throw translate(error, argv, commands, groups);
    throw error;
  }
  if (found === undefined) throw unknownCommand(argv, commands, groups);
  return found;
}

/** The options that a line may hold; to build them all takes a tenth of a short command. A cluster of letters may hold any. */
function mentioned(options: readonly OptionSpec[], argv: readonly string[]): readonly OptionSpec[] {
  if (argv.some((word) => /^-[^-]/.test(word))) return options;
  return options.filter(({ name }) => argv.some((word) => word.startsWith(`--${name}`)));
}

/** Refuses an option where a value should be, which the parser would take for the value, and a value where none can be. */
function assertValues(argv: readonly string[], commands: readonly CommandSpec[]): void {
  const known = [...globalOptions, ...(namedCommand(argv, commands)?.options ?? [])];
  for (const { spec, flag, value, instead } of readWords(argv, known).options) {
    if (instead !== undefined) {
      throw new TvError('usage.missing_argument', `\`${flag}\` needs a value`, {
        cause: `\`${instead}\`, which follows it, is an option`,
        hint: helpHint(argv, commands),
      });
    }
    if (spec.kind === 'flag' && value !== undefined) {
      throw new TvError('usage.invalid_value', `\`${flag}\` takes no value`, {
        hint: `Write \`${flag}\` alone, or leave it out`,
      });
    }
  }
}

/** `-o=json` as `-ojson`, which is how commander reads a short option with its value. */
function withoutEquals(argv: readonly string[]): string[] {
  const letters = globalOptions.flatMap(({ kind, short = '' }) => (kind === 'flag' ? [] : [short])).join('');
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const flags = globalOptions.flatMap(({ kind, short = '' }) => (kind === 'flag' ? [short] : [])).join('');
  const joined = new RegExp(`^-([${flags}]*[${letters}])=`);
  return argv.map((word, index) => (index < end ? word.replace(joined, '-$1') : word));
}

/** The part of the tree that the line is about, so that the rest is not built; all of it when no command is named. */
function namedPart(argv: readonly string[], commands: readonly CommandSpec[], groups: readonly GroupSpec[]) {
  const named = namedCommand(argv, commands);
  if (named === undefined) return { commands, groups };
  return { commands: [named], groups: groups.filter(({ name }) => name === named.path[0]) };
}

/** The command that a line names, by the longest of the names that fit. */
function namedCommand(argv: readonly string[], commands: readonly CommandSpec[]): CommandSpec | undefined {
  const words = bareWords(argv);
  const [named] = commands
    .filter(({ path }) => path.every((word, at) => words[at] === word))
    .sort((left, right) => right.path.length - left.path.length);
  return named;
}

function quiet(command: Command): Command {
  return command
    .exitOverride()
    .helpOption(false)
    .helpCommand(false)
    .showSuggestionAfterError(false)
    .configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
}

function toCommand(spec: CommandSpec, argv: readonly string[]): Command {
  const command = quiet(new Command(spec.path.at(-1)));
  for (const argument of spec.arguments ?? []) command.addArgument(toArgument(argument));
  for (const option of mentioned(spec.options ?? [], argv)) command.addOption(toOption(option));
  return command.allowExcessArguments(false);
}

function toArgument(spec: ArgumentSpec): Argument {
  const name = `${spec.name}${spec.variadic === true ? '...' : ''}`;
  const argument = new Argument(spec.required ? `<${name}>` : `[${name}]`, spec.summary);
  if (spec.choices !== undefined) {
    const choices = spec.choices;
    argument.argParser((text: string) => {
      if (choices.includes(text)) return text;
      throw new TvError(
        'usage.invalid_value',
        `\`${spec.name}\` is one of ${quotedList(choices, 'or')}, not \`${text}\``,
        didYouMean(text, choices),
      );
    });
  }
  return argument;
}

function toOption(spec: OptionSpec): Option {
  const short = spec.short === undefined ? '' : `-${spec.short}, `;
  const value = spec.variadic === true ? `${spec.value}...` : spec.value;
  const suffix = spec.value === undefined ? '' : spec.valueOptional === true ? ` [${value}]` : ` <${value}>`;
  const option = new Option(`${short}--${spec.name}${suffix}`, spec.summary);
  if (spec.kind === 'list') {
    option.argParser((text: string, previous: unknown) => {
      const before = Array.isArray(previous) ? previous : [];
      return [...before, parseValue(spec, text)];
    });
  } else if (spec.kind !== 'flag') {
    option.argParser((text: string) => parseValue(spec, text));
  }
  return option;
}

function allOptionNames(commands: readonly CommandSpec[], argv: readonly string[]): readonly string[] {
  const spec = commands.find((candidate) => candidate.path.every((word) => argv.includes(word)));
  return [...globalOptions, ...(spec?.options ?? [])].map((option) => `--${option.name}`);
}

function translate(
  error: CommanderError,
  argv: readonly string[],
  commands: readonly CommandSpec[],
  groups: readonly GroupSpec[],
): TvError {
  const quotedWord = /'([^']+)'/.exec(error.message)?.[1] ?? '';
  const flag = /--[a-z-]+/.exec(quotedWord)?.[0] ?? quotedWord;
  switch (error.code) {
    case 'commander.unknownOption': {
      const name = quotedWord.replace(/=.*$/, '');
      const near = nearest(name, allOptionNames(commands, argv));
      const advice =
        near === undefined
          ? ''
          : near === name
            ? 'Options of a command come after its name. '
            : `Did you mean \`${near}\`? `;
      return new TvError('usage.unknown_option', `There is no option \`${name}\` here`, {
        hint: `${advice}${helpHint(argv, commands)}`,
      });
    }
    case 'commander.optionMissingArgument':
      return new TvError('usage.missing_argument', `\`${flag}\` needs a value`, {
        hint: helpHint(argv, commands),
      });
    case 'commander.missingArgument':
      return new TvError('usage.missing_argument', `\`<${quotedWord}>\` is missing`, {
        hint: helpHint(argv, commands),
      });
    case 'commander.excessArguments':
      return new TvError('usage.excess_arguments', 'There are more arguments than the command takes', {
        cause: 'Options that take several values are repeated, as in `--user a --user b`',
        hint: helpHint(argv, commands),
      });
    case 'commander.unknownCommand':
    case 'commander.help':
      return unknownCommand(argv, commands, groups);
    default:
      return new TvError('usage.invalid_value', error.message.replace(/^error: /, ''), {
        hint: helpHint(argv, commands),
      });
  }
}

function helpHint(argv: readonly string[], commands: readonly CommandSpec[]): string {
  const spec = namedCommand(argv, commands);
  return `Run \`tv ${spec === undefined ? '' : `${spec.path.join(' ')} `}--help\``;
}

/** Words of a command line that are neither options nor values of global options. */
export function bareWords(argv: readonly string[]): readonly string[] {
  return readWords(argv, globalOptions).bare;
}

function unknownCommand(
  argv: readonly string[],
  commands: readonly CommandSpec[],
  groups: readonly GroupSpec[],
): TvError {
  const [first = '', second] = bareWords(argv);
  const group = groups.find((candidate) => candidate.name === first);
  const siblings =
    group === undefined
      ? [
          'help',
          ...groups.map(({ name }) => name),
          ...commands.filter(({ path }) => path.length === 1).map(({ path }) => path[0] ?? ''),
        ]
      : commands.filter(({ path }) => path[0] === group.name).map(({ path }) => path[1] ?? '');
  const typed = group === undefined ? first : (second ?? '');
  const near = nearest(typed, siblings);
  const prefix = group === undefined ? 'tv' : `tv ${group.name}`;
  if (typed === '') {
    return new TvError('usage.unknown_command', `No command follows \`${prefix}\``, {
      hint: `Run \`${prefix} --help\``,
    });
  }
  return new TvError('usage.unknown_command', `There is no command \`${prefix} ${typed}\``, {
    hint: near === undefined ? `Run \`${prefix} --help\`` : `Did you mean \`${prefix} ${near}\`?`,
  });
}
