import { TvError } from '../core/errors.ts';

/** A path below the base of an API, encoded, and the route it belongs to, with its values left out. */
export interface ApiPath {
  readonly path: string;
  readonly route: string;
}

/** One value of a query, or several of the same name. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * Builds a path with every value percent-encoded: `` apiPath`/users/${id}` ``.
 * Throws `usage.invalid_value` for an empty value, `.` and `..`, which URL normalisation would swallow (facts 9).
 */
export function apiPath(strings: TemplateStringsArray, ...values: readonly string[]): ApiPath {
  const encoded = values.map(encodeSegment);
  return {
    path: strings.reduce((path, part, index) => path + (encoded[index - 1] ?? '') + part),
    route: strings.join('{}'),
  };
}

function encodeSegment(value: string): string {
  if (value === '' || value === '.' || value === '..') {
    throw new TvError('usage.invalid_value', `\`${value}\` is not an id`);
  }
  try {
    return encodeURIComponent(value);
  } catch {
    throw new TvError('usage.invalid_value', 'An id holds half of a surrogate pair, which no URL can carry');
  }
}

/** The query string with its question mark; empty when nothing is asked. Undefined values are left out, lists repeat their name. */
export function queryString(query: Query | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) search.append(name, String(item));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
