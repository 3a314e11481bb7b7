const width = 80;
const gap = 2;
const widestLabel = 34;

/** Wraps text at 80 columns with an indent; what is in backticks is not broken, unless it is longer than a line. */
export function wrapText(text: string, indent: number): readonly string[] {
  const room = width - indent;
  const lines: string[] = [];
  let line = '';
  for (const word of wordsOf(text, room)) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  if (line !== '') lines.push(line);
  return lines.map((text) => ' '.repeat(indent) + text);
}

function wordsOf(text: string, room: number): readonly string[] {
  const words = text.match(/(?:`[^`]*`|\S)+/g) ?? [];
  return words.flatMap((word) => (word.length <= room ? [word] : word.split(/\s+/)));
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
