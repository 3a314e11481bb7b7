import { isObject } from '../core/json.ts';
import type { ApiPath, Query } from './api-path.ts';
import { type Fields, fieldsOfEach, ShapeError } from './narrow.ts';

/** A list that comes in pages. */
export interface PagedList<T> {
  /** Infinitive: `list the connections`. */
  readonly asked: string;
  readonly path: ApiPath;
  readonly query?: Query;
  /** The key the items are under: `connections`. */
  readonly key: string;
  /** One item, for messages: `connection`. */
  readonly noun: string;
  /** Narrows one item; throws `ShapeError`. */
  readonly item: (fields: Fields) => T;
  readonly subject?: string;
  readonly feature?: string;
}

/** One call that reads. */
export interface ReadCall<T> {
  readonly asked: string;
  readonly path: ApiPath;
  readonly query?: Query;
  readonly subject?: string;
  readonly feature?: string;
  /** Turns the parsed body into a value; throws `ShapeError`. */
  readonly read: (body: unknown) => T;
}

/** What sends the call for one page. */
export interface Reader {
  read<T>(call: ReadCall<T>): Promise<T>;
}

/** One page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
  readonly total: number | undefined;
}

/** Every item by checkpoint (`take`, `from`, `next`); a server that answers a plain list is taken at its word. Throws on a repeated cursor. */
export async function* checkpointPages<T>(
  reader: Reader,
  list: PagedList<T>,
  take: number,
): AsyncGenerator<T> {
  const seen = new Set<string>();
  for (let from: string | undefined; ; ) {
    const page: Page<T> = await loadPage(reader, list, { ...list.query, take, from }, (next) => {
      if (next !== undefined && seen.has(next))
        throw new ShapeError('`next` repeats, so the list would never end');
    });
    yield* page.items;
    if (page.next === undefined) return;
    seen.add(page.next);
    from = page.next;
  }
}

/** Items by number of page, to `limit` at most, of which Auth0 allows 1000 (facts 2.2, 9, 11). */
export async function* offsetPages<T>(reader: Reader, list: PagedList<T>, limit = 1000): AsyncGenerator<T> {
  const size = Math.min(100, limit);
  let left = Math.min(1000, limit);
  for (let number = 0; left > 0; number += 1) {
    const page = await loadPage(reader, list, { ...list.query, per_page: size, page: number });
    yield* page.items.slice(0, left);
    left -= page.items.length;
    const all = page.total !== undefined && (number + 1) * size >= page.total;
    if (page.items.length < size || all) return;
  }
}

/** One page with its total, when the server counts. */
export function loadPage<T>(
  reader: Reader,
  list: PagedList<T>,
  query: Query,
  check: (next: string | undefined) => void = () => {},
): Promise<Page<T>> {
  return reader.read({
    ...list,
    query,
    read: (body) => {
      const items = fieldsOfEach(isObject(body) ? body[list.key] : body, list.noun).map(list.item);
      if (!isObject(body)) return { items, next: undefined, total: undefined };
      const { next, total } = body;
      if (next !== undefined && next !== null && typeof next !== 'string') {
        throw new ShapeError('`next` of the list is not text');
      }
      const cursor = next === null || next === '' ? undefined : next;
      check(cursor);
      return { items, next: cursor, total: typeof total === 'number' ? total : undefined };
    },
  });
}

/** Everything an iteration gives. */
export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
