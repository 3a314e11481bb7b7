import type { IncomingMessage } from 'node:http';
import { parseJson } from '../../core/json.ts';
import { refuse } from './reply.ts';
import type { Call } from './router.ts';

/** Auth0's limit of a request body, in bytes. */
const longestBody = 1_048_576;

/** Reads a request. Refuses a body beyond 1 MB with 413. */
export async function readCall(request: IncomingMessage): Promise<Call> {
  const target = request.url ?? '/';
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const text = await readText(request);
  return {
    method: request.method ?? 'GET',
    path,
    params: {},
    query: new URLSearchParams(question < 0 ? '' : target.slice(question + 1)),
    headers: headersOf(request),
    body: text === '' ? undefined : parseBody(text, contentType),
    contentType,
    ip: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const { 'content-length': announced, 'transfer-encoding': coding } = request.headers;
  // A request without either has no body (RFC 9112 section 6.3).
  if (announced === undefined && coding === undefined) return '';
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    length += bytes.length;
    if (length > longestBody)
      throw refuse(413, 'Payload content length greater than maximum allowed: 1048576');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function headersOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

/** Form fields or JSON; null when it is neither. */
function parseBody(text: string, contentType: string): unknown {
  if (contentType === 'application/x-www-form-urlencoded') {
    return Object.fromEntries(new URLSearchParams(text));
  }
  return parseJson(text) ?? null;
}
