import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserReply, Expected, Redirect, RedirectListener } from '../core/browser-port.ts';
import type { Clock } from '../core/clock.ts';
import { TvError } from '../core/errors.ts';
import { formatSpan } from '../core/time.ts';
import { callbackPath, readIncoming } from './incoming.ts';
import { donePage, failedPage, overPage, type Page, privateHeaders, relayPage } from './pages.ts';

/** What listening needs. */
export interface ListenerSettings {
  readonly clock: Clock;
  /** Ends every wait with its reason and stops listening. */
  readonly signal: AbortSignal;
}

/** Milliseconds for a browser to send a request it has begun. */
const requestTimeout = 10_000;

/** Takes redirects at one port of 127.0.0.1; rejects with the system's error when the port cannot be had. */
export async function startListener(port: number, settings: ListenerSettings): Promise<RedirectListener> {
  settings.signal.throwIfAborted();
  const listener = new LoopbackListener(settings);
  await listener.start(port);
  return listener;
}

interface Waiting {
  readonly state: string;
  settle(redirect: Redirect): void;
  fail(error: TvError): void;
}

class LoopbackListener implements RedirectListener {
  readonly #settings: ListenerSettings;
  readonly #server: Server;
  readonly #unanswered = new Set<ServerResponse>();
  #waiting: Waiting | undefined;
  #host = '';

  constructor(settings: ListenerSettings) {
    this.#settings = settings;
    this.#server = createServer({ requestTimeout, headersTimeout: requestTimeout }, (request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  get redirectUri(): string {
    return `http://${this.#host}${callbackPath}`;
  }

  start(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
        this.#server.off('error', reject);
        this.#host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
        this.#settings.signal.addEventListener('abort', this.#onAbort, { once: true });
        resolve();
      });
    });
  }

  async receive({ state, withinMs, begin }: Expected): Promise<Redirect> {
    const { clock, signal } = this.#settings;
    signal.throwIfAborted();
    const over = new AbortController();
    const arrived = new Promise<Redirect>((settle, fail) => {
      this.#waiting = { state, settle, fail };
    });
    const late = clock.sleep(withinMs, AbortSignal.any([signal, over.signal])).then(() => {
      throw notFinished(withinMs);
    });
    try {
      return await Promise.race([arrived, late, begin().then(() => arrived)]);
    } finally {
      this.#waiting = undefined;
      over.abort();
    }
  }

  async close(): Promise<void> {
    this.#settings.signal.removeEventListener('abort', this.#onAbort);
    const open = [...this.#unanswered];
    await Promise.all(
      open.map((response) => this.#send(response, failedPage('The command could not go on.'))),
    );
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  readonly #onAbort = (): void => {
    this.close().catch(() => undefined);
  };

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const incoming = await readIncoming(request, this.#host);
    if (incoming.kind === 'other') {
      response.writeHead(incoming.status, { ...privateHeaders, 'content-length': '0' }).end();
      return;
    }
    const waiting = this.#waiting;
    if (waiting === undefined) return this.#send(response, overPage());
    if (incoming.kind === 'bare') return this.#send(response, relayPage());
    this.#waiting = undefined;
    if (!sameText(incoming.parameters.get('state') ?? '', waiting.state)) {
      await this.#send(response, failedPage('This answer belongs to another sign-in.'));
      waiting.fail(wrongState());
      return;
    }
    this.#unanswered.add(response);
    response.once('close', () => this.#unanswered.delete(response));
    waiting.settle({
      parameters: incoming.parameters,
      answer: (reply) => this.#answer(response, reply),
    });
  }

  #answer(response: ServerResponse, reply: BrowserReply): Promise<void> {
    this.#unanswered.delete(response);
    if (reply.kind === 'done') return this.#send(response, donePage(reply.message));
    return finish(response, 303, { ...privateHeaders, location: reply.url, 'content-length': '0' }, '');
  }

  #send(response: ServerResponse, page: Page): Promise<void> {
    this.#unanswered.delete(response);
    return finish(response, page.status, page.headers, page.body);
  }
}

/** Writes an answer; a browser that has gone away does not matter. */
function finish(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<void> {
  return new Promise((resolve) => {
    if (response.writableEnded || response.destroyed) {
      resolve();
      return;
    }
    response.once('close', resolve);
    response.once('error', () => resolve());
    response.writeHead(status, headers).end(body, () => resolve());
  });
}

/** Compares in a time that tells nothing of the texts. */
function sameText(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function wrongState(): TvError {
  return new TvError('refused.state', 'The answer in the browser belongs to another sign-in', {
    cause: 'Its `state` is not the one this command sent, so nothing of it was used',
  });
}

function notFinished(withinMs: number): TvError {
  return new TvError(
    'refused.not_finished',
    `Nobody finished in the browser within ${formatSpan(withinMs)}`,
    {
      cause:
        'The window was closed, the page was not answered, or it showed an error, such as a callback mismatch, instead of coming back',
    },
  );
}
