import type { OptionSpec } from '../core/command.ts';

/** An option as it was typed. */
export interface TypedOption {
  readonly spec: OptionSpec;
  /** As it was written: `--profile` or `-p`. */
  readonly flag: string;
  /** What is joined to it or follows it; undefined where there is nothing. */
  readonly value: string | undefined;
  /** The option that stands where its value should. */
  readonly instead: string | undefined;
}

/** A command line taken apart. */
export interface Words {
  /** What is no option, nor the value of a known one. */
  readonly bare: readonly string[];
  readonly options: readonly TypedOption[];
}

/** Takes a command line apart as the parser will, by the options that are known; an unknown one is left out. */
export function readWords(argv: readonly string[], known: readonly OptionSpec[]): Words {
  const byFlag = new Map(known.flatMap((spec) => flagsOf(spec).map((flag) => [flag, spec] as const)));
  const bare: string[] = [];
  const options: TypedOption[] = [];
  const rest = [...argv];
  const typed = (spec: OptionSpec, flag: string, joined: string | undefined): void => {
    const next = joined === undefined && needsValue(spec) ? rest[0] : undefined;
    const instead = next !== undefined && isKnown(next, byFlag) ? next : undefined;
    if (next !== undefined && instead === undefined) rest.shift();
    options.push({ spec, flag, value: joined ?? (instead === undefined ? next : undefined), instead });
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') return { bare: [...bare, ...rest], options };
    if (word === '-' || !word.startsWith('-')) {
      bare.push(word);
    } else if (word.startsWith('--')) {
      const [, flag = word, joined] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
      const spec = byFlag.get(flag);
      if (spec !== undefined) typed(spec, flag, joined);
    } else {
      for (const { spec, flag, joined } of lettersOf(word, byFlag)) typed(spec, flag, joined);
    }
  }
  return { bare, options };
}

type ByFlag = ReadonlyMap<string, OptionSpec>;

function flagsOf({ name, short }: OptionSpec): readonly string[] {
  return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
}

function needsValue(spec: OptionSpec): boolean {
  return spec.kind !== 'flag' && spec.valueOptional !== true;
}

/** The options of `-qyojson`, up to the first unknown one. */
function* lettersOf(word: string, byFlag: ByFlag) {
  for (let at = 1; at < word.length; at += 1) {
    const flag = `-${word[at]}`;
    const spec = byFlag.get(flag);
    if (spec === undefined) return;
    const rest = word.slice(at + 1);
    if (needsValue(spec) || rest.startsWith('=')) {
      yield { spec, flag, joined: rest === '' ? undefined : rest.replace(/^=/, '') };
      return;
    }
    yield { spec, flag, joined: undefined };
  }
}

/** Whether a word is an option that is known, in any spelling but a letter with its value, which many values look like. */
function isKnown(word: string, byFlag: ByFlag): boolean {
  if (word.startsWith('--')) return byFlag.has(word.replace(/=.*$/s, ''));
  if (!/^-[a-z]+$/i.test(word)) return false;
  const letters = [...word.slice(1)].map((letter) => byFlag.get(`-${letter}`));
  return letters.every((spec, at) => spec !== undefined && (at === letters.length - 1 || !needsValue(spec)));
}
