import type { Clock } from '../../core/clock.ts';

/** An authorization request that waits for its login, and then its code. */
export interface LoginSession {
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly scope: string;
  readonly state: string | null;
  readonly code_challenge: string | null;
  readonly audience: string | null;
  readonly nonce: string | null;
}

/** A code that can be exchanged once. */
export interface AuthorizationCode extends LoginSession {
  readonly user_id: string;
}

/** A connect flow of the My Account API. */
export interface ConnectSession {
  readonly user_id: string;
  readonly client_id: string;
  readonly connection: string;
  readonly redirect_uri: string;
  readonly state: string | null;
  readonly scopes: readonly string[];
  readonly code_challenge: string | null;
  readonly ticket: string;
  /** Set by the consent page. */
  readonly connect_code: string | null;
}

/** A users-export job. */
export interface ExportJob {
  readonly id: string;
  readonly created_at: string;
  readonly format: 'json' | 'csv';
  readonly connection_id?: string;
  readonly limit?: number;
  readonly fields?: readonly { readonly name: string; readonly export_as?: string }[];
  /** How often it was polled. */
  readonly polled: number;
}

/** Values that are valid for a while. */
export class Expiring<T> {
  readonly #clock: Clock;
  readonly #lifetime: number;
  readonly #items = new Map<string, { readonly value: T; readonly until: number }>();

  /** `lifetime` in milliseconds. */
  constructor(clock: Clock, lifetime: number) {
    this.#clock = clock;
    this.#lifetime = lifetime;
  }

  put(key: string, value: T): void {
    const now = this.#clock.now();
    for (const [old, item] of this.#items) {
      if (item.until > now) break;
      this.#items.delete(old);
    }
    this.#items.delete(key);
    this.#items.set(key, { value, until: now + this.#lifetime });
  }

  /** Replaces a value without giving it more time. */
  update(key: string, value: T): void {
    const item = this.#items.get(key);
    if (item !== undefined) this.#items.set(key, { ...item, value });
  }

  get(key: string): T | undefined {
    const item = this.#items.get(key);
    return item === undefined || item.until <= this.#clock.now() ? undefined : item.value;
  }

  /** The value, which is then gone. */
  take(key: string): T | undefined {
    const value = this.get(key);
    this.#items.delete(key);
    return value;
  }

  find(test: (value: T) => boolean): { readonly key: string; readonly value: T } | undefined {
    for (const [key, item] of this.#items) {
      if (item.until > this.#clock.now() && test(item.value)) return { key, value: item.value };
    }
    return undefined;
  }

  clear(): void {
    this.#items.clear();
  }
}

const minute = 60_000;

/** What lives as long as the process. */
export class Transient {
  readonly logins: Expiring<LoginSession>;
  readonly codes: Expiring<AuthorizationCode>;
  /** By `auth_session`; 300 s. */
  readonly connects: Expiring<ConnectSession>;
  readonly jobs: Expiring<ExportJob>;
  /** Signed download addresses by ticket, valid 60 s. */
  readonly downloads: Expiring<string>;

  constructor(clock: Clock) {
    this.logins = new Expiring(clock, 10 * minute);
    this.codes = new Expiring(clock, 10 * minute);
    this.connects = new Expiring(clock, 5 * minute);
    this.jobs = new Expiring(clock, 24 * 60 * minute);
    this.downloads = new Expiring(clock, minute);
  }

  clear(): void {
    for (const part of [this.logins, this.codes, this.connects, this.jobs, this.downloads]) part.clear();
  }
}
