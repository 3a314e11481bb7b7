import { isObject } from '../core/json.ts';
import type { Column } from '../core/result.ts';
import { stripControls } from '../core/text.ts';

/** A column of any list; the row is checked where the view is made. */
export type AnyColumn = Column<never>;

/** The value under a dotted key, `undefined` when there is none; a key that holds dots itself goes before. */
export function valueAt(value: unknown, key: string): unknown {
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, key)) return value[key];
  const dot = key.indexOf('.');
  return dot === -1 ? undefined : valueAt(value[key.slice(0, dot)], key.slice(dot + 1));
}

/** What people are shown in a column of a row: never cut, without control sequences, `-` for nothing. */
export function cellText(row: unknown, column: AnyColumn): string {
  const value = column.value === undefined ? valueAt(row, column.key) : column.value(row as never);
  const text = stripControls(peopleText(value)).trim();
  return text === '' ? '-' : text;
}

function peopleText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(peopleText).join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What a program reads in a csv column of a row: the data itself where the key is in it, else what the column computes. */
export function dataText(row: unknown, column: AnyColumn): string {
  const held = valueAt(row, column.key);
  return plainText(held === undefined && column.value !== undefined ? column.value(row as never) : held);
}

/** A JSON value as one text: lists of plain values joined with a space, objects as JSON, nothing for null. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)) {
    return value.map(plainText).join(' ');
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The header of a table column. */
export function headerText(column: AnyColumn): string {
  return stripControls(column.header).toUpperCase();
}
