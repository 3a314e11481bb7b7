import type { ArgumentSpec, CommandSpec, OptionSpec } from './command.ts';
import { quotedList, sentenceList } from './text.ts';

/** `tv tokensets show <id> --user <id|email> [options]` */
export function usageLine(spec: CommandSpec): string {
  return usageParts(spec).join(' ');
}

/** The usage line in parts that belong on one line each. */
export function usageParts({
  path,
  arguments: all = [],
  options = [],
  oneOf = [],
}: CommandSpec): readonly string[] {
  const required = options.filter((option) => option.required !== undefined);
  const ways = oneOf.map((name) => {
    const argument = all.find((candidate) => candidate.name === name);
    if (argument !== undefined) return argumentLabel({ ...argument, required: true });
    return options
      .filter((candidate) => candidate.name === name)
      .map(optionUsage)
      .join('');
  });
  return [
    ['tv', ...path].join(' '),
    ...all.filter(({ name }) => !oneOf.includes(name)).map(argumentLabel),
    ...required.map(optionUsage),
    ...(ways.length > 1 ? alternatives(ways) : ways),
    ...(options.length > required.length ? ['[options]'] : []),
  ];
}

function alternatives(ways: readonly string[]): readonly string[] {
  return ways.map((way, at) => `${at === 0 ? '(' : '| '}${way}${at === ways.length - 1 ? ')' : ''}`);
}

/** `<id>`, `[name]`, `[rule]...` */
export function argumentLabel(argument: ArgumentSpec): string {
  const dots = argument.variadic === true ? '...' : '';
  return argument.required ? `<${argument.name}>${dots}` : `[${argument.name}]${dots}`;
}

/** `--fix [rule...]` */
export function optionUsage(option: OptionSpec): string {
  const name = `--${option.name}`;
  if (option.value === undefined) return name;
  const value = `${option.value}${option.variadic === true ? '...' : ''}`;
  return option.valueOptional === true ? `${name} [${value}]` : `${name} <${value}>`;
}

/** The summary with what the spec says beside it: `Severity that counts {error|warning} (default error)`. */
export function meaning(spec: OptionSpec | ArgumentSpec): string {
  const { summary, choices = [], required } = spec;
  const words = 'value' in spec ? `${spec.value} ${summary}` : summary;
  const told = choices.every((choice) => new RegExp(`(^|\\W)${choice}(\\W|$)`).test(words));
  const fallback = 'fallback' in spec && spec.fallback !== undefined ? [`(default ${spec.fallback})`] : [];
  const must = typeof required === 'object' ? ['(required)'] : [];
  return [summary, ...(told ? [] : [`{${choices.join('|')}}`]), ...fallback, ...must].join(' ');
}

/** Formats beside the common ones, as a sentence; empty when there are none. */
export function furtherFormats({ formats = [] }: CommandSpec): readonly string[] {
  return formats.length === 0 ? [] : [`Also ${sentenceList(formats.map((format) => `\`-o ${format}\``))}.`];
}

/** The commands that have a format beside the common ones, as a sentence list. */
export function commandsWith(format: string, commands: readonly CommandSpec[]): string {
  const having = commands.filter(({ formats = [] }) => formats.some((one) => one === format));
  return quotedList(having.map(({ path }) => ['tv', ...path].join(' ')));
}
