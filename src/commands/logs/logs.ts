import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { Tenant } from '../../core/ports.ts';
import { type Column, type Result, table } from '../../core/result.ts';
import { plural } from '../../core/text.ts';
import { formatRelative } from '../../core/time.ts';
import type { VaultEvent } from '../../vault/logs/event.ts';
import { type EventFilter, followEvents, newestEventId, searchEvents } from '../../vault/logs/search.ts';
import { resolveApp, resolveConnection } from '../../vault/resolve.ts';
import { assertUserWord, resolveUser, type UserRef } from '../../vault/tokensets/users.ts';
import { assertUserExists } from '../../vault/user-exists.ts';

/** `tv logs` */
export async function run(context: Context, input: Input): Promise<Result> {
  const user = input.text('user');
  if (user !== undefined) assertUserWord(user, '`--user`');
  const tenant = await context.tenant();
  const filter = await readFilter(tenant, input);
  const now = context.clock.now();
  const oldest = await tenant.logs.oldestDate();
  if (oldest !== null) {
    context.reporter.note(
      `The log of this tenant goes back to ${oldest} (${formatRelative(oldest, now)})`,
      'logs.retention',
    );
  }
  const rows = input.flag('follow')
    ? pastAndFuture(context, tenant, filter, now)
    : searchEvents(tenant, filter, now);
  return table(rows, {
    columns: columns(now),
    id: (event) => event.id,
    empty: 'No Token Vault events',
    summary: (count) => plural(count, 'event'),
  });
}

async function readFilter(tenant: Tenant, input: Input): Promise<EventFilter> {
  const [app, connection, user] = [input.text('app'), input.text('connection'), input.text('user')];
  const [client, found, known] = await Promise.all([
    app === undefined ? undefined : resolveApp(tenant, app),
    connection === undefined ? undefined : resolveConnection(tenant, connection),
    user === undefined ? undefined : findUser(tenant, user),
  ]);
  return {
    since: input.duration('since'),
    failedOnly: input.flag('failed'),
    userId: known?.user_id,
    clientId: client?.client_id,
    connection: found?.name,
    limit: input.integer('limit') ?? (input.flag('follow') ? undefined : 100),
  };
}

async function findUser(tenant: Tenant, word: string): Promise<UserRef | undefined> {
  const [user] = await resolveUser(tenant, word, { all: false, choose: undefined });
  if (user?.user_id === word) await assertUserExists(tenant, word);
  return user;
}

/** The last few events in order of time, then those to come; what comes in between is told once. */
async function* pastAndFuture(
  context: Context,
  tenant: Tenant,
  filter: EventFilter,
  now: number,
): AsyncGenerator<VaultEvent> {
  const { clock, signal } = context;
  const after = await newestEventId(tenant);
  const past: VaultEvent[] = [];
  for await (const event of searchEvents(tenant, { ...filter, limit: filter.limit ?? 10 }, now))
    past.unshift(event);
  yield* past;
  if (filter.limit !== undefined && past.length >= filter.limit) return;
  const told = new Set(past.map(({ id }) => id));
  let left = filter.limit === undefined ? Number.POSITIVE_INFINITY : filter.limit - past.length;
  for await (const event of followEvents(tenant, { ...filter, limit: undefined }, { after, clock, signal })) {
    if (told.has(event.id)) continue;
    yield event;
    left -= 1;
    if (left === 0) return;
  }
}

/** Columns; where they do not fit, the cause and then the user go on lines of their own under the event. */
function columns(now: number): readonly Column<VaultEvent>[] {
  return [
    { key: 'date', header: 'When', value: (event) => formatRelative(event.date, now), weight: 9 },
    {
      key: 'outcome',
      header: 'Event',
      value: eventName,
      tone: (event) => (event.outcome === 'failure' ? 'bad' : 'good'),
      weight: 9,
    },
    { key: 'user_id', header: 'User', weight: 8, below: true },
    { key: 'client_name', header: 'Application', weight: 7, least: 16 },
    { key: 'connection', header: 'Connection', weight: 7, least: 16 },
    {
      key: 'cause',
      header: 'Likely cause',
      value: (event) => event.cause ?? event.reason,
      weight: 1,
      below: true,
    },
    { key: 'type', header: 'Type', extra: true },
    { key: 'id', header: 'Id', extra: true },
    { key: 'client_id', header: 'Client id', extra: true },
    { key: 'reason', header: 'Reason', extra: true },
    { key: 'fix', header: 'Fix', extra: true },
    { key: 'details', header: 'Details', extra: true, value: (event) => JSON.stringify(event.details) },
  ];
}

const names: Readonly<Record<string, string>> = {
  seta: 'exchange',
  feta: 'exchange',
  connected_accounts_connection_succeeded: 'connect',
  connected_accounts_connection_failed: 'connect',
  connected_accounts_delete_succeeded: 'delete',
  connected_accounts_delete_failed: 'delete',
};

/** `exchange`, `exchange failed` */
function eventName({ type, outcome }: VaultEvent): string {
  const name = names[type] ?? type;
  return outcome === 'failure' ? `${name} failed` : name;
}
