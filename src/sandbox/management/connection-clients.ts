import { pickFields } from '../server/fields.ts';
import { checkpointPage } from '../server/paging.ts';
import { noContent, ok, type Reply } from '../server/reply.ts';
import { validBody } from '../server/validate.ts';
import { clientAt } from './client-at.ts';
import { connectionAt, connectionView } from './connections.ts';
import type { ManagementCall, ManagementRoute } from './route.ts';

/** Which applications a connection is enabled for, seen from both sides. */
export const connectionClientRoutes: readonly ManagementRoute[] = [
  { method: 'GET', path: '/connections/:id/clients', scopes: [['read:connections']], handle: listClients },
  {
    method: 'PATCH',
    path: '/connections/:id/clients',
    scopes: [['update:connections']],
    title: 'Update enabled clients for a connection',
    handle: patchClients,
  },
  {
    method: 'GET',
    path: '/clients/:id/connections',
    scopes: [['read:connections'], ['read:clients', 'read:client_summary']],
    handle: listConnections,
  },
];

function listClients({ tenant, params, query }: ManagementCall): Reply {
  const connection = connectionAt(tenant, params.id ?? '');
  const clients = connection.enabled_clients.map((id) => ({ client_id: id }));
  return ok(checkpointPage(clients, query, { key: 'clients', defaultTake: 50, maxTake: 1000 }));
}

const patchShape = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    properties: { client_id: { type: 'string' }, status: { type: 'boolean' } },
    required: ['client_id', 'status'],
    closed: true,
  },
} as const;

function patchClients({ tenant, params, body }: ManagementCall): Reply {
  const connection = connectionAt(tenant, params.id ?? '');
  const changes = validBody<readonly { readonly client_id: string; readonly status: boolean }[]>(
    body,
    patchShape,
  );
  for (const { client_id: id } of changes) clientAt(tenant, id);
  const enabled = new Set(connection.enabled_clients);
  for (const { client_id: id, status } of changes) {
    if (status) enabled.add(id);
    else enabled.delete(id);
  }
  tenant.store.put('connections', connection.id, { ...connection, enabled_clients: [...enabled] });
  return noContent;
}

function listConnections({ tenant, params, query, scopes }: ManagementCall): Reply {
  const client = clientAt(tenant, params.id ?? '');
  const strategies = query.getAll('strategy');
  const connections = tenant.store
    .values('connections')
    .filter((connection) => connection.enabled_clients.includes(client.client_id))
    .filter((connection) => strategies.length === 0 || strategies.includes(connection.strategy))
    .map((connection) => pickFields(connectionView(tenant, connection, scopes), query));
  return ok(checkpointPage(connections, query, { key: 'connections', defaultTake: 50, maxTake: 100 }));
}
