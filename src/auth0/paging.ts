import type { TableCode } from '../core/error-codes.ts';
import { ApiError } from '../core/errors.ts';
import { isObject } from '../core/json.ts';
import type { ApiPath, Query } from './api-path.ts';
import { type Fields, fieldsOfEach, ShapeError } from './narrow.ts';

/** A list that comes in pages. */
export interface PagedList<T> extends PageShape<T> {
  /** What tells items apart: one that stands on two pages, because the list moved in between, is given once. */
  readonly id: (item: T) => string;
}

/** What a page of a list is like. */
export interface PageShape<T> {
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
  readonly named?: TableCode;
  readonly feature?: string;
}

/** One call that reads. */
export interface ReadCall<T> {
  readonly asked: string;
  readonly path: ApiPath;
  readonly query?: Query;
  readonly subject?: string;
  readonly named?: TableCode;
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
  /** The body was the list itself, as servers without checkpoints send it. */
  readonly bare: boolean;
}

/** Pages without an item that are followed in a row before a list is said not to end. */
const emptyPages = 20;

/**
 * Every item by checkpoint (`take`, `from`, `next`). A server that knows offset paging only, and so ignores or refuses
 * `take`, is read by number of page. Throws on a list that would never end.
 */
export function checkpointPages<T>(reader: Reader, list: PagedList<T>, take: number): AsyncGenerator<T> {
  return distinct(followCheckpoints(reader, list, take), list.id);
}

/** The items of small lists, each once. */
export async function* distinct<T>(items: AsyncIterable<T>, id: (item: T) => string): AsyncGenerator<T> {
  const seen = new Set<string>();
  for await (const item of items) {
    const size = seen.size;
    if (seen.add(id(item)).size > size) yield item;
  }
}

async function* followCheckpoints<T>(reader: Reader, list: PageShape<T>, take: number): AsyncGenerator<T> {
  const first = await firstPage(reader, list, take);
  if (first === 'refused') {
    yield* numberedPages(reader, list, 1000);
    return;
  }
  yield* first.items;
  if (first.next === undefined && isCut(first, take)) yield* furtherPages(reader, list, first);
  const seen = new Set<string>();
  let empty = 0;
  for (let from = first.next; from !== undefined; ) {
    seen.add(from);
    const page: Page<T> = await loadPage(reader, list, { ...list.query, take, from }, ({ items, next }) => {
      empty = items.length === 0 ? empty + 1 : 0;
      if (next !== undefined && (seen.has(next) || empty > emptyPages))
        throw new ShapeError('`next` repeats, so the list would never end');
    });
    yield* page.items;
    from = page.next;
  }
}

async function firstPage<T>(reader: Reader, list: PageShape<T>, take: number): Promise<Page<T> | 'refused'> {
  try {
    return await loadPage(reader, list, { ...list.query, take });
  } catch (error) {
    const refused = error instanceof ApiError && error.status === 400;
    if (refused && /\btake\b/.test(error.details.cause ?? '')) return 'refused';
    throw error;
  }
}

/** Whether a page without `next` is not all there is: fewer than its own total, or bare and as many as a page holds by default. */
function isCut({ items, total, bare }: Page<unknown>, take: number): boolean {
  return total === undefined ? bare && [50, 100, take].includes(items.length) : items.length < total;
}

/** What follows a first page of a server without checkpoints; one that repeats it pages not at all. */
async function* furtherPages<T>(reader: Reader, list: PageShape<T>, first: Page<T>): AsyncGenerator<T> {
  const size = first.items.length;
  const start = JSON.stringify(first.items[0]);
  for (let number = 1; size > 0; number += 1) {
    const page = await loadPage(reader, list, { ...list.query, per_page: size, page: number });
    if (JSON.stringify(page.items[0]) === start) return;
    yield* page.items;
    if (page.items.length < size) return;
  }
}

/** Items by number of page, to `limit` at most, of which Auth0 allows 1000 (facts 2.2, 9, 11). */
export function offsetPages<T>(reader: Reader, list: PagedList<T>, limit = 1000): AsyncGenerator<T> {
  return distinct(numberedPages(reader, list, limit), list.id);
}

async function* numberedPages<T>(reader: Reader, list: PageShape<T>, limit: number): AsyncGenerator<T> {
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
  list: PageShape<T>,
  query: Query,
  check: (page: Page<T>) => void = () => {},
): Promise<Page<T>> {
  return reader.read({
    ...list,
    query,
    read: (body) => {
      const items = fieldsOfEach(isObject(body) ? body[list.key] : body, list.noun).map(list.item);
      if (!isObject(body)) return { items, next: undefined, total: undefined, bare: true };
      const { next, total } = body;
      if (next !== undefined && next !== null && typeof next !== 'string') {
        throw new ShapeError('`next` of the list is not text');
      }
      const page = {
        items,
        next: next === null || next === '' ? undefined : next,
        total: typeof total === 'number' ? total : undefined,
        bare: false,
      };
      check(page);
      return page;
    },
  });
}

/** Everything an iteration gives. */
export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
