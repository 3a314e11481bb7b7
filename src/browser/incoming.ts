import type { IncomingMessage } from 'node:http';

/** What a request to the listener is. */
export type Incoming =
  /** Brings an answer of the tenant: a code or an error. */
  | { readonly kind: 'redirect'; readonly parameters: ReadonlyMap<string, string> }
  /** Came to the callback without one, so that it may stand in the fragment. */
  | { readonly kind: 'bare' }
  /** Anything else, with the status it gets. */
  | { readonly kind: 'other'; readonly status: 400 | 404 | 405 | 413 | 421 };

/** Path of the redirect URI. */
export const callbackPath = '/callback';

/** Bytes of a posted answer; a code, a state and an error text are far below. */
const longestBody = 16_384;

/** Parameters that carry an answer: of the login, of the Connected Accounts flow, or a refusal of either. */
const answers = ['code', 'connect_code', 'error'];

/** Reads a request; `host` is the only `Host` it may name, so that no other site reaches the listener under its own name. */
export async function readIncoming(request: IncomingMessage, host: string): Promise<Incoming> {
  if (request.headers.host !== host) return { kind: 'other', status: 421 };
  const url = new URL(request.url ?? '/', `http://${host}`);
  if (url.pathname !== callbackPath) return { kind: 'other', status: 404 };
  if (request.method === 'GET') return classify(url.searchParams, 'bare');
  if (request.method !== 'POST') return { kind: 'other', status: 405 };
  const body = await readBody(request);
  return body === undefined ? { kind: 'other', status: 413 } : classify(new URLSearchParams(body), 'empty');
}

function classify(query: URLSearchParams, without: 'bare' | 'empty'): Incoming {
  const parameters = new Map(query);
  // RFC 6749 section 3.1: parameters are not repeated.
  if (parameters.size !== [...query.keys()].length) return { kind: 'other', status: 400 };
  if (answers.some((name) => parameters.has(name))) return { kind: 'redirect', parameters };
  return without === 'bare' ? { kind: 'bare' } : { kind: 'other', status: 400 };
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > longestBody) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
