import { refuse } from './reply.ts';

/** How a route pages. */
export interface PagingRules {
  /** Name of the list in an object answer. */
  readonly key: string;
  readonly defaultPerPage: number;
  readonly maxPerPage: number;
  /** Checkpoint limits; absent where a route has no `from`/`take`. */
  readonly checkpoint?: { readonly defaultTake: number; readonly maxTake: number };
  /** Whether `include_totals` answers also carry `length`. */
  readonly withLength?: boolean;
}

/** Offset paging reaches no further than this many records. */
export const offsetReach = 1000;

/** One page of a list, in the shape the request asked for: array, totals object or checkpoint object. */
export function page(items: readonly unknown[], query: URLSearchParams, rules: PagingRules): unknown {
  if (rules.checkpoint !== undefined && (query.has('take') || query.has('from'))) {
    const { defaultTake, maxTake } = rules.checkpoint;
    return checkpointPage(items, query, { key: rules.key, defaultTake, maxTake });
  }
  const { start, limit } = offsetOf(query, rules);
  return offsetAnswer(items.slice(start, start + limit), items.length, { start, limit }, query, rules);
}

/** The answer of an offset page whose records were already cut out. */
export function offsetAnswer(
  slice: readonly unknown[],
  total: number,
  at: { readonly start: number; readonly limit: number },
  query: URLSearchParams,
  rules: PagingRules,
): unknown {
  if (query.get('include_totals') !== 'true') return slice;
  const length = rules.withLength ? { length: slice.length } : {};
  return { [rules.key]: slice, start: at.start, limit: at.limit, ...length, total };
}

/** Where an offset page starts and how long it is. Refuses what reaches beyond the first 1000 records. */
export function offsetOf(
  query: URLSearchParams,
  rules: Pick<PagingRules, 'defaultPerPage' | 'maxPerPage'>,
): { readonly start: number; readonly limit: number } {
  const pageNumber = integer(query, 'page', 0, 0, Number.MAX_SAFE_INTEGER);
  const limit = integer(query, 'per_page', rules.defaultPerPage, 0, rules.maxPerPage);
  const start = pageNumber * limit;
  if (start + limit > offsetReach) {
    const message = `You can only page through the first ${offsetReach} records. See https://auth0.com/docs/users/search/v3/view-search-results-by-page#limitation`;
    throw refuse(400, message, 'invalid_paging');
  }
  return { start, limit };
}

/** A checkpoint page: `{[key]: …, next?}`; `next` is absent on the last page. */
export function checkpointPage(
  items: readonly unknown[],
  query: URLSearchParams,
  rules: { readonly key: string; readonly defaultTake: number; readonly maxTake: number },
): { readonly next?: string; readonly [key: string]: unknown } {
  const take = integer(query, 'take', rules.defaultTake, 1, rules.maxTake);
  const start = cursor(query.get('from'));
  const end = start + take;
  const next = end < items.length ? { next: Buffer.from(`at:${end}`).toString('base64url') } : {};
  return { [rules.key]: items.slice(start, end), ...next };
}

/** An integer query parameter within limits. */
export function integer(
  query: URLSearchParams,
  name: string,
  fallback: number,
  minimum: number,
  maximum: number,
): number {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw invalidQuery(`Expected type integer but found type string`, name);
  if (value < minimum) throw invalidQuery(`Value ${value} is less than minimum ${minimum}`, name);
  if (value > maximum) throw invalidQuery(`Value ${value} is greater than maximum ${maximum}`, name);
  return value;
}

/** The refusal of a query parameter. */
export function invalidQuery(problem: string, name: string): Error {
  return refuse(400, `Query validation error: '${problem}' on property ${name}.`, 'invalid_query_string');
}

function cursor(text: string | null): number {
  if (text === null) return 0;
  const match = /^at:(\d+)$/.exec(Buffer.from(text, 'base64url').toString());
  if (match === null) throw invalidQuery('Invalid checkpoint', 'from');
  return Number(match[1]);
}
