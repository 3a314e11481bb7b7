import type { OutputFormat } from '../core/globals.ts';
import type { OutputStream } from '../core/host.ts';
import type { Environment } from './colour.ts';

/** How and where a result is written. */
export interface RenderOptions {
  readonly format: OutputFormat;
  /** Keys or columns to keep, in this order. */
  readonly fields?: readonly string[];
  /** False leaves the header row (or a record's labels) out. */
  readonly header: boolean;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Environment;
  /** `--no-color` is false; undefined leaves the choice to the environment and the stream. */
  readonly colourFlag: boolean | undefined;
  /** Leaves out notes, also the one for an empty list. */
  readonly quiet: boolean;
  /** Domain of the tenant, for reports whose data does not name it. */
  readonly tenant?: string | null;
  /** Milliseconds since the Unix epoch, for reports that carry a time. */
  readonly now: number;
}

/** Columns that are assumed of a terminal which does not tell them. */
export const assumedColumns = 80;

/** Columns that text is broken at: those of a terminal; a pipe has no end of line. */
export function wrapWidth(stream: OutputStream): number {
  return stream.isTTY ? columnsOf(stream) : Number.POSITIVE_INFINITY;
}

/** Columns of a stream. */
export function columnsOf(stream: OutputStream): number {
  const columns = stream.columns();
  return columns === undefined || columns < 1 ? assumedColumns : columns;
}
