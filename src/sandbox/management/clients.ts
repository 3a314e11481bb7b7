import { pickFields } from '../server/fields.ts';
import { invalidQuery, page } from '../server/paging.ts';
import { noContent, ok, type Reply } from '../server/reply.ts';
import { validBody } from '../server/validate.ts';
import { clientAt } from './client-at.ts';
import { type ClientCreate, createdClient } from './client-create.ts';
import { type ClientPatch, patchedClient, requireFieldScopes } from './client-patch.ts';
import { clientCreateShape, clientPatchShape } from './client-shape.ts';
import { clientFields, clientView } from './client-view.ts';
import type { ManagementCall, ManagementRoute } from './route.ts';

const readScopes = [['read:clients', 'read:client_keys', 'read:client_credentials', 'read:client_summary']];

const paging = {
  key: 'clients',
  defaultPerPage: 50,
  maxPerPage: 100,
  checkpoint: { defaultTake: 50, maxTake: 100 },
} as const;

/** `/clients` and `/clients/{id}`. */
export const clientRoutes: readonly ManagementRoute[] = [
  { method: 'GET', path: '/clients', scopes: readScopes, handle: list },
  { method: 'GET', path: '/clients/:id', scopes: readScopes, handle: get },
  {
    method: 'POST',
    path: '/clients',
    scopes: [['create:clients']],
    title: 'Create a client',
    handle: create,
  },
  {
    method: 'PATCH',
    path: '/clients/:id',
    scopes: [
      [
        'update:clients',
        'update:client_keys',
        'update:client_credentials',
        'update:client_token_vault_privileged_access',
      ],
    ],
    title: 'Update a client',
    handle: patch,
  },
  {
    method: 'DELETE',
    path: '/clients/:id',
    scopes: [['delete:clients']],
    title: 'Delete a client',
    handle: remove,
  },
];

function list({ tenant, query, scopes }: ManagementCall): Reply {
  if (query.has('q') && !query.has('take') && !query.has('from')) {
    throw invalidQuery('q requires checkpoint pagination', 'q');
  }
  const types = query.get('app_type')?.split(',');
  const clients = tenant.store
    .values('clients')
    .filter((client) => flagFits(query, 'is_global', client.global ?? false))
    .filter((client) => flagFits(query, 'is_first_party', client.is_first_party ?? true))
    .filter((client) => types === undefined || types.includes(client.app_type ?? ''))
    .map((client) => pickFields(clientView(client, scopes), query, clientFields));
  return ok(page(clients, query, paging));
}

function flagFits(query: URLSearchParams, name: string, value: boolean): boolean {
  const wanted = query.get(name);
  return wanted === null || wanted === String(value);
}

function get({ tenant, params, query, scopes }: ManagementCall): Reply {
  return ok(pickFields(clientView(clientAt(tenant, params.id ?? ''), scopes), query, clientFields));
}

function create({ tenant, body, scopes }: ManagementCall): Reply {
  const wanted = validBody<ClientCreate>(body, clientCreateShape);
  const client = createdClient(tenant, wanted);
  tenant.store.put('clients', client.client_id, client);
  const seen = new Set([...scopes, 'read:clients', 'read:client_keys']);
  return { status: 201, body: clientView(client, seen) };
}

function patch({ tenant, params, body, scopes }: ManagementCall): Reply {
  const client = clientAt(tenant, params.id ?? '');
  const change = validBody<ClientPatch>(body, clientPatchShape);
  requireFieldScopes(change, scopes);
  const updated = patchedClient(tenant, client, change);
  tenant.store.put('clients', client.client_id, updated);
  return ok(clientView(updated, new Set([...scopes, 'read:clients'])));
}

function remove({ tenant, params }: ManagementCall): Reply {
  const id = params.id ?? '';
  tenant.store.delete('clients', id);
  for (const connection of tenant.store.values('connections')) {
    if (!connection.enabled_clients.includes(id)) continue;
    const enabled = connection.enabled_clients.filter((client) => client !== id);
    tenant.store.put('connections', connection.id, { ...connection, enabled_clients: enabled });
  }
  for (const grant of tenant.store.values('grants')) {
    if (grant.client_id === id) tenant.store.delete('grants', grant.id);
  }
  return noContent;
}
