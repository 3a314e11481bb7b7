import type { ClientRecord, ConnectionRecord, Finding } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import type { ExchangeKind } from '../../core/protocol.ts';
import { seedClients } from '../apps/eligibility.ts';
import { fittingExchanges } from '../apps/exchanges.ts';
import { hasGrant } from '../apps/summary.ts';
import { loadGenerationFor } from '../connections/generation.ts';
import { connectionsOn, listForJudging } from '../connections/list.ts';
import { attempt, known } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import type { Generation } from '../facts/generation.ts';
import { resolveApp, resolveApps, resolveConnections } from '../resolve.ts';
import { type MatchPolicy, resolveUser, type UserRef } from '../tokensets/users.ts';
import { untold } from './untold.ts';

/** What was chosen on the command line; nothing means the whole tenant. */
export interface Choice {
  readonly apps: readonly string[];
  readonly loginApp: string | undefined;
  readonly connections: readonly string[];
  /** Id or e-mail. */
  readonly user: string | undefined;
  readonly exchange: ExchangeKind | undefined;
  readonly match: MatchPolicy;
}

/** An application with the exchanges it is judged for. */
export interface AppSubject {
  readonly client: ClientRecord;
  readonly exchanges: readonly ExchangeKind[];
}

/** What is examined. */
export interface Subjects {
  readonly generation: Generation | undefined;
  readonly connections: readonly ConnectionRecord[];
  /** Whether the connections were chosen by name, so that each is judged together with each application. */
  readonly linked: boolean;
  /** Connections that have Token Vault on, where they had to be looked for. */
  readonly enabled: readonly ConnectionRecord[] | undefined;
  readonly apps: readonly AppSubject[];
  readonly loginApp: ClientRecord | undefined;
  readonly user: UserRef | undefined;
  /** Lists that a scope hides, so that what is in them could not be judged. */
  readonly untold: readonly Finding[];
}

/** Whether nothing in particular was chosen. */
export function isWholeTenant(choice: Choice): boolean {
  const { apps, connections, user, loginApp } = choice;
  return apps.length === 0 && connections.length === 0 && user === undefined && loginApp === undefined;
}

/** Finds what is to be examined; throws `not_found.*`, `usage.ambiguous` and, for what was named, `access.scope`. */
export async function findSubjects(tenant: Tenant, facts: Facts, choice: Choice): Promise<Subjects> {
  const whole = isWholeTenant(choice);
  const [named, clients, loginApp, user] = await Promise.all([
    resolveConnections(tenant, choice.connections),
    whole ? clientsWithGrant(tenant) : resolveApps(tenant, choice.apps),
    choice.loginApp === undefined ? undefined : resolveApp(tenant, choice.loginApp),
    choice.user === undefined ? undefined : findUser(tenant, facts, choice.user, choice.match),
  ]);
  const linked = named.length > 0;
  const listed = linked ? undefined : await connectionsInUse(tenant, facts);
  const found = 'known' in clients ? (clients.known ? clients.value : []) : clients;
  seedClients(facts, loginApp === undefined ? found : [...found, loginApp]);
  if (found.length > fewApps) await seedGrants(tenant, facts, found);
  for (const connection of named) facts.seed('connection', connection.id, connection);
  const generation = linked ? await loadGenerationFor(tenant, named) : listed?.generation;
  if (generation !== undefined) facts.seed('generation', '', generation);
  return {
    generation,
    linked,
    connections: linked ? named : whole ? (listed?.connections ?? []) : [],
    enabled: listed?.connections,
    apps: appSubjects(found, choice, whole),
    loginApp,
    user,
    untold: [
      ...('known' in clients && !clients.known ? [untold(tenant, 'app/grant', clients)] : []),
      ...(listed?.untold ?? []),
    ],
  };
}

/** An id is looked up too, so that one that does not exist is told at once. */
async function findUser(
  tenant: Tenant,
  facts: Facts,
  word: string,
  match: MatchPolicy,
): Promise<UserRef | undefined> {
  const [user] = await resolveUser(tenant, word, match);
  if (user === undefined) return undefined;
  const record = await facts.load('user', user.user_id);
  return record.known ? { user_id: user.user_id, email: record.value.email } : user;
}

/** From more applications on than this, their grants for the My Account API are read in one list. */
const fewApps = 3;

async function seedGrants(tenant: Tenant, facts: Facts, clients: readonly ClientRecord[]): Promise<void> {
  const audience = tenant.myAccountAudience;
  const grants = await attempt(() => tenant.clientGrants.list({ audience }), 'read:client_grants');
  for (const { client_id: id } of clients) {
    const own = grants.known ? known(grants.value.filter((grant) => grant.client_id === id)) : grants;
    facts.seedFact('myAccountGrants', id, own);
  }
}

function appSubjects(
  clients: readonly ClientRecord[],
  { exchange }: Choice,
  whole: boolean,
): readonly AppSubject[] {
  if (exchange === undefined) {
    return clients.map((client) => ({ client, exchanges: fittingExchanges(client) }));
  }
  return clients
    .filter((client) => !whole || fittingExchanges(client).includes(exchange))
    .map((client) => ({ client, exchanges: [exchange] }));
}

/** Those whose grants are hidden stay in, so that it is said that they cannot be told. */
function clientsWithGrant(tenant: Tenant) {
  return attempt(async () => {
    const clients: ClientRecord[] = [];
    for await (const client of tenant.clients.list()) if (hasGrant(client) !== false) clients.push(client);
    return clients.sort((left, right) => left.name.localeCompare(right.name, 'en'));
  }, 'read:clients');
}

interface InUse {
  readonly generation: Generation | undefined;
  readonly connections: readonly ConnectionRecord[] | undefined;
  readonly untold: readonly Finding[];
}

/** Connections with Token Vault on, or where somebody meant to turn it on and wrote the switch in the wrong place. */
async function connectionsInUse(tenant: Tenant, facts: Facts): Promise<InUse> {
  const listing = await attempt(() => listForJudging(tenant), 'read:connections');
  if (!listing.known) {
    const finding = untold(tenant, 'connection/enabled', listing);
    return { generation: undefined, connections: undefined, untold: [finding] };
  }
  const { connections, generation } = listing.value;
  for (const connection of connections) facts.seed('connection', connection.id, connection);
  const on = new Set(await connectionsOn(facts, connections, generation));
  const inUse = connections.filter(
    (connection) => on.has(connection) || Object.hasOwn(connection.options ?? {}, 'connected_accounts'),
  );
  return { generation, connections: inUse, untold: [] };
}
