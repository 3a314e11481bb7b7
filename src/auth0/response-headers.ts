import type { Headers } from './transport.ts';

/** What `x-ratelimit-*` says; undefined where a header is absent or no number (facts 8.1). */
export interface RateLimitHeaders {
  /** Size of the bucket. */
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
  /** UNIX seconds. */
  readonly reset: number | undefined;
}

/** One header field; the first of a repeated one. */
export function header(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function count(headers: Headers, name: string): number | undefined {
  const text = header(headers, name)?.trim() ?? '';
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Reads `x-ratelimit-limit`, `-remaining` and `-reset`. */
export function rateLimitOf(headers: Headers): RateLimitHeaders {
  return {
    limit: count(headers, 'x-ratelimit-limit'),
    remaining: count(headers, 'x-ratelimit-remaining'),
    reset: count(headers, 'x-ratelimit-reset'),
  };
}

/** The server's clock, milliseconds since the epoch, by `Date` (RFC 9110 section 6.6.1). */
export function serverTime(headers: Headers): number | undefined {
  const time = Date.parse(header(headers, 'date') ?? '');
  return Number.isNaN(time) ? undefined : time;
}

/** Milliseconds that `Retry-After` asks for: seconds or an HTTP date (RFC 9110 section 10.2.3). */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const text = header(headers, 'retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.max(0, time - (serverTime(headers) ?? now));
}

/** Milliseconds until `x-ratelimit-reset`, by the server's own clock where it tells it. */
export function resetMs(headers: Headers, now: number): number | undefined {
  const { reset } = rateLimitOf(headers);
  return reset === undefined ? undefined : Math.max(0, reset * 1000 - (serverTime(headers) ?? now));
}

/** Auth0's id of the request, for a support case; what a proxy in front gives when Auth0's own is missing. */
export function requestIdOf(headers: Headers): string | undefined {
  const names = ['x-auth0-requestid', 'x-request-id', 'traceparent', 'cf-ray'];
  const found = names.map((name) => header(headers, name)).find((id) => id !== undefined && id !== '');
  return found?.slice(0, 128);
}
