import { randomBytes } from 'node:crypto';
import { page } from '../server/paging.ts';
import { noContent, ok, type Reply, refuse } from '../server/reply.ts';
import { type Shape, validBody } from '../server/validate.ts';
import type { ClientGrantRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import { clientAt } from './client-at.ts';
import type { ManagementCall, ManagementRoute } from './route.ts';

const paging = {
  key: 'client_grants',
  defaultPerPage: 50,
  maxPerPage: 100,
  checkpoint: { defaultTake: 50, maxTake: 100 },
} as const;

const scopeShape: Shape = { type: 'array', items: { type: 'string', minLength: 1, maxLength: 280 } };
const shared: Readonly<Record<string, Shape>> = {
  scope: scopeShape,
  allow_all_scopes: { type: ['boolean', 'null'] },
  allow_any_organization: { type: ['boolean', 'null'] },
  organization_usage: { type: ['string', 'null'], enum: ['deny', 'allow', 'require'] },
  authorization_details_types: { type: 'array', items: { type: 'string' } },
};
const createShape: Shape = {
  type: 'object',
  properties: {
    ...shared,
    client_id: { type: 'string' },
    audience: { type: 'string', minLength: 1 },
    subject_type: { type: 'string', enum: ['client', 'user'] },
    default_for: { type: 'string' },
  },
  required: ['audience'],
  closed: true,
};
const patchShape: Shape = {
  type: 'object',
  properties: { ...shared, scope: { ...scopeShape, type: ['array', 'null'] } },
  closed: true,
  minProperties: 1,
};

/** `/client-grants`. */
export const clientGrantRoutes: readonly ManagementRoute[] = [
  { method: 'GET', path: '/client-grants', scopes: [['read:client_grants']], handle: list },
  { method: 'GET', path: '/client-grants/:id', scopes: [['read:client_grants']], handle: get },
  {
    method: 'POST',
    path: '/client-grants',
    scopes: [['create:client_grants']],
    title: 'Create client grant',
    handle: create,
  },
  {
    method: 'PATCH',
    path: '/client-grants/:id',
    scopes: [['update:client_grants']],
    title: 'Update client grant',
    handle: patch,
  },
  {
    method: 'DELETE',
    path: '/client-grants/:id',
    scopes: [['delete:client_grants']],
    title: 'Delete client grant',
    handle: remove,
  },
];

function list({ tenant, query }: ManagementCall): Reply {
  const audience = query.get('audience');
  const wanted = audience === null ? null : tenant.stored(audience);
  const clientId = query.get('client_id');
  const subjectType = query.get('subject_type');
  const grants = tenant.store
    .values('grants')
    .filter((grant) => wanted === null || grant.audience === wanted)
    .filter((grant) => clientId === null || grant.client_id === clientId)
    .filter((grant) => subjectType === null || grant.subject_type === subjectType);
  return ok(page(grants, query, paging));
}

function grantAt(tenant: Tenant, id: string): ClientGrantRecord {
  const grant = tenant.store.get('grants', id);
  if (grant === undefined) throw refuse(404, 'The client grant does not exist', 'inexistent_grant');
  return grant;
}

function get({ tenant, params }: ManagementCall): Reply {
  return ok(grantAt(tenant, params.id ?? ''));
}

interface GrantCreate {
  readonly client_id?: string;
  readonly audience: string;
  readonly scope?: readonly string[];
  readonly subject_type?: 'client' | 'user';
  readonly allow_all_scopes?: boolean;
}

function create({ tenant, body }: ManagementCall): Reply {
  const wanted = validBody<GrantCreate>(body, createShape);
  const client = clientAt(tenant, wanted.client_id ?? '');
  const server = tenant.store.find('resourceServers', (api) => api.identifier === wanted.audience);
  if (server === undefined) {
    throw refuse(404, 'The resource server does not exist', 'inexistent_resource_server');
  }
  const subjectType = wanted.subject_type ?? 'client';
  const exists = tenant.store.find(
    'grants',
    (grant) =>
      grant.client_id === client.client_id &&
      grant.audience === wanted.audience &&
      grant.subject_type === subjectType,
  );
  if (exists !== undefined) {
    throw refuse(409, 'A resource with the same identifier already exists.', 'client_grant_conflict');
  }
  const known = new Set((server.scopes ?? []).map((scope) => scope.value));
  const unknown = (wanted.scope ?? []).find((scope) => !known.has(scope));
  if (unknown !== undefined) {
    throw refuse(400, `The scope ${unknown} is not defined for the resource server`, 'invalid_body');
  }
  const grant: ClientGrantRecord = {
    ...wanted,
    id: `cgr_${randomBytes(12).toString('base64url').replace(/[-_]/g, '0')}`,
    client_id: client.client_id,
    scope: wanted.scope ?? [],
    subject_type: subjectType,
  };
  tenant.store.put('grants', grant.id, grant);
  return { status: 201, body: grant };
}

function patch({ tenant, params, body }: ManagementCall): Reply {
  const grant = grantAt(tenant, params.id ?? '');
  const change = validBody<{ readonly scope?: readonly string[] | null }>(body, patchShape);
  const kept = Object.fromEntries(
    Object.entries({ ...grant, ...change }).filter(([, value]) => value !== null),
  );
  const updated = { scope: [], ...kept } as unknown as ClientGrantRecord;
  tenant.store.put('grants', grant.id, updated);
  return ok(updated);
}

function remove({ tenant, params }: ManagementCall): Reply {
  tenant.store.delete('grants', params.id ?? '');
  return noContent;
}
