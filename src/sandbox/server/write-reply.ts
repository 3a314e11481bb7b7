import type { ServerResponse } from 'node:http';
import type { Reply } from './reply.ts';

/** Writes an answer; `shown` turns stored identifiers of the body into those of this origin. */
export async function writeReply(
  response: ServerResponse,
  reply: Reply,
  headers: Readonly<Record<string, string>>,
  shown: (text: string) => string,
): Promise<void> {
  const all: Record<string, string> = { ...headers, ...reply.headers };
  if (reply.raw !== undefined && typeof reply.raw !== 'string' && !(reply.raw instanceof Uint8Array)) {
    response.writeHead(reply.status, all);
    for await (const chunk of reply.raw) {
      if (response.destroyed) return;
      if (!response.write(chunk)) await drained(response);
    }
    response.end();
    return;
  }
  const payload = reply.raw ?? textOf(reply.body, shown);
  if (payload === undefined) {
    if (reply.status !== 204 && reply.status !== 304) all['content-length'] = '0';
    response.writeHead(reply.status, all).end();
    return;
  }
  if (all['content-type'] === undefined) {
    all['content-type'] =
      typeof reply.body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  }
  all['content-length'] = String(Buffer.byteLength(payload));
  response.writeHead(reply.status, all).end(payload);
}

function textOf(body: unknown, shown: (text: string) => string): string | undefined {
  if (body === undefined) return undefined;
  return typeof body === 'string' ? body : shown(JSON.stringify(body));
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}
