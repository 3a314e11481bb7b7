import type { TvError } from './errors.ts';
import type { ExitCode } from './exit-codes.ts';

/** What a cell may hold before it is laid out. */
export type Cell = string | number | boolean | null | undefined | readonly string[];

/** A colour by meaning, not by name. */
export type Tone = 'good' | 'bad' | 'warn' | 'muted' | 'strong';

/** One column of a list or one line of a record; `key` is the JSON key (dotted for nested ones). */
export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  /** The cell; by default the value under `key`. */
  readonly value?: (row: Row) => Cell;
  readonly tone?: (row: Row) => Tone | undefined;
  readonly align?: 'left' | 'right';
  /** Left out of `table` unless `--fields` names it; always in csv. */
  readonly extra?: boolean;
  /** Lower columns give way first on a narrow terminal; default 1; 9 is never cut. */
  readonly weight?: number;
  /** Columns of the terminal that it is not narrowed below: by default six, or all that it takes when it is optional; its header at least. */
  readonly least?: number;
  /** Left out where there is no room for it although all that weighs no more gave way. */
  readonly optional?: boolean;
  /** Where it is cut; `inside` for texts that differ at their ends. */
  readonly cut?: 'end' | 'inside';
  /** Says the same in fewer letters, where the rows do not fit the terminal otherwise. */
  readonly short?: (row: Row) => Cell;
  /** Moves to lines of its own under the row, whole, where the rows do not fit the terminal otherwise. */
  readonly below?: boolean;
}

/** How a result is shown; the data is the same for every format. */
export type View =
  | TableView
  | RecordView
  | FindingsView
  | { readonly kind: 'changes' }
  | DashboardView
  /** A sentence; `id` is what `-o id` prints, when it is about one thing. */
  | { readonly kind: 'message'; readonly text: string; readonly id?: string }
  /** What another program asked for; `bare` is the text alone in every format. */
  | { readonly kind: 'raw'; readonly text: string; readonly newline?: boolean; readonly bare?: boolean };

/** Findings by subject, or as a report. */
export interface FindingsView {
  readonly kind: 'findings';
  readonly title?: string;
  /** Paragraphs under the findings. */
  readonly footer?: readonly string[];
  /** Said to people when nothing was there to judge. */
  readonly empty?: string;
  /** Whether failed warnings fail the run too, so that a report says the same as the exit code. */
  readonly failOn?: 'error' | 'warning';
}

/** A list of rows. Columns are held as `Column<never>`, the supertype of every column; `table()` checks them against the rows. */
export interface TableView {
  readonly kind: 'table';
  readonly columns: readonly Column<never>[];
  /** The id of a row, for `-o id`. */
  readonly id: (row: never) => string;
  /** Said on stderr of a terminal when there are no rows. */
  readonly empty?: string;
  /** Said on stderr of a terminal under the rows. */
  readonly summary?: (count: number) => string;
}

/** One object, a line a field. */
export interface RecordView {
  readonly kind: 'record';
  readonly fields: readonly Column<never>[];
  readonly id: (value: never) => string;
}

/** Counts at a glance: bars on a terminal, a page with `-o html`, the rows of its table in csv. */
export interface DashboardView {
  readonly kind: 'dashboard';
  readonly title: string;
  /** Label and value, such as `Users read` and `1,204`. */
  readonly facts: readonly (readonly [string, string])[];
  readonly charts: readonly Chart[];
  readonly table: {
    readonly title: string;
    readonly columns: readonly Column<never>[];
    readonly rows: readonly unknown[];
    /** The id of a row, for `-o id`. */
    readonly id: (row: never) => string;
  };
}

/** Bars of one kind, longest value first or in the order of a scale. */
export interface Chart {
  readonly title: string;
  readonly bars: readonly { readonly label: string; readonly value: number }[];
}

/** What a command returns; it never prints. */
export interface Result {
  /** What the machine formats print: a JSON value, or rows that arrive over time. */
  readonly data: unknown;
  readonly view: View;
  /** Keys added to every row of jsonl, so that a later command can tell where the rows came from. */
  readonly rowContext?: Readonly<Record<string, string>>;
  /** Lines for people under the result (stderr), such as what to do next. */
  readonly notes?: readonly string[];
  /** Runs after the result has been printed, such as serving until the signal. */
  readonly afterwards?: () => Promise<void>;
  /** Exit code when it is not 0; a function is asked after a stream has ended. */
  readonly exit?: ExitCode | (() => ExitCode);
  /** An error to report after the result, such as why some items failed. */
  readonly error?: TvError | (() => TvError | undefined);
}

/** Pairs rows with columns so that the compiler checks one against the other. */
export function table<Row>(
  data: readonly Row[] | AsyncIterable<Row>,
  view: {
    readonly columns: readonly Column<Row>[];
    readonly id: (row: Row) => string;
    readonly empty?: string;
    readonly summary?: (count: number) => string;
  },
): Result & { readonly view: TableView } {
  return { data, view: { kind: 'table', ...view } };
}

/** Pairs one object with its fields. */
export function record<Value>(
  data: Value,
  view: { readonly fields: readonly Column<Value>[]; readonly id: (value: Value) => string },
): Result & { readonly view: RecordView } {
  return { data, view: { kind: 'record', ...view } };
}
