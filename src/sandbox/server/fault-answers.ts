import type { ServerResponse } from 'node:http';
import { isObject } from '../../core/json.ts';
import type { Fault } from './faults.ts';
import { managementError, type Reply } from './reply.ts';

/** What a fault does: an answer instead of the real one, or what to do with the connection. */
export type FaultAnswer =
  | { readonly kind: 'reply'; readonly reply: Reply; readonly withoutRateHeaders?: boolean }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'truncated' };

const html =
  '<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n';

/** The answer of a fault; `real` is what would have been answered, where it is needed. */
export function faultAnswer(fault: Fault, real: Reply | undefined, isOAuth: boolean): FaultAnswer {
  const { headers = {} } = fault;
  switch (fault.kind) {
    case 'reset':
    case 'hang':
    case 'truncated':
      return { kind: fault.kind };
    case '429':
      return reply(429, fault, tooMany(isOAuth), { 'x-ratelimit-remaining': '0', ...headers });
    case '429-no-headers':
      return { ...reply(429, fault, tooMany(isOAuth), headers), withoutRateHeaders: true };
    case '500':
      return reply(500, fault, managementError(500, 'Internal Server Error'), headers);
    case '503':
      return reply(503, fault, managementError(503, 'Service Unavailable'), headers);
    case 'html':
      return {
        kind: 'reply',
        reply: {
          status: fault.status ?? 502,
          raw: html,
          headers: { 'content-type': 'text/html', ...headers },
        },
      };
    case 'status':
      return reply(fault.status ?? 200, fault, fault.body, headers);
    case 'malformed':
      return { kind: 'reply', reply: malformed(fault, real) };
  }
}

function reply(
  status: number,
  fault: Fault,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): { readonly kind: 'reply'; readonly reply: Reply } {
  return { kind: 'reply', reply: { status: fault.status ?? status, body: fault.body ?? body, headers } };
}

/** The body of a 429. */
export function tooMany(isOAuth: boolean): unknown {
  const message = 'Global limit has been reached';
  return isOAuth
    ? { error: 'too_many_requests', error_description: message }
    : managementError(429, message, 'too_many_requests');
}

function malformed(fault: Fault, real: Reply | undefined): Reply {
  const status = fault.status ?? real?.status ?? 200;
  const headers = { 'content-type': 'application/json; charset=utf-8', ...real?.headers, ...fault.headers };
  if (fault.body !== undefined) return { status, headers, body: fault.body };
  if (fault.field !== undefined) {
    return { status, headers, body: withField(real?.body, fault.field, fault.value ?? null) };
  }
  const text = JSON.stringify(real?.body ?? {});
  return { status, headers, raw: text.slice(0, Math.max(1, text.length - 1)) };
}

function withField(body: unknown, field: string, value: unknown): unknown {
  if (Array.isArray(body)) return body.map((item) => withField(item, field, value));
  if (!isObject(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, item]) => [key, key === field ? value : withField(item, field, value)]),
  );
}

/** Sends half an answer and breaks the connection. */
export function sendTruncated(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' });
  response.write('[{"id":"', () => response.destroy());
}
