import type { OutputStream } from '../core/host.ts';
import { stripControls } from '../core/text.ts';
import { type AnyColumn, cellText, headerText } from './cell.ts';
import type { Palette } from './colour.ts';
import { type Batch, readFirstBatch } from './first-batch.ts';
import { gap } from './fit.ts';
import { type Layout, settleLayout } from './layout.ts';
import { recordLines } from './record.ts';
import { isAsyncRows, type Rows } from './rows.ts';
import { cutInside, cutToWidth, padding } from './width.ts';
import { wrapText } from './wrap.ts';

/** How a table is drawn on a terminal. */
export interface TableStyle {
  readonly columns: readonly AnyColumn[];
  readonly header: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly palette: Palette;
}

/** What was drawn. */
export interface Drawn {
  readonly rows: number;
  /** Keys of the columns for which there was no room. */
  readonly leftOut: readonly string[];
}

/** Rows from which widths are taken, and milliseconds they are waited for after the first. */
const firstBatch = { rows: 200, time: 2000 };
/** cli-table3 takes worse than linear time, so it draws only what is about a screen or two. */
const libraryRows = 300;
/** What string-width, which cli-table3 measures with, takes for wider or narrower than terminals do, or long to measure. */
const unusual = /[^ -~]/;
/** What sets apart the lines under a row. */
const indent = '    ';

/** Draws rows as they arrive and resolves to what was drawn; throws what the rows throw, after what came before. */
export async function writeTable(rows: Rows, style: TableStyle, stdout: OutputStream): Promise<Drawn> {
  const batch: Batch = isAsyncRows(rows)
    ? await readFirstBatch(rows, firstBatch)
    : { rows, rest: undefined, close: async () => undefined };
  if (batch.rows.length === 0) return { rows: 0, leftOut: [] };
  const { header, width } = style;
  const few = batch.rows.length < firstBatch.rows;
  const more = batch.rest === undefined ? 'none' : few ? 'many' : 'some';
  const layout = settleLayout(batch.rows, style.columns, { header, width, more });
  const fitted = { ...style, columns: layout.columns };
  try {
    await stdout.write(await drawBatch(batch.rows, layout, fitted));
  } catch (error) {
    await batch.close();
    throw error;
  }
  let count = batch.rows.length;
  for await (const row of batch.rest ?? []) {
    await stdout.write(drawLaidOut(row, layout, fitted, count));
    count += 1;
  }
  return { rows: count, leftOut: layout.leftOut.map(({ key }) => key) };
}

async function drawBatch(rows: readonly unknown[], layout: Layout, style: TableStyle): Promise<string> {
  const byHand = (): string => rows.map((row, index) => drawLaidOut(row, layout, style, index)).join('');
  if (layout.kind === 'stacked') return byHand();
  const { widths, below } = layout;
  const odd = (row: unknown): boolean => style.columns.some((column) => unusual.test(cellText(row, column)));
  const text =
    rows.length <= libraryRows && below.length === 0 && !rows.some(odd)
      ? await drawWithLibrary(rows, widths, style)
      : byHand();
  return style.header ? drawHeader(widths, style) + text : text;
}

function drawLaidOut(row: unknown, layout: Layout, style: TableStyle, index: number): string {
  if (layout.kind === 'stacked') return drawStacked(row, style, index);
  return (
    drawRow(row, layout.widths, style) + layout.below.map((field) => drawBelow(row, field, style)).join('')
  );
}

/** A field under its row, whole; nothing when it is empty. */
function drawBelow(row: unknown, column: AnyColumn, style: TableStyle): string {
  const text = cellText(row, column);
  if (text === '-') return '';
  const label = style.header ? `${stripControls(column.header)}: ` : '';
  const lines = wrapText(`${label}${text}`, { width: style.width, first: indent, rest: `${indent}  ` });
  const painted = lines.map((line) => paint(line, row, column, style.palette));
  return `${painted.join('\n').replace(label, () => style.palette.muted(label))}\n`;
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
  if ((column.weight ?? 1) >= 9) return text;
  return column.cut === 'inside' ? cutInside(text, width) : cutToWidth(text, width);
}

function paint(text: string, row: unknown, column: AnyColumn, palette: Palette): string {
  const tone = column.tone?.(row as never);
  return tone === undefined ? text : palette[tone](text);
}
