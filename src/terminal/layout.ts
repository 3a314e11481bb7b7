import { type AnyColumn, cellText, headerText } from './cell.ts';
import { fitWidths, roomTaken, type Span, spread } from './fit.ts';
import { displayWidth } from './width.ts';

/** How the rows of a list stand on a terminal. */
export interface Layout {
  /** Side by side, or one under the other. */
  readonly kind: 'rows' | 'stacked';
  readonly columns: readonly AnyColumn[];
  /** Of the columns, side by side. */
  readonly widths: readonly number[];
  /** On lines of their own under each row. */
  readonly below: readonly AnyColumn[];
  /** For lack of room. */
  readonly leftOut: readonly AnyColumn[];
}

/** What a layout is made for. */
export interface Room {
  readonly header: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Whether rows follow those that are seen, and whether so few of them are seen that others may well be wider. */
  readonly more: 'none' | 'some' | 'many';
}

/**
 * Settles how rows are laid out, by the first of these that fits: as they are, with shorter words, with columns moved below, with columns
 * narrowed and left out; stacked, and then whole.
 */
export function settleLayout(rows: readonly unknown[], columns: readonly AnyColumn[], room: Room): Layout {
  const measured = new Map<AnyColumn, Span>();
  const measure = (list: readonly AnyColumn[]): readonly Span[] =>
    list.map((column) => {
      const span = measured.get(column) ?? spanOf(rows, column, room);
      measured.set(column, span);
      return span;
    });
  const fits = (list: readonly AnyColumn[]): boolean =>
    roomTaken(measure(list).map(({ natural }) => natural)) <= room.width;
  // Rows that are still to come may be as wide as any.
  const settled = room.more === 'none' && fits(columns);
  const worded = settled ? columns : columns.map(shortened);
  const below = settled ? [] : chooseBelow(worded, (beside) => room.more === 'none' && fits(beside));
  const beside = worded.filter((column) => !below.includes(column));
  const spans = measure(beside);
  const widths = fitWidths(spans, room.width);
  const leftOut = beside.filter((_, index) => widths?.[index] === undefined);
  // A table that leaves out most of what it is about says less than the rows one under the other.
  if (widths === undefined || leftOut.length > beside.length / 2)
    return { kind: 'stacked', columns, widths: [], below: [], leftOut: [] };
  const kept = beside.filter((_, index) => widths[index] !== undefined);
  const given = widths.filter((width) => width !== undefined);
  const shown = spans.filter((_, index) => widths[index] !== undefined);
  return {
    kind: 'rows',
    columns: kept,
    widths: room.more === 'many' ? spread(given, shown, room.width) : given,
    below,
    leftOut,
  };
}

function shortened(column: AnyColumn): AnyColumn {
  return column.short === undefined ? column : { ...column, value: column.short };
}

/** As few columns as make the others fit, of the lowest weight first. */
function chooseBelow(
  columns: readonly AnyColumn[],
  fits: (beside: readonly AnyColumn[]) => boolean,
): readonly AnyColumn[] {
  const movable = columns
    .filter(({ below }) => below === true)
    .sort((left, right) => (left.weight ?? 1) - (right.weight ?? 1));
  const count = movable.findIndex((_, moved) => {
    const gone = movable.slice(0, moved);
    return fits(columns.filter((column) => !gone.includes(column)));
  });
  const moved = count === -1 ? movable : movable.slice(0, count);
  return columns.filter((column) => moved.includes(column));
}

function spanOf(rows: readonly unknown[], column: AnyColumn, room: Room): Span {
  const header = room.header ? displayWidth(headerText(column)) : 0;
  const cells = rows.map((row) => displayWidth(cellText(row, column)));
  const { weight = 1, least, optional } = column;
  const natural = cells.reduce((widest, cell) => Math.max(widest, cell), header);
  // A cell wider than the terminal is cut all the same, and costs a step for each letter.
  const bounded = weight < 9 ? Math.min(natural, Math.max(room.width, header)) : natural;
  return { natural: bounded, header, weight, least, optional };
}
