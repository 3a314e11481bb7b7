import { isSecretKey } from '../core/secret.ts';
import { rateLimitOf, requestIdOf } from './response-headers.ts';
import type { Headers, HttpRequest } from './transport.ts';

/** How an attempt went, for its line of `--debug`. */
export interface Traced {
  readonly request: HttpRequest;
  /** Shown before the path when the request left the tenant. */
  readonly foreign: boolean;
  /** The HTTP status, or the short name of a network fault. */
  readonly result: string;
  readonly headers: Headers;
  /** Milliseconds. */
  readonly took: number;
  readonly retry?: { readonly waitMs: number; readonly reason: string };
}

/** One line: method, path, status, time, request id, rate limit, retry; never a header or a body. */
export function traceLine(traced: Traced): string {
  const { request, headers, retry } = traced;
  const { limit, remaining } = rateLimitOf(headers);
  const id = requestIdOf(headers);
  return [
    request.method,
    traced.foreign ? `${request.origin}${request.path.split('?')[0]}` : maskQuery(request.path),
    traced.result,
    `${Math.round(traced.took)} ms`,
    ...(id === undefined ? [] : [`req=${id}`]),
    ...(remaining === undefined ? [] : [`limit=${remaining}/${limit ?? '?'}`]),
    ...(retry === undefined ? [] : [`retry=in ${formatSeconds(retry.waitMs)} (${retry.reason})`]),
  ].join(' ');
}

/** `0.3 s`, `12 s`. */
export function formatSeconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

function maskQuery(path: string): string {
  const [bare = '', query] = path.split('?', 2);
  if (query === undefined) return bare;
  const pairs = query.split('&').map((pair) => {
    const [name = ''] = pair.split('=', 1);
    return isSecretKey(decodeURIComponent(name)) ? `${name}=(secret)` : pair;
  });
  return `${bare}?${pairs.join('&')}`;
}
