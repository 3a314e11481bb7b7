const plain = /^[ -~]*$/;
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]$/u;
const emoji = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[0-9#*]\ufe0f?\u20e3/u;

/** First and last code points that Unicode calls wide or fullwidth (UAX #11) and that are not emoji. */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f2ff],
  [0x20000, 0x3fffd],
];

/** What a reader sees as one character each. */
export function graphemes(text: string): readonly string[] {
  if (plain.test(text)) return [...text];
  return Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment);
}

/** Columns that text without control sequences takes on a terminal. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length;
  return graphemes(text).reduce((width, grapheme) => width + graphemeWidth(grapheme), 0);
}

function graphemeWidth(grapheme: string): number {
  if (emoji.test(grapheme)) return 2;
  let width = 0;
  for (const character of grapheme) {
    const code = character.codePointAt(0) ?? 0;
    if (zeroWidth.test(character)) continue;
    width += wideRanges.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
  }
  return width;
}

/** The longest beginning of the text that fits, and what is left of it. */
export function splitAtWidth(text: string, width: number): readonly [string, string] {
  let taken = '';
  let used = 0;
  for (const grapheme of graphemes(text)) {
    used += graphemeWidth(grapheme);
    if (used > width) break;
    taken += grapheme;
  }
  return [taken, text.slice(taken.length)];
}

/** The text, or as much of it as fits with `…` at its end. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width < 1 ? '' : `${splitAtWidth(text, width - 1)[0]}…`;
}

/** The text, or its beginning and more of its end with `…` between them, for texts that differ at their ends. */
export function cutInside(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const [head, rest] = splitAtWidth(text, Math.floor((width - 1) / 3));
  let left = graphemes(rest);
  while (left.length > 0 && displayWidth(head) + 1 + displayWidth(left.join('')) > width)
    left = left.slice(1);
  return width < 1 ? '' : `${head}…${left.join('')}`;
}

/** Spaces that bring the text to the width; none when it is as wide already. */
export function padding(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text)));
}
