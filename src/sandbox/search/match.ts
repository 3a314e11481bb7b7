import { isObject } from '../../core/json.ts';
import type { Pattern, Query, Range } from './lucene.ts';

/** Whether a record fits a query; a term without a field looks at `defaultFields`. */
export function matches(query: Query, record: unknown, defaultFields: readonly string[]): boolean {
  switch (query.kind) {
    case 'all':
      return true;
    case 'and':
      return query.parts.every((part) => matches(part, record, defaultFields));
    case 'or':
      return query.parts.some((part) => matches(part, record, defaultFields));
    case 'not':
      return !matches(query.part, record, defaultFields);
    case 'exists':
      return valuesAt(record, query.field).length > 0;
    case 'range':
      return valuesAt(record, query.field).some((value) => inRange(value, query.range));
    case 'term': {
      const fields = query.field === '' ? defaultFields : [query.field];
      const test = tester(query.pattern);
      return fields.some((field) => valuesAt(record, field).some(test));
    }
  }
}

/** Every field a query names. */
export function fieldsOf(query: Query): string[] {
  switch (query.kind) {
    case 'all':
      return [];
    case 'and':
    case 'or':
      return query.parts.flatMap(fieldsOf);
    case 'not':
      return fieldsOf(query.part);
    default:
      return query.field === '' ? [] : [query.field];
  }
}

/** The value of a field when the query can only be true where the field equals it exactly. */
export function pinnedTo(query: Query, field: string): string | undefined {
  if (query.kind === 'term' && query.field === field && !query.pattern.wildcard) return query.pattern.text;
  if (query.kind !== 'and') return undefined;
  for (const part of query.parts) {
    const value = pinnedTo(part, field);
    if (value !== undefined) return value;
  }
  return undefined;
}

function valuesAt(record: unknown, path: string): unknown[] {
  let values: unknown[] = [record];
  for (const key of path.split('.')) {
    values = values
      .flatMap((value) => (Array.isArray(value) ? value : [value]))
      .flatMap((value) => (isObject(value) && Object.hasOwn(value, key) ? [value[key]] : []));
  }
  return values
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter((value) => value !== undefined && value !== null);
}

function tester(pattern: Pattern): (value: unknown) => boolean {
  if (pattern.wildcard) {
    const source = pattern.text.replace(
      /\\(.)|([.+^${}()|[\]\\])|(\*)|(\?)/g,
      (_all, escaped, special, star) => {
        if (escaped !== undefined) return `\\${escaped}`;
        if (special !== undefined) return `\\${special}`;
        return star === undefined ? '.' : '.*';
      },
    );
    const expression = new RegExp(`^${source}$`, 'is');
    return (value) => expression.test(String(value));
  }
  const wanted = pattern.text.toLowerCase();
  return (value) => String(value).toLowerCase() === wanted;
}

function inRange(value: unknown, range: Range): boolean {
  const low = range.from === '*' ? 1 : compare(value, range.from, 'low');
  const high = range.to === '*' ? -1 : compare(value, range.to, 'high');
  return (low > 0 || (low === 0 && range.includeFrom)) && (high < 0 || (high === 0 && range.includeTo));
}

/** Numbers as numbers, times as times (a bare day counts whole), the rest as text. */
function compare(value: unknown, bound: string, side: 'low' | 'high'): number {
  if (typeof value === 'number' && !Number.isNaN(Number(bound))) return value - Number(bound);
  const text = String(value);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(bound);
  const limit = Date.parse(day && side === 'high' ? `${bound}T23:59:59.999Z` : bound);
  const time = Date.parse(text);
  if (!Number.isNaN(limit) && !Number.isNaN(time)) return time - limit;
  return text < bound ? -1 : text > bound ? 1 : 0;
}
