import type { Tokenset, TokensetSource } from '../../core/model.ts';
import type { UserTokensets } from './list.ts';

const day = 86_400_000;

/** What one connection holds, per generation. */
export interface ConnectionReport {
  readonly connection: string;
  readonly source: TokensetSource;
  readonly users: number;
  readonly tokensets: number;
  readonly expired: number;
  readonly oldest_issued_at: string | null;
  readonly median_age_days: number | null;
  /** Neither used nor issued for 90 days. */
  readonly unused_90d: number;
  /** Whose last use the API does not tell. */
  readonly unknown_use: number;
}

/** One bar of a histogram; both bounds null for unknown times, `to_days` null for the last. */
export interface HistogramBar {
  readonly from_days: number | null;
  readonly to_days: number | null;
  readonly tokensets: number;
}

/** What the vault holds over many users (product section 6). */
export interface TokensetReport {
  readonly tenant: string;
  readonly users_read: number;
  readonly users_failed: number;
  readonly tokensets: number;
  readonly by_connection: readonly ConnectionReport[];
  readonly by_scope: readonly { readonly scope: string; readonly tokensets: number }[];
  readonly age_histogram: readonly HistogramBar[];
  /** By the later of last use and issue; its unknown ones are those of `unknown_use`. */
  readonly last_use_histogram: readonly HistogramBar[];
}

const bounds: readonly number[] = [0, 1, 7, 30, 90, 180, 365];

/** Counts of whole days, from which median and histogram follow in memory that does not grow with the users. */
class DayCounts {
  readonly #days = new Map<number, number>();
  unknown = 0;

  add(iso: string | null, now: number): void {
    if (iso === null) {
      this.unknown += 1;
      return;
    }
    const days = Math.max(0, Math.floor((now - Date.parse(iso)) / day));
    this.#days.set(days, (this.#days.get(days) ?? 0) + 1);
  }

  /** The middle one of all counted days, or the mean of the two in the middle. */
  median(): number | null {
    const sorted = [...this.#days].sort(([left], [right]) => left - right);
    const total = sorted.reduce((sum, [, count]) => sum + count, 0);
    if (total === 0) return null;
    return (dayAt(sorted, Math.floor((total - 1) / 2)) + dayAt(sorted, Math.floor(total / 2))) / 2;
  }

  histogram(): readonly HistogramBar[] {
    const bars = bounds.map((from, index): HistogramBar => {
      const to = bounds[index + 1] ?? null;
      const inside = [...this.#days].filter(([days]) => days >= from && (to === null || days < to));
      return { from_days: from, to_days: to, tokensets: inside.reduce((sum, [, count]) => sum + count, 0) };
    });
    return [...bars, { from_days: null, to_days: null, tokensets: this.unknown }];
  }
}

/** The days at a position, counted from 0, among all that were counted. */
function dayAt(sorted: readonly (readonly [days: number, count: number])[], position: number): number {
  let left = position;
  for (const [days, count] of sorted) {
    if (left < count) return days;
    left -= count;
  }
  throw new RangeError(`there is no day at ${position}`);
}

class ConnectionTally {
  users = 0;
  tokensets = 0;
  expired = 0;
  unused = 0;
  unknownUse = 0;
  oldest: string | null = null;
  readonly ages = new DayCounts();
  readonly connection: string;
  readonly source: TokensetSource;

  constructor(connection: string, source: TokensetSource) {
    this.connection = connection;
    this.source = source;
  }

  add(tokenset: Tokenset, now: number): void {
    this.tokensets += 1;
    if (tokenset.expired) this.expired += 1;
    this.ages.add(tokenset.issued_at, now);
    if (tokenset.issued_at !== null && (this.oldest === null || tokenset.issued_at < this.oldest)) {
      this.oldest = tokenset.issued_at;
    }
    const use = lastKnownUse(tokenset);
    if (use === null) this.unknownUse += 1;
    else if (now - Date.parse(use) >= 90 * day) this.unused += 1;
  }

  report(): ConnectionReport {
    return {
      connection: this.connection,
      source: this.source,
      users: this.users,
      tokensets: this.tokensets,
      expired: this.expired,
      oldest_issued_at: this.oldest,
      median_age_days: this.ages.median(),
      unused_90d: this.unused,
      unknown_use: this.unknownUse,
    };
  }
}

/**
 * The later of last use and issue, as `--unused-for` looks at it; null when neither is known, and for connected accounts, whose use the API
 * does not tell.
 */
function lastKnownUse({ source, last_used_at, issued_at }: Tokenset): string | null {
  if (source === 'connected_accounts') return null;
  if (last_used_at === null || issued_at === null) return last_used_at ?? issued_at;
  return last_used_at > issued_at ? last_used_at : issued_at;
}

/** Adds up a listing, one user at a time; memory grows with connections and scopes, never with users. */
export class ReportBuilder {
  #usersRead = 0;
  #tokensets = 0;
  readonly #now: number;
  readonly #connections = new Map<string, ConnectionTally>();
  readonly #scopes = new Map<string, number>();
  readonly #ages = new DayCounts();
  readonly #uses = new DayCounts();

  /** `now` in milliseconds since the epoch. */
  constructor(now: number) {
    this.#now = now;
  }

  get usersRead(): number {
    return this.#usersRead;
  }

  add({ tokensets }: UserTokensets): void {
    this.#usersRead += 1;
    const tallies = new Set(tokensets.map((tokenset) => this.#count(tokenset)));
    for (const tally of tallies) tally.users += 1;
  }

  #count(tokenset: Tokenset): ConnectionTally {
    this.#tokensets += 1;
    const key = `${tokenset.source} ${tokenset.connection}`;
    const tally = this.#connections.get(key) ?? new ConnectionTally(tokenset.connection, tokenset.source);
    this.#connections.set(key, tally);
    tally.add(tokenset, this.#now);
    this.#ages.add(tokenset.issued_at, this.#now);
    this.#uses.add(lastKnownUse(tokenset), this.#now);
    for (const scope of new Set(tokenset.scopes)) this.#scopes.set(scope, (this.#scopes.get(scope) ?? 0) + 1);
    return tally;
  }

  report(tenant: string, usersFailed: number): TokensetReport {
    return {
      tenant,
      users_read: this.#usersRead,
      users_failed: usersFailed,
      tokensets: this.#tokensets,
      by_connection: [...this.#connections.values()]
        .map((tally) => tally.report())
        .sort(
          (left, right) =>
            right.tokensets - left.tokensets || left.connection.localeCompare(right.connection),
        ),
      by_scope: [...this.#scopes]
        .map(([scope, tokensets]) => ({ scope, tokensets }))
        .sort((left, right) => right.tokensets - left.tokensets || left.scope.localeCompare(right.scope)),
      age_histogram: this.#ages.histogram(),
      last_use_histogram: this.#uses.histogram(),
    };
  }
}
