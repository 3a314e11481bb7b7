import type { LocalPort } from '../../core/local-port.ts';
import type { LogEvent, ResourceServer } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { tokensetScopes } from '../../core/protocol.ts';
import type { FactName, FactValues, HeldTokensets } from './catalogue.ts';
import { attempt, type Fact, hidden, known } from './fact.ts';
import { detectGeneration, earlyAccessAnswers, mayHideSwitch } from './generation.ts';

/** Lets one fact be read by way of another. */
export type Ask = <Name extends FactName>(name: Name, key: string) => Promise<Fact<FactValues[Name]>>;

/** How each fact is read; `key` is the id of what it is about. */
export type Sources = {
  readonly [Name in FactName]: (key: string, ask: Ask) => Promise<Fact<FactValues[Name]>>;
};

/** Newest log entries that are looked at for one user. */
const exchangesRead = 50;

/** The ways to read every fact of one tenant and this machine. */
export function factSources(tenant: Tenant, local: LocalPort | undefined): Sources {
  return {
    ...tenantSources(tenant),
    ...connectionSources(tenant),
    ...appSources(tenant),
    ...userSources(tenant),
    localFiles: async () =>
      local === undefined ? hidden('Local files were not looked at') : known(await local.configFiles()),
  };
}

function tenantSources(
  tenant: Tenant,
): Pick<Sources, 'heldScopes' | 'generation' | 'earlyAccess' | 'mfaPolicies' | 'myAccountApi' | 'clockSkew'> {
  return {
    heldScopes: async () => {
      const scopes = await tenant.heldScopes();
      return scopes === undefined
        ? hidden('The Management API token does not say which scopes it holds')
        : known(scopes);
    },
    generation: () => attempt(() => detectGeneration(tenant.connections.list()), 'read:connections'),
    earlyAccess: () => attempt(() => earlyAccessAnswers(tenant)),
    mfaPolicies: () => attempt(() => tenant.mfa.policies(), 'read:mfa_policies'),
    myAccountApi: () =>
      attempt(() => tenant.resourceServers.find(tenant.myAccountAudience), 'read:resource_servers'),
    // The clock of the tenant is known from an answer of it only.
    clockSkew: async (_, ask) => {
      await ask('generation', '');
      return attempt(() => tenant.clockSkew());
    },
  };
}

function connectionSources(
  tenant: Tenant,
): Pick<Sources, 'connections' | 'connection' | 'hiddenSwitch' | 'connectionClients'> {
  return {
    connections: () => attempt(() => collect(tenant.connections.list()), 'read:connections'),
    connection: (id) => attempt(() => tenant.connections.load(id), 'read:connections'),
    hiddenSwitch: async (id, ask) => {
      const connection = await ask('connection', id);
      return connection.known && mayHideSwitch(connection.value) ? ask('earlyAccess', '') : known(false);
    },
    connectionClients: (id) => attempt(() => tenant.connections.listClients(id), 'read:connections'),
  };
}

function appSources(
  tenant: Tenant,
): Pick<Sources, 'clients' | 'client' | 'credentials' | 'myAccountGrants' | 'linkedApi'> {
  return {
    clients: () => attempt(() => collect(tenant.clients.list()), 'read:clients'),
    client: (id) => attempt(() => tenant.clients.load(id), 'read:clients'),
    credentials: (id) => attempt(() => tenant.clients.listCredentials(id), 'read:client_credentials'),
    myAccountGrants: (id) =>
      attempt(
        () => tenant.clientGrants.list({ clientId: id, audience: tenant.myAccountAudience }),
        'read:client_grants',
      ),
    linkedApi: async (id, ask) => {
      const client = await ask('client', id);
      return client.known ? linkedApi(tenant, client.value.resource_server_identifier) : client;
    },
  };
}

function linkedApi(tenant: Tenant, identifier: string | undefined): Promise<Fact<ResourceServer | null>> {
  return identifier === undefined
    ? Promise.resolve(known(null))
    : attempt(() => tenant.resourceServers.find(identifier), 'read:resource_servers');
}

function userSources(tenant: Tenant): Pick<Sources, 'user' | 'userTokensets' | 'userExchanges'> {
  return {
    user: (id) => attempt(() => tenant.users.load(id), 'read:users'),
    userTokensets: async (id) => known(await loadHeldTokensets(tenant, id)),
    userExchanges: (id) =>
      attempt<readonly LogEvent[]>(
        () =>
          collect(
            tenant.logs.search({
              q: `type:(feta OR seta) AND user_id:"${id.replace(/(["\\])/g, '\\$1')}"`,
              limit: exchangesRead,
            }),
          ),
        'read:logs',
      ),
  };
}

async function loadHeldTokensets(tenant: Tenant, userId: string): Promise<HeldTokensets> {
  const [tokensets, connectedAccounts] = await Promise.all([
    attempt(() => tenant.tokensets.listTokensets(userId), tokensetScopes.read[0]),
    attempt(() => tenant.tokensets.listConnectedAccounts(userId), 'read:users'),
  ]);
  return { tokensets, connectedAccounts };
}

/** All of a sequence that is known to be short enough to hold. */
export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
