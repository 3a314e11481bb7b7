import { isObject } from '../core/json.ts';
import type { View } from '../core/result.ts';
import type { AnyColumn } from './cell.ts';
import { changeColumns, changesIn } from './change-list.ts';
import { findingColumns, findingsIn } from './finding-list.ts';
import { isRows, type Rows } from './rows.ts';

/** A result as columns and rows, which csv and a piped table print. */
export interface Listing {
  readonly columns: readonly AnyColumn[];
  readonly rows: Rows;
}

/** The rows and columns of any view; columns are made from the data for a message or raw text. */
export function listingOf(data: unknown, view: View): Listing {
  switch (view.kind) {
    case 'table':
      return { columns: view.columns, rows: isRows(data) ? data : [data] };
    case 'record':
      return { columns: view.fields, rows: [data] };
    case 'findings':
      return { columns: findingColumns, rows: findingsIn(data) };
    case 'changes':
      return { columns: changeColumns, rows: changesIn(data) };
    case 'dashboard':
      return view.table;
    default: {
      const rows = Array.isArray(data) ? data : [data];
      return { columns: columnsOfData(rows), rows };
    }
  }
}

/** A column for every plain key of the rows, nested objects dotted; one named `value` for what is no object. */
function columnsOfData(rows: readonly unknown[]): readonly AnyColumn[] {
  if (!rows.every(isObject)) return [{ key: 'value', header: 'value', value: (row) => String(row) }];
  const keys = new Set(rows.flatMap((row) => flatKeys(row, '')));
  return [...keys].map((key) => ({ key, header: key }));
}

function flatKeys(value: { readonly [key: string]: unknown }, prefix: string): readonly string[] {
  return Object.entries(value).flatMap(([key, item]) =>
    isObject(item) && Object.keys(item).length > 0 ? flatKeys(item, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

/** Ids of what the result is about, each once; a table streams its own. */
export function idsOf(data: unknown, view: View): readonly string[] {
  switch (view.kind) {
    case 'record':
      return [view.id(data as never)];
    case 'findings':
      return [...new Set(findingsIn(data).map(({ subject }) => subject.id))];
    case 'changes':
      // What is yet to be made has no id.
      return [...new Set(changesIn(data).map(({ id }) => id))].filter((id) => id !== '');
    case 'dashboard':
      return [...new Set(view.table.rows.map((row) => view.table.id(row as never)))];
    case 'message':
      return view.id === undefined ? [] : [view.id];
    case 'raw':
      return view.text.trimEnd().split('\n');
    case 'table':
      return [];
  }
}
