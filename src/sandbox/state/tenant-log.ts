import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import type { JsonObject } from '../../core/json.ts';
import type { LogRecord } from './model.ts';
import type { Store } from './store.ts';

/** What an event says beside its type; keys as the tenant log spells them. */
export interface LogEvent {
  readonly type: string;
  readonly description: string;
  readonly details: JsonObject;
  readonly [field: string]: unknown;
}

/** The tenant's log. Entries are kept in the order of their ids, which grow with time. */
export class TenantLog {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #hostname: () => string;

  constructor(store: Store, clock: Clock, hostname: () => string) {
    this.#store = store;
    this.#clock = clock;
    this.#hostname = hostname;
  }

  /** Writes an entry; fields that are undefined are left out. */
  write(event: LogEvent): LogRecord {
    const entry = logEntry(event, this.#clock.now(), randomBytes(6).toString('hex'), {
      hostname: this.#hostname(),
    });
    this.#store.put('logs', entry.log_id, entry);
    return entry;
  }

  /** Every entry, oldest first. */
  entries(): LogRecord[] {
    return this.#store.values('logs').sort((a, b) => (a.log_id < b.log_id ? -1 : 1));
  }
}

/** A log entry of that time; `salt` (12 hex digits) keeps ids of one millisecond apart. */
export function logEntry(
  event: LogEvent,
  time: number,
  salt: string,
  more: Readonly<Record<string, unknown>> = {},
): LogRecord {
  const date = new Date(time).toISOString();
  const logId = `900${date.replace(/\D/g, '')}${BigInt(`0x${salt}`).toString().padStart(15, '0')}`;
  const fields = {
    _id: logId,
    log_id: logId,
    date,
    ip: '127.0.0.1',
    user_agent: 'Auth0 sandbox',
    tenant_name: 'acme-sandbox',
    environment_name: 'sandbox',
    isMobile: false,
    ...more,
    ...event,
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as LogRecord;
}
