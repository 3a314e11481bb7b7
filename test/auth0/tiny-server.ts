import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as the tiny server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What to answer: JSON unless `text` is given. */
export interface Reply {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Called instead of answering. */
  readonly raw?: (response: ServerResponse, socket: Socket) => void;
}

export interface TinyServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly port: number;
  readonly seen: Seen[];
  /** Sockets that were opened so far. */
  sockets(): number;
}

/** An HTTP server on 127.0.0.1 that answers what `reply` says and remembers what it was asked. */
export async function tinyServer(
  reply: (request: Seen, count: number) => Reply | Promise<Reply>,
): Promise<TinyServer> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    const one: Seen = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
    seen.push(one);
    const answer = await reply(one, seen.length);
    if (answer.raw !== undefined) {
      answer.raw(response, request.socket);
      return;
    }
    const body = answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json));
    const type = answer.text === undefined ? { 'content-type': 'application/json' } : {};
    response.writeHead(answer.status ?? 200, { ...type, ...answer.headers });
    response.end(body);
  });
  let sockets = 0;
  server.on('connection', () => {
    sockets += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    seen,
    sockets: () => sockets,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
