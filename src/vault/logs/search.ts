import type { Clock } from '../../core/clock.ts';
import type { LogEvent } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { collect } from '../facts/sources.ts';
import { toVaultEvent, type VaultEvent, vaultEventTypes } from './event.ts';

/** Which events are wanted; server-side by type, the rest locally, for `details` is not searchable (facts 11). */
export interface EventFilter {
  /** Milliseconds back from now. */
  readonly since: number | undefined;
  readonly failedOnly: boolean;
  readonly userId: string | undefined;
  readonly clientId: string | undefined;
  /** Connection name. */
  readonly connection: string | undefined;
  readonly limit: number | undefined;
}

/** Token Vault events newest first, at most the 1000 that a search reaches. */
export async function* searchEvents(
  tenant: Tenant,
  filter: EventFilter,
  now: number,
): AsyncGenerator<VaultEvent> {
  const after = filter.since === undefined ? undefined : now - filter.since;
  let found = 0;
  for await (const entry of tenant.logs.search({ q: searchQuery(filter, after) })) {
    const event = toVaultEvent(entry, tenant.profile);
    if (event === null || !matches(event, filter, after)) continue;
    yield event;
    found += 1;
    if (found === filter.limit) return;
  }
}

/** Lucene query by type, and by the day the search may go back to. */
function searchQuery(filter: EventFilter, after: number | undefined): string {
  const types = Object.entries(vaultEventTypes)
    .filter(([, outcome]) => !filter.failedOnly || outcome === 'failure')
    .map(([type]) => type);
  const byType = typeQuery(types);
  return after === undefined ? byType : `${byType} AND date:[${new Date(after).toISOString()} TO *]`;
}

function matches(event: VaultEvent, filter: EventFilter, after: number | undefined): boolean {
  return (
    (after === undefined || event.date === null || Date.parse(event.date) >= after) &&
    (!filter.failedOnly || event.outcome === 'failure') &&
    (filter.userId === undefined || event.user_id === filter.userId) &&
    (filter.clientId === undefined || event.client_id === filter.clientId) &&
    (filter.connection === undefined || event.connection === filter.connection)
  );
}

const shortestPause = 1000;
const longestPause = 15_000;
/** Entries of one answer (facts 11). */
const longestPage = 100;

/** Where following starts: the newest Token Vault event there is; null when there is none. */
export async function newestEventId(tenant: Tenant): Promise<string | null> {
  const [newest] = await newestEvents(tenant, 1);
  return newest?.log_id ?? null;
}

/** Events after one of them, in order of time, until the signal or the limit; looks less often while nothing comes. */
export async function* followEvents(
  tenant: Tenant,
  filter: EventFilter,
  following: { readonly after: string | null; readonly clock: Clock; readonly signal: AbortSignal },
): AsyncGenerator<VaultEvent> {
  let last = following.after;
  let pause = shortestPause;
  let found = 0;
  for (;;) {
    const entries =
      last === null
        ? (await newestEvents(tenant, longestPage)).toReversed()
        : await tenant.logs.listAfter(last);
    for (const entry of entries) {
      last = entry.log_id;
      const event = toVaultEvent(entry, tenant.profile);
      if (event === null || !matches(event, filter, undefined)) continue;
      yield event;
      found += 1;
      if (found === filter.limit) return;
    }
    pause = entries.length > 0 ? shortestPause : Math.min(longestPause, pause * 1.5);
    if (entries.length < longestPage) await following.clock.sleep(pause, following.signal);
  }
}

function newestEvents(tenant: Tenant, limit: number): Promise<readonly LogEvent[]> {
  return collect(tenant.logs.search({ q: typeQuery(Object.keys(vaultEventTypes)), limit }));
}

function typeQuery(types: readonly string[]): string {
  return `type:(${types.join(' OR ')})`;
}
