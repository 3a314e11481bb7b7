import type { Clock } from '../core/clock.ts';
import { isObject } from '../core/json.ts';
import { Directory } from './state/directory.ts';
import { basePlaceholder, managementAudience, myAccountAudience } from './state/identifiers.ts';
import { Keys } from './state/keys.ts';
import type { TenantRecord } from './state/model.ts';
import type { Store } from './state/store.ts';
import { TenantLog } from './state/tenant-log.ts';
import { Transient } from './state/transient.ts';

const systemAudiences: readonly string[] = [myAccountAudience, managementAudience];
const originsKept = 50;

/** The pretend tenant: its state and the parts that act on it. */
export class Tenant {
  readonly store: Store;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly directory: Directory;
  readonly log: TenantLog;
  /** What lives as long as the process: codes, connect sessions, export jobs. */
  readonly transient: Transient;
  #bases: readonly string[] = ['http://127.0.0.1'];

  constructor(store: Store, clock: Clock, keys: Readonly<Record<string, string>> = {}) {
    this.store = store;
    this.clock = clock;
    this.keys = new Keys(store, keys);
    this.directory = new Directory(store, () => this.record());
    this.log = new TenantLog(store, clock, () => new URL(this.base).host);
    this.transient = new Transient(clock);
  }

  /** Public origin, without a slash at the end. */
  get base(): string {
    return this.#bases[0] ?? '';
  }

  /** Issuer of the tenant's tokens. */
  get issuer(): string {
    return `${this.base}/`;
  }

  /** Tells the tenant where it is reached: its public origin, and the one it listens on. */
  reachedAt(base: string, listening: string): void {
    this.#bases = base === listening ? [base] : [base, listening];
    if (this.store.get('origins', base) !== undefined) return;
    this.store.put('origins', base, { at: this.clock.now() });
    const [oldest] = this.store.keys('origins');
    if (oldest !== undefined && this.store.keys('origins').length > originsKept) {
      this.store.delete('origins', oldest);
    }
  }

  /** Whether an issuer is this tenant, at any origin it has had. */
  isOwnIssuer(issuer: string): boolean {
    if (!issuer.endsWith('/')) return false;
    const origin = issuer.slice(0, -1);
    return this.#bases.includes(origin) || this.store.get('origins', origin) !== undefined;
  }

  record(): TenantRecord {
    const record = this.store.get('tenant', 'tenant');
    if (record === undefined) throw new Error('the sandbox state holds no tenant');
    return record;
  }

  update(change: Partial<TenantRecord>): void {
    this.store.put('tenant', 'tenant', { ...this.record(), ...change });
  }

  /** Whether this tenant answers the routes of a generation. */
  speaks(generation: 'tokensets' | 'connected_accounts'): boolean {
    const speaks = this.record().generation;
    return speaks === 'both' || speaks === generation;
  }

  /** Seconds since the epoch. */
  seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  iso(): string {
    return new Date(this.clock.now()).toISOString();
  }

  /** An identifier as it is stored: that of a system API without its origin. */
  stored(identifier: string): string {
    for (const audience of systemAudiences) {
      const path = audience.slice(basePlaceholder.length);
      if (!identifier.endsWith(path)) continue;
      const origin = identifier.slice(0, -path.length);
      if (this.#bases.includes(origin) || this.store.get('origins', origin) !== undefined) return audience;
    }
    return identifier;
  }

  /** An identifier as the outside sees it. */
  shown(identifier: string): string {
    return identifier.replace(basePlaceholder, this.base);
  }

  /** A request's JSON with every system identifier as it is stored. */
  storedDeep(value: unknown): unknown {
    if (typeof value === 'string') return this.stored(value);
    if (Array.isArray(value)) return value.map((item) => this.storedDeep(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.storedDeep(item)]));
  }
}
