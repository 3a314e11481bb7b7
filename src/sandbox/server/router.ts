import type { Reply } from './reply.ts';

/** One request, read and parsed. */
export interface Call {
  readonly method: string;
  /** Path without query, as sent (percent-encoded). */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON or form fields; undefined when there was no body; null when it could not be parsed. */
  readonly body: unknown;
  readonly contentType: string;
  /** The peer's address, IPv4-mapped addresses as IPv4. */
  readonly ip: string;
}

/** Answers a call. */
export type Handler = (call: Call) => Reply | Promise<Reply>;

/** A route as data; `:name` segments are parameters. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly handle: Handler;
}

interface Compiled {
  readonly route: Route;
  readonly segments: readonly string[];
}

/** Finds the route of a request. */
export class Router {
  readonly #byShape = new Map<string, Compiled[]>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const segments = route.path.split('/');
      const shape = `${route.method} ${segments.length}`;
      const found = this.#byShape.get(shape);
      if (found === undefined) this.#byShape.set(shape, [{ route, segments }]);
      else found.push({ route, segments });
    }
  }

  /** The route and its decoded parameters; undefined when there is none. */
  match(
    method: string,
    path: string,
  ): { readonly route: Route; readonly params: Record<string, string> } | undefined {
    const parts = path.split('/');
    for (const { route, segments } of this.#byShape.get(`${method} ${parts.length}`) ?? []) {
      const params = paramsOf(segments, parts);
      if (params !== undefined) return { route, params };
    }
    return undefined;
  }
}

function paramsOf(segments: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    if (!segment.startsWith(':')) {
      if (segment !== part) return undefined;
      continue;
    }
    const decoded = decode(part);
    if (decoded === undefined || decoded === '') return undefined;
    params[segment.slice(1)] = decoded;
  }
  return params;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
