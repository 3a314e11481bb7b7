import type { Column } from '../../core/result.ts';

/** A column that a narrow terminal may leave out, and the columns it is likely to take. */
export interface OptionalColumn {
  readonly key: string;
  readonly width: number;
}

/** Which columns matter most; the widths are what the values usually take. */
export interface ColumnChoice {
  /** Always shown. */
  readonly always: readonly OptionalColumn[];
  /** Shown as far as the terminal reaches, in this order of importance. */
  readonly ifRoom: readonly OptionalColumn[];
}

const gap = 2;

/**
 * Makes the columns that would not fit side by side `extra`, so that a table stays a table on a narrow terminal; `--fields` still
 * names them. Everything stays in a pipe, where `terminal` is undefined.
 */
export function chooseColumns<Row>(
  columns: readonly Column<Row>[],
  choice: ColumnChoice,
  terminal: number | undefined,
): readonly Column<Row>[] {
  if (terminal === undefined) return columns;
  const shown = new Set(choice.always.map(({ key }) => key));
  let used = choice.always.reduce((sum, { width }) => sum + gap + width, -gap);
  for (const { key, width } of choice.ifRoom) {
    used += gap + width;
    if (used > terminal) break;
    shown.add(key);
  }
  return columns.map((column) => (shown.has(column.key) ? column : { ...column, extra: true }));
}
