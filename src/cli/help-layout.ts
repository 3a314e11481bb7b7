const width = 80;
const gap = 2;
const widestLabel = 36;
const longestCode = 32;

/** Wraps text at 80 columns with an indent; a word that is too long, such as the shape of JSON, breaks between its parts. */
export function wrapText(text: string, indent: number): readonly string[] {
  const pieces = proseWords(text).flatMap((word) => breakable(word, width - indent));
  return fill(pieces, width - indent).map((line) => ' '.repeat(indent) + line);
}

/** Wraps parts that stay whole, with an indent in which the first line has its lead. */
export function wrapParts(parts: readonly string[], indent: number, lead = ''): readonly string[] {
  const pieces = parts.map((text): Piece => ({ text, space: ' ' }));
  return fill(pieces, width - indent).map((line, at) => (at === 0 ? lead : '').padEnd(indent) + line);
}

/** Two columns, the second wrapped; a label too long for its column gets a line of its own. */
export function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const fitting = rows.map(([label]) => label.length).filter((length) => length <= widestLabel);
  const labelWidth = Math.max(0, ...fitting);
  const indent = 2 + labelWidth + gap;
  return rows.flatMap(([label, text]) => {
    const wrapped = wrapText(text, indent);
    if (label.length > labelWidth) return [`  ${label}`, ...wrapped];
    const [first = '', ...rest] = wrapped;
    return [`  ${label.padEnd(labelWidth)}${' '.repeat(gap)}${first.trimStart()}`, ...rest];
  });
}

/** A command line for a POSIX shell, on several lines where it is too long; they run as they stand. */
export function wrapCommand(line: string, indent: number, room = width - indent): readonly string[] {
  const lines =
    line.length <= room ? [line] : stages(line).flatMap((stage, at) => wrapStage(stage, room, at));
  return lines.map((text) => ' '.repeat(indent) + text);
}

interface Piece {
  readonly text: string;
  /** What stands before it where the line goes on. */
  readonly space: '' | ' ';
}

/** Words; a short line of code in backticks is one. */
function proseWords(text: string): readonly string[] {
  const words = text.match(/[^\s`]*(?:`[^`]*`[^\s`]*)+|\S+/g) ?? [];
  return words.flatMap((word) => (word.length > longestCode ? word.split(/\s+/) : [word]));
}

function breakable(word: string, room: number): readonly Piece[] {
  const seam = word.startsWith('`') ? /(?<=,)/ : /(?<=[,|])/;
  const parts = word.length > room ? word.split(seam) : [word];
  return parts.map((text, at) => ({ text, space: at === 0 ? ' ' : '' }));
}

function fill(pieces: readonly Piece[], room: number): readonly string[] {
  const lines: string[] = [];
  for (const { text, space } of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + space.length + text.length <= room)
      lines[lines.length - 1] = `${last}${space}${text}`;
    else lines.push(text);
  }
  return lines;
}

/** Pipes and semicolons end a line without any sign that it goes on. */
function stages(line: string): readonly string[] {
  return line.split(/(?<= \||;) /);
}

function wrapStage(stage: string, room: number, at: number): readonly string[] {
  const pieces = shellWords(stage).map((text): Piece => ({ text, space: ' ' }));
  const inner = at === 0 ? '' : '  ';
  const lines = fill(pieces, room - 4);
  return lines.map((text, row) => {
    const lead = row === 0 ? inner : '  ';
    return `${lead}${text}${row === lines.length - 1 ? '' : ' \\'}`;
  });
}

/** Words with their quotes; an option keeps its value. */
function shellWords(line: string): readonly string[] {
  const words: string[] = [];
  for (const word of line.match(/tv -p sandbox|(?:\$\([^)]*\)|"[^"]*"|'[^']*'|[^\s])+/g) ?? []) {
    const last = words.at(-1) ?? '';
    const isValue = /^-[^ ]+$/.test(last) && !/^[-|>]/.test(word);
    if (isValue || last === '>') words[words.length - 1] = `${last} ${word}`;
    else words.push(word);
  }
  return words;
}
