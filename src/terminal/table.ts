import type { OutputStream } from '../core/host.ts';
import { type AnyColumn, cellText, headerText } from './cell.ts';
import type { Palette } from './colour.ts';
import { type Batch, readFirstBatch } from './first-batch.ts';
import { fitWidths, gap, type Span, spread } from './fit.ts';
import { recordLines } from './record.ts';
import { isAsyncRows, type Rows } from './rows.ts';
import { cutToWidth, displayWidth, padding } from './width.ts';

/** How a table is drawn on a terminal. */
export interface TableStyle {
  readonly columns: readonly AnyColumn[];
  readonly header: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly palette: Palette;
}

/** Rows from which widths are taken, and milliseconds they are waited for. */
const firstBatch = { rows: 200, time: 2000 };
/** cli-table3 takes worse than linear time, so it draws only what is about a screen or two. */
const libraryRows = 300;
/** What string-width, which cli-table3 measures with, takes for wider or narrower than terminals do, or long to measure. */
const unusual = /[^ -~]/;

/** Draws rows as they arrive and resolves to how many there were; throws what the rows throw, after what came before. */
export async function writeTable(rows: Rows, style: TableStyle, stdout: OutputStream): Promise<number> {
  const batch: Batch = isAsyncRows(rows)
    ? await readFirstBatch(rows, firstBatch)
    : { rows, rest: undefined, close: async () => undefined };
  if (batch.rows.length === 0) return 0;
  const widths = settleWidths(batch, style);
  try {
    await stdout.write(await drawBatch(batch.rows, widths, style));
  } catch (error) {
    await batch.close();
    throw error;
  }
  let count = batch.rows.length;
  for await (const row of batch.rest ?? []) {
    await stdout.write(widths === undefined ? drawStacked(row, style, count) : drawRow(row, widths, style));
    count += 1;
  }
  return count;
}

function settleWidths(batch: Batch, style: TableStyle): readonly number[] | undefined {
  const spans = style.columns.map((column): Span => {
    const header = style.header ? displayWidth(headerText(column)) : 0;
    const cells = batch.rows.map((row) => displayWidth(cellText(row, column)));
    const weight = column.weight ?? 1;
    const natural = cells.reduce((widest, cell) => Math.max(widest, cell), header);
    return {
      natural: weight < 9 ? Math.min(natural, Math.max(style.width, header)) : natural,
      header,
      weight,
    };
  });
  const widths = fitWidths(spans, style.width);
  const growing = batch.rest !== undefined && batch.rows.length < firstBatch.rows;
  return widths !== undefined && growing ? spread(widths, spans, style.width) : widths;
}

async function drawBatch(
  rows: readonly unknown[],
  widths: readonly number[] | undefined,
  style: TableStyle,
): Promise<string> {
  if (widths === undefined) return rows.map((row, index) => drawStacked(row, style, index)).join('');
  const odd = (row: unknown): boolean => style.columns.some((column) => unusual.test(cellText(row, column)));
  const text =
    rows.length <= libraryRows && !rows.some(odd)
      ? await drawWithLibrary(rows, widths, style)
      : rows.map((row) => drawRow(row, widths, style)).join('');
  return style.header ? drawHeader(widths, style) + text : text;
}

/** One row per line by hand: the same picture as the library draws, at a cost that stays linear. */
export function drawRow(row: unknown, widths: readonly number[], style: TableStyle): string {
  const cells = style.columns.map((column, index) => {
    const width = widths[index] ?? 0;
    const text = cut(cellText(row, column), column, width);
    const space = padding(text, width);
    const painted = paint(text, row, column, style.palette);
    return column.align === 'right' ? space + painted : painted + space;
  });
  return `${cells.join(' '.repeat(gap)).trimEnd()}\n`;
}

function drawHeader(widths: readonly number[], style: TableStyle): string {
  const cells = style.columns.map((column, index) => {
    const text = headerText(column);
    const space = padding(text, widths[index] ?? 0);
    return column.align === 'right' ? space + text : text + space;
  });
  return `${style.palette.muted(cells.join(' '.repeat(gap)).trimEnd())}\n`;
}

/** The same picture by cli-table3, without borders and without its own colours. */
export async function drawWithLibrary(
  rows: readonly unknown[],
  widths: readonly number[],
  style: TableStyle,
): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const sides = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left'] as const;
  const inner = ['bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'] as const;
  const drawn = new Table({
    chars: { ...Object.fromEntries([...sides, ...inner].map((side) => [side, ''])), middle: ' '.repeat(gap) },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: [...widths],
    colAligns: style.columns.map(({ align }) => align ?? 'left'),
  });
  for (const row of rows) {
    drawn.push(
      style.columns.map((column, index) =>
        paint(cut(cellText(row, column), column, widths[index] ?? 0), row, column, style.palette),
      ),
    );
  }
  return `${drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

function drawStacked(row: unknown, style: TableStyle, index: number): string {
  const fields = style.columns.map((column) => ({ ...column, header: headerText(column) }));
  const lines = recordLines(row, fields, style);
  return `${index === 0 ? '' : '\n'}${lines.join('\n')}\n`;
}

function cut(text: string, column: AnyColumn, width: number): string {
  return (column.weight ?? 1) >= 9 ? text : cutToWidth(text, width);
}

function paint(text: string, row: unknown, column: AnyColumn, palette: Palette): string {
  const tone = column.tone?.(row as never);
  return tone === undefined ? text : palette[tone](text);
}
