import { TvError } from '../core/errors.ts';
import type { ClientRecord, ConnectionRecord, ResourceServer } from '../core/model.ts';
import type { Tenant } from '../core/ports.ts';
import { nearest, quotedList } from '../core/text.ts';
import { allInOrder } from './in-order.ts';

/** A connection by name or `con_…` id, with `options` where the scopes show them; throws `not_found.connection` with the nearest name. */
export async function resolveConnection(tenant: Tenant, wanted: string): Promise<ConnectionRecord> {
  if (/^con_[A-Za-z0-9]+$/.test(wanted)) {
    const byId = await orNothing(tenant.connections.load(wanted), 'not_found.connection');
    if (byId !== undefined) return byId;
  }
  for await (const connection of tenant.connections.list({ name: wanted })) {
    if (connection.name === wanted) return tenant.connections.load(connection.id);
  }
  const names: string[] = [];
  for await (const { name } of tenant.connections.list()) names.push(name);
  throw new TvError('not_found.connection', `No connection \`${wanted}\` on ${tenant.domain}`, {
    hint: suggestion(wanted, names, 'tv connections list'),
  });
}

/** Several connections, once each; every name is resolved before anything else happens. */
export async function resolveConnections(
  tenant: Tenant,
  wanted: readonly string[],
): Promise<readonly ConnectionRecord[]> {
  const found = await allInOrder([...new Set(wanted)], (name) => resolveConnection(tenant, name));
  return [...new Map(found.map((connection) => [connection.id, connection])).values()];
}

/** Several applications by client id or exact name, once each; throws `not_found.application`, `usage.ambiguous`. */
export async function resolveApps(
  tenant: Tenant,
  wanted: readonly string[],
): Promise<readonly ClientRecord[]> {
  let listing: Promise<readonly ClientRecord[]> | undefined;
  const list = (): Promise<readonly ClientRecord[]> => {
    listing ??= collectClients(tenant);
    return listing;
  };
  const found = await allInOrder([...new Set(wanted)], (name) => findApp(tenant, name, list));
  return [...new Map(found.map((client) => [client.client_id, client])).values()];
}

/** Connections and applications, every name of both before anything else happens. */
export async function resolveBoth(
  tenant: Tenant,
  connectionNames: readonly string[],
  appNames: readonly string[],
): Promise<{ readonly connections: readonly ConnectionRecord[]; readonly apps: readonly ClientRecord[] }> {
  let connections: readonly ConnectionRecord[] = [];
  let apps: readonly ClientRecord[] = [];
  await allInOrder(
    [
      async () => {
        connections = await resolveConnections(tenant, connectionNames);
      },
      async () => {
        apps = await resolveApps(tenant, appNames);
      },
    ],
    (resolve) => resolve(),
  );
  return { connections, apps };
}

/** One application by client id or exact name; throws `not_found.application`, `usage.ambiguous`. */
export function resolveApp(tenant: Tenant, wanted: string): Promise<ClientRecord> {
  return findApp(tenant, wanted, () => collectClients(tenant));
}

/** Client ids that Auth0 makes have 32 characters; imported ones may be anything without spaces. */
const idShape = /^[A-Za-z0-9_-]{16,}$/;

/** Whether a word looks like a client id rather than a name. */
export function isClientId(word: string): boolean {
  return idShape.test(word);
}

async function findApp(
  tenant: Tenant,
  wanted: string,
  list: () => Promise<readonly ClientRecord[]>,
): Promise<ClientRecord> {
  if (isClientId(wanted)) {
    const byId = await orNothing(tenant.clients.load(wanted), 'not_found.application');
    if (byId !== undefined) return byId;
  }
  const clients = await list();
  const matches = clients.filter((client) => client.client_id === wanted);
  const named = matches.length > 0 ? matches : clients.filter((client) => client.name === wanted);
  const [first, second] = named;
  if (first !== undefined && second === undefined) return first;
  if (first !== undefined) throw ambiguous(wanted, named);
  const names = clients.map((client) => client.name);
  throw new TvError('not_found.application', `No application \`${wanted}\` on ${tenant.domain}`, {
    hint: suggestion(wanted, names, 'tv apps list'),
  });
}

function ambiguous(wanted: string, clients: readonly ClientRecord[]): TvError {
  const ids = clients.map((client) => client.client_id);
  return new TvError('usage.ambiguous', `${clients.length} applications have the name \`${wanted}\``, {
    hint: `Use a client id: ${quotedList(ids, 'or')}`,
    extra: { client_ids: ids },
  });
}

/** An API by its identifier or id; throws `not_found.api` with the nearest identifier. */
export async function resolveApi(tenant: Tenant, wanted: string): Promise<ResourceServer> {
  const found = await tenant.resourceServers.find(wanted);
  if (found !== null) return found;
  const identifiers: string[] = [];
  for await (const { identifier } of tenant.resourceServers.list()) identifiers.push(identifier);
  throw new TvError('not_found.api', `No API \`${wanted}\` on ${tenant.domain}`, {
    hint: suggestion(wanted, identifiers, undefined),
  });
}

async function collectClients(tenant: Tenant): Promise<readonly ClientRecord[]> {
  const clients: ClientRecord[] = [];
  for await (const client of tenant.clients.list()) clients.push(client);
  return clients;
}

async function orNothing<T>(
  loading: Promise<T>,
  code: 'not_found.connection' | 'not_found.application',
): Promise<T | undefined> {
  try {
    return await loading;
  } catch (error) {
    if (error instanceof TvError && error.code === code) return undefined;
    throw error;
  }
}

function suggestion(wanted: string, names: readonly string[], command: string | undefined): string {
  const near = nearest(wanted, names);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  if (command !== undefined) return `Run \`${command}\` to see what there is`;
  return names.length === 0 ? 'There is none yet' : `There are ${quotedList(names.slice(0, 10))}`;
}
