import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { Terminal } = require('@xterm/headless');

/** Plays what a program wrote on a terminal of so many columns, and reads the lines off its screen. */
export async function screenLines(output, columns) {
  const terminal = new Terminal({ cols: columns, rows: 200, allowProposedApi: true });
  await new Promise((resolve) => terminal.write(output, resolve));
  const buffer = terminal.buffer.active;
  const lines = [];
  for (let row = 0; row < buffer.length; row += 1) lines.push(spansOf(terminal, row));
  while (lines.at(-1)?.length === 0) lines.pop();
  return lines;
}

function spansOf(terminal, row) {
  const line = terminal.buffer.active.getLine(row);
  const spans = [];
  const end = line?.translateToString(true).length ?? 0;
  for (let column = 0; column < end; column += 1) {
    const cell = line?.getCell(column);
    const text = cell?.getChars() || ' ';
    const colour = cell?.isFgPalette() === true ? (cell.getFgColor() ?? null) : null;
    const bold = Boolean(cell?.isBold());
    const dim = Boolean(cell?.isDim());
    const last = spans.at(-1);
    if (last !== undefined && last.colour === colour && last.bold === bold && last.dim === dim) {
      spans[spans.length - 1] = { ...last, text: last.text + text };
    } else spans.push({ text, colour, bold, dim });
  }
  return spans;
}
