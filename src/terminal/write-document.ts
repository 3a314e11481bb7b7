import type { Result } from '../core/result.ts';
import type { AnyColumn } from './cell.ts';
import type { DocumentFormat } from './documents.ts';
import { assertFields, isColumnField, pickFields } from './fields.ts';
import type { RenderOptions } from './render-options.ts';
import { isAsyncRows, isRows, writeRows } from './rows.ts';

/** Writes the data of a result as a document of a machine format, with only the fields that were asked for. */
export async function writeDocument(
  { data, view }: Result,
  format: DocumentFormat,
  { fields, stdout }: RenderOptions,
): Promise<undefined> {
  const columns: readonly AnyColumn[] =
    view.kind === 'table' ? view.columns : view.kind === 'record' ? view.fields : [];
  const chosen = fields === undefined ? data : await choose(data, columns, fields);
  if (isRows(chosen)) await writeRows(chosen, format.list, stdout);
  else await stdout.write(format.value(chosen));
}

async function choose(
  data: unknown,
  columns: readonly AnyColumn[],
  fields: readonly string[],
): Promise<unknown> {
  if (!isAsyncRows(data)) {
    assertFields(fields, Array.isArray(data) ? data : [data], columns);
    return pickFields(data, fields);
  }
  // A field that is no column may still be a key of the rows, which only a row can tell.
  if (fields.every((field) => isColumnField(columns, field))) return picked(data, fields);
  const iterator = data[Symbol.asyncIterator]();
  const first = await iterator.next();
  try {
    assertFields(fields, first.done === true ? [] : [first.value], columns);
  } catch (error) {
    await iterator.return?.();
    throw error;
  }
  return picked(resume(first, iterator), fields);
}

async function* picked(rows: AsyncIterable<unknown>, fields: readonly string[]): AsyncGenerator<unknown> {
  for await (const row of rows) yield pickFields(row, fields);
}

async function* resume(
  first: IteratorResult<unknown, unknown>,
  iterator: AsyncIterator<unknown>,
): AsyncGenerator<unknown> {
  try {
    for (let step = first; step.done !== true; step = await iterator.next()) yield step.value;
  } finally {
    await iterator.return?.();
  }
}
