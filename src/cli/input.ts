import type { CommandSpec, Input, OptionSpec } from '../core/command.ts';
import { TvError } from '../core/errors.ts';
import { didYouMean, quotedList } from '../core/text.ts';
import { parseDuration } from '../core/time.ts';

/** Attribute under which commander keeps an option: `users-file` → `usersFile`. */
export function attribute(name: string): string {
  return name.replace(/^no-/, '').replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Checks and converts one typed value; throws `usage.invalid_value` naming the option. */
export function parseValue(option: OptionSpec, text: string): string | number {
  const name = `--${option.name}`;
  if (option.kind === 'integer') {
    const value = Number(text);
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = option;
    if (!/^\d+$/.test(text.trim()) || value < min || value > max) {
      const range = option.max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
      throw new TvError('usage.invalid_value', `\`${name}\` takes a whole number ${range}, not \`${text}\``);
    }
    return value;
  }
  if (option.kind === 'duration') {
    const value = parseDuration(text);
    if (value === undefined) {
      throw new TvError(
        'usage.invalid_value',
        `\`${name}\` takes a time such as \`90d\`, \`12h\` or \`30m\`, not \`${text}\``,
      );
    }
    return value;
  }
  if (option.choices !== undefined && option.name !== 'output' && !option.choices.includes(text)) {
    throw new TvError(
      'usage.invalid_value',
      `\`${name}\` takes ${quotedList(option.choices, 'or')}, not \`${text}\``,
      didYouMean(text, option.choices),
    );
  }
  if (text === '') throw new TvError('usage.invalid_value', `\`${name}\` takes a value that is not empty`);
  return text;
}

/** Refuses a line that lacks an option the spec requires; throws `usage.missing_argument`. */
export function assertRequired(spec: CommandSpec, options: Readonly<Record<string, unknown>>): void {
  const missing = spec.options?.find(
    ({ name, required }) => required !== undefined && options[attribute(name)] === undefined,
  );
  if (missing?.required === undefined) return;
  throw new TvError('usage.missing_argument', `\`--${missing.name}\` is missing`, missing.required);
}

/** What was typed, read through the names of the spec; a name the spec lacks is a bug. */
export function createInput(
  spec: CommandSpec,
  positionals: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
): Input {
  const argumentValues = new Map(
    (spec.arguments ?? []).map((argument, index) => [argument.name, positionals[index]]),
  );
  const declared = new Set((spec.options ?? []).map((option) => option.name));
  const read = (name: string): unknown => {
    if (argumentValues.has(name)) return argumentValues.get(name);
    if (!declared.has(name))
      throw new Error(`\`${spec.path.join(' ')}\` declares no option or argument \`${name}\``);
    return options[attribute(name)];
  };
  return {
    text: (name) => asText(read(name)),
    list: (name) => {
      const value = read(name);
      if (Array.isArray(value)) return value.map(String);
      return typeof value === 'string' ? [value] : [];
    },
    flag: (name) => {
      const value = read(name);
      return name.startsWith('no-') ? value === false : value !== undefined && value !== false;
    },
    integer: (name) => asNumber(read(name)),
    duration: (name) => asNumber(read(name)),
  };
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
