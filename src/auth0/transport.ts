import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { openSockets, type Sockets } from './dispatcher.ts';
import { Fault, type FaultPlace, timeoutFault, translateFault } from './faults.ts';
import type { ConnectionSettings } from './settings.ts';

/** HTTP methods in use. */
export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One request, ready to be sent. */
export interface HttpRequest {
  readonly method: Method;
  readonly origin: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Header fields by lower-case name. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** A whole answer; times are milliseconds since the epoch. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** An answer whose body is still to be read. */
export interface OpenResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readable;
}

/** How long a write that is on its way may go on after Ctrl-C, so that its outcome is known; milliseconds. */
const graceMs = 5000;

/** Sends requests; each throws `Fault` or, once the signal is aborted, the signal's reason. */
export class Transport {
  readonly #settings: ConnectionSettings;
  readonly #origin: string;
  readonly #inFlight = new Set<(reason: unknown) => void>();
  #sockets: Promise<Sockets> | undefined;

  constructor(settings: ConnectionSettings, origin: string) {
    this.#settings = settings;
    this.#origin = origin;
    settings.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Sends and reads the whole answer within the timeout. */
  async send(request: HttpRequest): Promise<HttpResponse> {
    const sentAt = this.#settings.clock.now();
    return this.#guarded(request, async (answer) => {
      const text = await answer.body.text();
      const { statusCode: status, headers } = answer;
      // The socket counts as free only on the next turn; a request before that would open another.
      await new Promise<void>((resolve) => setImmediate(resolve));
      return { status, headers, text, sentAt, receivedAt: this.#settings.clock.now() };
    });
  }

  /** Sends and hands over the body as a stream, on which the timeout holds between two chunks. */
  async open(request: HttpRequest): Promise<OpenResponse> {
    return this.#guarded(request, async ({ statusCode, headers, body }) => {
      body.once('error', () => {});
      this.#settings.signal.addEventListener('abort', () => body.destroy(this.#settings.signal.reason), {
        once: true,
      });
      return { status: statusCode, headers, body };
    });
  }

  /** Closes every socket, whatever is on it. */
  async close(): Promise<void> {
    this.#settings.signal.removeEventListener('abort', this.#onAbort);
    const sockets = await this.#sockets?.catch(() => undefined);
    await sockets?.close();
  }

  readonly #onAbort = (): void => {
    for (const abort of this.#inFlight) abort(this.#settings.signal.reason);
  };

  async #guarded<T>(request: HttpRequest, read: (answer: Dispatcher.ResponseData) => Promise<T>): Promise<T> {
    const { signal, timeoutSeconds } = this.#settings;
    signal.throwIfAborted();
    this.#sockets ??= openSockets(this.#settings, this.#origin);
    const sockets = await this.#sockets;
    const { host, hostname } = new URL(request.origin);
    const place: FaultPlace = { host, timeoutSeconds, proxied: sockets.proxied(hostname) };
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(timeoutFault(place)), timeoutSeconds * 1000);
    let grace: NodeJS.Timeout | undefined;
    const onAbort = (reason: unknown): void => {
      if (request.method === 'GET') controller.abort(reason);
      else grace = setTimeout(() => controller.abort(reason), graceMs);
    };
    this.#inFlight.add(onAbort);
    try {
      const bodyTimeout = timeoutSeconds * 1000;
      const answer = sockets.request({ ...request, signal: controller.signal, bodyTimeout });
      return await read(await unlessAborted(answer, controller.signal));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw error instanceof Fault ? error : translateFault(error, place);
    } finally {
      this.#inFlight.delete(onAbort);
      clearTimeout(timer);
      clearTimeout(grace);
    }
  }
}

// Undici heeds a signal only once there is a connection; a proxy may keep it waiting for one.
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}
