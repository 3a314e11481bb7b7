/** Prints rows (objects) under the given columns, numbers to the right. */
export function printTable(title, { columns, rows, notes = [] }) {
  const lines = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  const isNumber = (text) => /^[\d.,]+$/.test(text);
  process.stdout.write(`\n${title}\n\n`);
  for (const line of lines) {
    const cells = line.map((text, at) =>
      isNumber(text) ? text.padStart(widths[at]) : text.padEnd(widths[at]),
    );
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
  }
  for (const note of notes) process.stdout.write(`${note}\n`);
}
