import { isObject } from '../../core/json.ts';
import { invalidQuery } from './paging.ts';

/**
 * The part of a record that `fields` and `include_fields` ask for; dotted names reach into objects.
 * Refuses a name that is not in `allowed`, when given.
 */
export function pickFields(
  record: Readonly<Record<string, unknown>>,
  query: URLSearchParams,
  allowed?: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  const text = query.get('fields');
  if (text === null || text === '') return record;
  const names = text.split(',').map((name) => name.trim());
  const unknown = allowed === undefined ? undefined : names.find((name) => !allowed.has(name));
  if (unknown !== undefined) throw invalidQuery(`String does not match pattern: ${text}`, 'fields');
  if (query.get('include_fields') === 'false') {
    return Object.fromEntries(Object.entries(record).filter(([key]) => !names.includes(key)));
  }
  const picked: Record<string, unknown> = {};
  for (const name of names) include(picked, record, name.split('.'));
  return picked;
}

function include(
  target: Record<string, unknown>,
  source: Readonly<Record<string, unknown>>,
  path: readonly string[],
): void {
  const [key, ...rest] = path;
  if (key === undefined || !Object.hasOwn(source, key)) return;
  const value = source[key];
  if (rest.length === 0 || !isObject(value)) {
    target[key] = value;
    return;
  }
  const existing = target[key];
  const inner: Record<string, unknown> = isObject(existing) ? { ...existing } : {};
  include(inner, value, rest);
  target[key] = inner;
}
