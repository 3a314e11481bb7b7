import type { Clock } from '../../core/clock.ts';
import { masked, maskedQuery } from './masking.ts';
import type { Call } from './router.ts';

const kept = 5000;

/** A request that came in, with secrets masked. */
export interface RequestEntry {
  readonly at: string;
  /** Milliseconds since the epoch, when the request was read. */
  readonly time: number;
  readonly method: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Status of the answer; null when the answer was lost on purpose. */
  readonly status: number | null;
  readonly header_names: readonly string[];
  readonly authorization: 'none' | 'bearer' | 'basic' | 'other';
  readonly body: unknown;
  /** Host the client asked for. */
  readonly host: string;
  readonly user_agent: string;
  readonly request_id: string;
  /** Name of the fault that was applied. */
  readonly fault: string | null;
}

/** The last requests, oldest first. */
export class RequestLog {
  readonly #clock: Clock;
  #entries: RequestEntry[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(call: Call, status: number | null, requestId: string, fault: string | null): void {
    const time = this.#clock.now();
    if (this.#entries.length >= kept * 2) this.#entries = this.#entries.slice(-kept);
    this.#entries.push({
      at: new Date(time).toISOString(),
      time,
      method: call.method,
      path: call.path,
      query: maskedQuery(call.query),
      status,
      header_names: Object.keys(call.headers),
      authorization: authorizationOf(call.headers.authorization),
      body: call.body === undefined ? null : masked(call.body),
      host: call.headers.host ?? '',
      user_agent: call.headers['user-agent'] ?? '',
      request_id: requestId,
      fault,
    });
  }

  list(): readonly RequestEntry[] {
    return this.#entries.slice(-kept);
  }

  clear(): void {
    this.#entries = [];
  }
}

function authorizationOf(header: string | undefined): RequestEntry['authorization'] {
  if (header === undefined) return 'none';
  const scheme = header.split(' ')[0]?.toLowerCase();
  return scheme === 'bearer' || scheme === 'basic' ? scheme : 'other';
}
