import type { Clock } from '../../core/clock.ts';
import type { Tenant } from '../../core/ports.ts';
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
  const byType = `type:(${types.join(' OR ')})`;
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

/** Events that come after the newest one there is, in order of time, until the signal; looks less often while nothing comes. */
export async function* followEvents(
  tenant: Tenant,
  filter: EventFilter,
  waiting: { readonly clock: Clock; readonly signal: AbortSignal },
): AsyncGenerator<VaultEvent> {
  let last = await newestLogId(tenant);
  let pause = shortestPause;
  let found = 0;
  for (;;) {
    const entries = last === null ? [] : await tenant.logs.listAfter(last);
    for (const entry of entries) {
      last = entry.log_id;
      const event = toVaultEvent(entry, tenant.profile);
      if (event === null || !matches(event, filter, undefined)) continue;
      yield event;
      found += 1;
      if (found === filter.limit) return;
    }
    last ??= await newestLogId(tenant);
    pause = entries.length > 0 ? shortestPause : Math.min(longestPause, pause * 1.5);
    if (entries.length < 100) await waiting.clock.sleep(pause, waiting.signal);
  }
}

async function newestLogId(tenant: Tenant): Promise<string | null> {
  for await (const entry of tenant.logs.search({ q: '*', limit: 1 })) return entry.log_id;
  return null;
}
