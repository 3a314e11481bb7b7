import { randomBytes } from 'node:crypto';
import { myAccountApi } from '../seed/apis.ts';
import { page } from '../server/paging.ts';
import { noContent, ok, type Reply, refuse } from '../server/reply.ts';
import { type Shape, validBody } from '../server/validate.ts';
import { myAccountAudience } from '../state/identifiers.ts';
import type { ResourceServerRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import type { ManagementCall, ManagementRoute } from './route.ts';

const patchable: Readonly<Record<string, Shape>> = {
  allow_offline_access: { type: 'boolean' },
  allow_online_access: { type: 'boolean' },
  authorization_details: { type: ['array', 'null'] },
  authorization_policy: {},
  consent_policy: {},
  enforce_policies: { type: 'boolean' },
  name: { type: 'string', maxLength: 200, pattern: /^[^<>]+$/ },
  proof_of_possession: {},
  scopes: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        value: { type: 'string', minLength: 1, maxLength: 280 },
        description: { type: 'string' },
      },
      required: ['value'],
      closed: true,
    },
  },
  signing_alg: { type: 'string', enum: ['HS256', 'RS256', 'RS512', 'PS256'] },
  signing_secret: { type: 'string', minLength: 16 },
  skip_consent_for_verifiable_first_party_clients: { type: 'boolean' },
  subject_type_authorization: { type: 'object' },
  token_dialect: { type: 'string' },
  token_encryption: {},
  token_lifetime: { type: 'integer', minimum: 0, maximum: 2_592_000 },
};
const createShape: Shape = {
  type: 'object',
  properties: { ...patchable, identifier: { type: 'string', minLength: 1, maxLength: 600 } },
  required: ['identifier'],
  closed: true,
};
const patchShape: Shape = { type: 'object', properties: patchable, closed: true, minProperties: 1 };

/** `/resource-servers`; `{id}` is an id or a percent-encoded identifier. */
export const resourceServerRoutes: readonly ManagementRoute[] = [
  { method: 'GET', path: '/resource-servers', scopes: [['read:resource_servers']], handle: list },
  { method: 'GET', path: '/resource-servers/:id', scopes: [['read:resource_servers']], handle: get },
  {
    method: 'POST',
    path: '/resource-servers',
    scopes: [['create:resource_servers']],
    title: 'Create a resource server',
    handle: create,
  },
  {
    method: 'PATCH',
    path: '/resource-servers/:id',
    scopes: [['update:resource_servers']],
    title: 'Update a resource server',
    handle: patch,
  },
  {
    method: 'DELETE',
    path: '/resource-servers/:id',
    scopes: [['delete:resource_servers']],
    title: 'Delete a resource server',
    handle: remove,
  },
];

function list({ tenant, query }: ManagementCall): Reply {
  const identifiers = query
    .getAll('identifiers')
    .flatMap((text) => text.split(','))
    .map((identifier) => tenant.stored(identifier));
  const servers = tenant.store
    .values('resourceServers')
    .filter((server) => identifiers.length === 0 || identifiers.includes(server.identifier));
  return ok(page(servers, query, { key: 'resource_servers', defaultPerPage: 50, maxPerPage: 100 }));
}

function find(tenant: Tenant, id: string): ResourceServerRecord | undefined {
  const identifier = tenant.stored(id);
  return (
    tenant.store.get('resourceServers', id) ??
    tenant.store.find('resourceServers', (server) => server.identifier === identifier)
  );
}

function serverAt(tenant: Tenant, id: string): ResourceServerRecord {
  const server = find(tenant, id);
  if (server === undefined) {
    throw refuse(404, 'The resource server does not exist', 'inexistent_resource_server');
  }
  return server;
}

function get({ tenant, params }: ManagementCall): Reply {
  return ok(serverAt(tenant, params.id ?? ''));
}

function create({ tenant, body }: ManagementCall): Reply {
  const wanted = validBody<{ readonly identifier: string; readonly name?: string }>(body, createShape);
  if (find(tenant, wanted.identifier) !== undefined) {
    const message = `A resource server with identifier ${wanted.identifier} already exists`;
    throw refuse(409, message, 'resource_server_conflict');
  }
  const server = wanted.identifier === myAccountAudience ? myAccountApi() : customApi(wanted);
  tenant.store.put('resourceServers', server.id, server);
  return { status: 201, body: server };
}

function customApi(wanted: { readonly identifier: string; readonly name?: string }): ResourceServerRecord {
  return {
    is_system: false,
    scopes: [],
    signing_alg: 'RS256',
    allow_offline_access: false,
    skip_consent_for_verifiable_first_party_clients: true,
    token_lifetime: 86_400,
    token_lifetime_for_web: 7200,
    ...wanted,
    name: wanted.name ?? wanted.identifier,
    id: randomBytes(12).toString('hex'),
  };
}

function patch({ tenant, params, body }: ManagementCall): Reply {
  const server = serverAt(tenant, params.id ?? '');
  const change = validBody<Partial<ResourceServerRecord>>(body, patchShape);
  if (server.is_system === true) {
    throw refuse(400, 'System resource servers cannot be patched.', 'operation_not_supported');
  }
  const updated: ResourceServerRecord = { ...server, ...change };
  tenant.store.put('resourceServers', server.id, updated);
  return ok(updated);
}

function remove({ tenant, params }: ManagementCall): Reply {
  const server = find(tenant, params.id ?? '');
  if (server !== undefined) tenant.store.delete('resourceServers', server.id);
  return noContent;
}
