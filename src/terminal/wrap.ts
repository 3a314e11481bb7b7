import { displayWidth } from './width.ts';

/** Where a wrapped text stands. */
export interface WrapOptions {
  /** Columns of the terminal, indent included. */
  readonly width: number;
  /** Put before the first line. */
  readonly first?: string;
  /** Put before every further line; by default spaces as wide as `first`. */
  readonly rest?: string;
}

/** What stands between two places where a line may end. */
interface Piece {
  /** Spaces before it, when it does not begin a line. */
  readonly gap: string;
  readonly text: string;
}

const narrowest = 8;

/**
 * Breaks text at spaces so that no line is wider than the terminal. What is copied stays whole and is left to the terminal to wrap: a word that is
 * longer than a line, and a command, whose first line alone would run something else. The text must not hold control sequences.
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
  for (const piece of piecesOf(text, roomAfter(rest))) {
    const size = displayWidth(piece.text);
    // A label stands alone when its first word fits under it but not beside it.
    const alone = lines.length === 0 && line === '' && size > room() && size <= roomAfter(rest);
    if (alone || (line !== '' && displayWidth(line) + piece.gap.length + size > room())) push();
    line = line === '' ? piece.text : line + piece.gap + piece.text;
  }
  if (line !== '' || lines.length === 0) push();
  return lines;
}

/** A command that is the whole text, or all that follows a colon. */
const lastCommand = /(?:^|(?<=: ))(?:tv [a-z-]|chmod |export [A-Z_0-9]+=).*$/;
/** A word; what is in backticks counts as one. */
const word = /( *)((?:`[^`]*`|[^ ])+)/g;
const quotedCommand = /`(?:tv|chmod) /;

function piecesOf(text: string, room: number): readonly Piece[] {
  const start = text.search(lastCommand);
  const prose = start === -1 ? text : text.slice(0, start);
  const pieces = piecesBetween(prose, word).flatMap((piece) => {
    if (quotedCommand.test(piece.text) || displayWidth(piece.text) <= room) return [piece];
    const [head, ...more] = piecesBetween(piece.text, /( *)([^ ]+)/g);
    return head === undefined ? [] : [{ ...head, gap: piece.gap }, ...more];
  });
  return start === -1 ? pieces : [...pieces, { gap: ' ', text: text.slice(start) }];
}

function piecesBetween(text: string, pattern: RegExp): readonly Piece[] {
  return Array.from(text.matchAll(pattern), ([, gap = '', piece = '']) => ({
    gap,
    text: piece,
  }));
}
