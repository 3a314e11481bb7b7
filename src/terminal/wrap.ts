import { displayWidth, splitAtWidth } from './width.ts';

/** Where a wrapped text stands. */
export interface WrapOptions {
  /** Columns of the terminal, indent included. */
  readonly width: number;
  /** Put before the first line. */
  readonly first?: string;
  /** Put before every further line; by default spaces as wide as `first`. */
  readonly rest?: string;
  /** Leaves a word that is longer than a line whole, so that it can be copied. */
  readonly wholeWords?: boolean;
}

const narrowest = 8;

/**
 * Breaks text at spaces so that no line is wider than the terminal; a word longer than a line is broken where the line ends.
 * The text must not hold control sequences.
 */
export function wrapText(text: string, options: WrapOptions): readonly string[] {
  const first = options.first ?? '';
  const rest = options.rest ?? ' '.repeat(displayWidth(first));
  if (displayWidth(first) + displayWidth(text) <= options.width) return [`${first}${text}`.trimEnd()];
  const lines: string[] = [];
  let line = '';
  const roomAfter = (prefix: string): number => Math.max(narrowest, options.width - displayWidth(prefix));
  const room = (): number => roomAfter(lines.length === 0 ? first : rest);
  const push = (): void => {
    lines.push(`${lines.length === 0 ? first : rest}${line}`.trimEnd());
    line = '';
  };
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const size = displayWidth(word);
    // A label stands alone when its first word fits under it but not beside it.
    const alone = lines.length === 0 && line === '' && size > room() && size <= roomAfter(rest);
    if (alone || (line !== '' && displayWidth(line) + 1 + size > room())) push();
    let left = line === '' ? word : `${line} ${word}`;
    while (options.wholeWords !== true && displayWidth(left) > room()) {
      const [head, tail] = splitAtWidth(left, room());
      line = head;
      push();
      left = tail;
    }
    line = left;
  }
  if (line !== '' || lines.length === 0) push();
  return lines;
}
