import { TvError } from '../core/errors.ts';
import { isObject } from '../core/json.ts';
import { nearest, quotedList, stripControls } from '../core/text.ts';
import type { AnyColumn } from './cell.ts';

/** The columns that a table shows: those named, in that order and with none left out, else all that are not extra. */
export function shownColumns(
  columns: readonly AnyColumn[],
  fields: readonly string[] | undefined,
): readonly AnyColumn[] {
  if (fields === undefined) return columns.filter(({ extra }) => extra !== true);
  return namedColumns(columns, fields).map(kept);
}

/** A column that is wanted stays, and is no more cut than when it could be left out. */
function kept(column: AnyColumn): AnyColumn {
  const { optional, least = Number.POSITIVE_INFINITY } = column;
  return optional === true ? { ...column, optional: false, least } : column;
}

/** The columns of these keys, in this order; all of them when none are named. Throws `usage.invalid_value`. */
export function namedColumns(
  columns: readonly AnyColumn[],
  fields: readonly string[] | undefined,
): readonly AnyColumn[] {
  if (fields === undefined) return columns;
  return fields.map((field) => {
    const column = columns.find(({ key }) => key === field);
    if (column === undefined)
      throw unknownField(
        field,
        columns.map(({ key }) => key),
      );
    return column;
  });
}

/** Throws `usage.invalid_value` for the first field that neither the data nor the columns have. */
export function assertFields(
  fields: readonly string[],
  rows: readonly unknown[],
  columns: readonly AnyColumn[],
): void {
  const keys = columns.map(({ key }) => key);
  const unknown = fields.find(
    (field) =>
      !keys.some((key) => covers(key, field)) &&
      !rows.some((row) => hasPath(row, field)) &&
      !(rows.length === 0 && keys.some((key) => field.startsWith(`${key}.`))),
  );
  if (unknown === undefined) return;
  const held = rows.slice(0, 100).flatMap((row) => (isObject(row) ? Object.keys(row) : []));
  throw unknownField(unknown, [...new Set([...held, ...keys])]);
}

/** Whether a field is among these columns or has one of them as its part. */
export function isColumnField(columns: readonly AnyColumn[], field: string): boolean {
  return columns.some(({ key }) => covers(key, field));
}

function covers(key: string, field: string): boolean {
  return key === field || key.startsWith(`${field}.`);
}

/** Null and empty lists may stand where an object could, so nothing can be said against a path that ends there. */
function hasPath(value: unknown, path: string): boolean {
  if (Array.isArray(value)) return value.length === 0 || value.some((item) => hasPath(item, path));
  if (!isObject(value)) return value === null;
  if (Object.hasOwn(value, path)) return true;
  const dot = path.indexOf('.');
  if (dot === -1) return false;
  const head = path.slice(0, dot);
  return Object.hasOwn(value, head) && hasPath(value[head], path.slice(dot + 1));
}

/** `usage.invalid_value` for a field that is not among those known. */
export function unknownField(field: string, known: readonly string[]): TvError {
  const guess = nearest(field, known);
  const name = stripControls(field);
  return new TvError('usage.invalid_value', `There is no field \`${name}\` in this result`, {
    ...(guess === undefined ? {} : { cause: `The nearest is \`${guess}\`` }),
    hint: known.length === 0 ? 'Leave out `--fields`' : `The fields are ${quotedList(known)}`,
    extra: { field: name, known },
  });
}

/** The value with only these fields, in this order; of a list, each element so. */
export function pickFields(value: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => pickFields(item, fields));
  if (!isObject(value)) return value;
  const heads = new Map<string, string[]>();
  for (const field of fields) {
    const dot = Object.hasOwn(value, field) ? -1 : field.indexOf('.');
    const head = dot === -1 ? field : field.slice(0, dot);
    const tails = heads.get(head) ?? [];
    heads.set(head, dot === -1 ? tails : [...tails, field.slice(dot + 1)]);
  }
  const kept = [...heads].filter(([head]) => Object.hasOwn(value, head));
  return Object.fromEntries(
    kept.map(([head, tails]) => [
      head,
      tails.length === 0 || fields.includes(head) ? value[head] : pickFields(value[head], tails),
    ]),
  );
}
