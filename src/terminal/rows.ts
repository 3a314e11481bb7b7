import type { OutputStream } from '../core/host.ts';

/** Rows of a list, there already or arriving over time. */
export type Rows = readonly unknown[] | AsyncIterable<unknown>;

/** The text of a list, piece by piece; pure, so that every format is tested without a stream. */
export interface RowText {
  /** The row, with what comes before it when it is the first (index 0). */
  row(row: unknown, index: number): string;
  /** What closes the document after so many rows; all of it when there were none. */
  end(count: number): string;
}

const chunkSize = 32_768;

/** Whether data is a list: an array or an async iterable. */
export function isRows(data: unknown): data is Rows {
  return Array.isArray(data) || isAsyncRows(data);
}

/** Whether the rows arrive over time. */
export function isAsyncRows(data: unknown): data is AsyncIterable<unknown> {
  return typeof data === 'object' && data !== null && Symbol.asyncIterator in data;
}

/**
 * Writes the rows and resolves to how many there were. Rows that arrive over time are written as they come; when they fail after the first,
 * the document is closed before the error is thrown on, and when they fail before it nothing is written.
 */
export async function writeRows(rows: Rows, text: RowText, stdout: OutputStream): Promise<number> {
  let count = 0;
  try {
    if (isAsyncRows(rows)) {
      for await (const row of rows) {
        await stdout.write(text.row(row, count));
        count += 1;
      }
    } else {
      count = await writeArray(rows, text, stdout);
    }
  } catch (error) {
    if (count > 0) await stdout.write(text.end(count)).catch(() => undefined);
    throw error;
  }
  await writeText(stdout, text.end(count));
  return count;
}

async function writeArray(rows: readonly unknown[], text: RowText, stdout: OutputStream): Promise<number> {
  let pending = '';
  for (const [index, row] of rows.entries()) {
    pending += text.row(row, index);
    if (pending.length < chunkSize) continue;
    await stdout.write(pending);
    pending = '';
  }
  await writeText(stdout, pending);
  return rows.length;
}

/** Writes text unless it is empty. */
export async function writeText(stream: OutputStream, text: string): Promise<void> {
  if (text !== '') await stream.write(text);
}
