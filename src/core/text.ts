/** `1 tokenset`, `3 tokensets`, `1,204 tokensets`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** A whole number with its thousands apart: `12,345`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `a`, `a and b`, `a, b and c`. */
export function sentenceList(items: readonly string[], word = 'and'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** The items in backticks, as a sentence list. */
export function quotedList(items: readonly string[], word = 'and'): string {
  return sentenceList(
    items.map((item) => `\`${item}\``),
    word,
  );
}

function distance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      current[column] = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + cost,
      );
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}

/** The candidate most like what was typed, if any is like it at all. */
export function nearest(typed: string, candidates: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  const ranked = candidates
    .map((candidate) => {
      const name = candidate.toLowerCase();
      const startsAlike = wanted.length >= 2 && (name.startsWith(wanted) || wanted.startsWith(name));
      return { candidate, cost: startsAlike ? 0.5 : distance(wanted, name) };
    })
    .sort((left, right) => left.cost - right.cost);
  const best = ranked[0];
  return best !== undefined && best.cost <= Math.max(2, Math.floor(wanted.length * 0.4))
    ? best.candidate
    : undefined;
}

/** A hint for a value that is none of the allowed ones; empty when none is like it. */
export function didYouMean(typed: string, candidates: readonly string[]): { readonly hint?: string } {
  const near = nearest(typed, candidates);
  return near === undefined ? {} : { hint: `Did you mean \`${near}\`?` };
}

/** Splits at commas and white space, dropping what is empty. */
export function words(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

/** Quotes a word for a POSIX shell when it needs it. */
export function shellQuote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Removes what a terminal would obey: escape sequences and control characters; tabs and line ends become spaces (ECMA-48). */
export function stripControls(text: string): string {
  return text
    .replace(controlSequences, '')
    .replace(/[\t\n\r\v\f\u0085\u2028\u2029]+/g, ' ')
    .replace(controlCharacters, '');
}

const controlSequences = new RegExp(
  [
    '[\\u001b\\u009b]\\[[0-?]*[ -/]*[@-~]',
    '\\u009b[0-?]*[ -/]*[@-~]',
    '(?:\\u001b[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)?',
    '\\u001b[ -/]*[0-~]',
  ].join('|'),
  'g',
);
const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text of a file without the byte order mark that some editors and shells put before it. */
export function withoutByteOrderMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
