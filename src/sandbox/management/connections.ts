import type { JsonObject } from '../../core/json.ts';
import { pickFields } from '../server/fields.ts';
import { page } from '../server/paging.ts';
import { ok, type Reply, refuse } from '../server/reply.ts';
import { validBody } from '../server/validate.ts';
import type { ConnectionRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import { requireScopes } from './bearer.ts';
import { withComputedScope } from './computed-scope.ts';
import { type ConnectionPatch, connectionPatchShape, holdsTokens } from './connection-shape.ts';
import type { ManagementCall, ManagementRoute } from './route.ts';

const listFields = new Set([
  'name',
  'display_name',
  'strategy',
  'options',
  'id',
  'provisioning_ticket_url',
  'metadata',
  'show_as_button',
  'clients',
  'authentication',
  'connected_accounts',
  'cross_app_access_requesting_app',
  'cross_app_access_resource_app',
  'enabled_clients',
]);

/** Paging of connection lists. */
export const connectionPaging = {
  key: 'connections',
  defaultPerPage: 50,
  maxPerPage: 100,
  checkpoint: { defaultTake: 50, maxTake: 100 },
} as const;

/** `/connections` and `/connections/{id}`. */
export const connectionRoutes: readonly ManagementRoute[] = [
  { method: 'GET', path: '/connections', scopes: [['read:connections']], handle: list },
  { method: 'GET', path: '/connections/:id', scopes: [['read:connections']], handle: get },
  {
    method: 'PATCH',
    path: '/connections/:id',
    scopes: [['update:connections']],
    title: 'Update a Connection',
    handle: patch,
  },
  {
    method: 'DELETE',
    path: '/connections/:id',
    scopes: [['delete:connections']],
    title: 'Delete a connection',
    handle: remove,
  },
];

/** The connection of a path parameter. Refuses a name with 400 `invalid_uri`, an unknown id with 404. */
export function connectionAt(tenant: Tenant, id: string): ConnectionRecord {
  if (!/^con_[A-Za-z0-9]{16}$/.test(id)) {
    const problem = 'String does not match pattern: ^con_[A-Za-z0-9]{16}$';
    throw refuse(
      400,
      `Path validation error: '${problem}' on property id (The id of the connection).`,
      'invalid_uri',
    );
  }
  const connection = tenant.store.get('connections', id);
  if (connection === undefined) throw refuse(404, 'The connection does not exist', 'inexistent_connection');
  return connection;
}

/** A connection as the API shows it to a token of these scopes. */
export function connectionView(
  tenant: Tenant,
  connection: ConnectionRecord,
  scopes: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  const { options, enabled_clients: _clients, authentication, connected_accounts, ...plain } = connection;
  const current = tenant.speaks('connected_accounts');
  return {
    ...plain,
    ...(scopes.has('read:connections_options') ? { options } : {}),
    ...(current
      ? {
          authentication: authentication ?? { active: true },
          connected_accounts: connected_accounts ?? { active: false },
        }
      : {}),
  };
}

function list({ tenant, query, scopes }: ManagementCall): Reply {
  const strategies = query.getAll('strategy');
  const name = query.get('name');
  const found = tenant.store
    .values('connections')
    .filter((connection) => strategies.length === 0 || strategies.includes(connection.strategy))
    .filter((connection) => name === null || connection.name === name)
    .map((connection) => pickFields(connectionView(tenant, connection, scopes), query, listFields));
  return ok(page(found, query, connectionPaging));
}

function get({ tenant, query, params, scopes }: ManagementCall): Reply {
  const connection = connectionAt(tenant, params.id ?? '');
  const view = { ...connectionView(tenant, connection, scopes), enabled_clients: connection.enabled_clients };
  return ok(pickFields(view, query, listFields));
}

function patch({ tenant, params, body, scopes }: ManagementCall): Reply {
  const connection = connectionAt(tenant, params.id ?? '');
  const change = validBody<ConnectionPatch>(body, connectionPatchShape(tenant.speaks('connected_accounts')));
  if (change.options !== undefined) requireScopes(scopes, [['update:connections_options']]);
  refuseUnsupported(connection, change);
  const updated = patched(connection, change);
  tenant.store.put('connections', connection.id, updated);
  return ok(connectionView(tenant, updated, scopes));
}

function patched(connection: ConnectionRecord, change: ConnectionPatch): ConnectionRecord {
  const { options, enabled_clients: clients, display_name: displayName, ...plain } = change;
  const { display_name: previousName, ...rest } = connection;
  const reset = previousName === undefined ? {} : { display_name: connection.name };
  return {
    ...rest,
    ...plain,
    ...(displayName === undefined ? reset : { display_name: displayName }),
    ...(options === undefined ? {} : { options: withComputedScope(connection.strategy, options ?? {}) }),
    ...(clients === undefined || clients === null ? {} : { enabled_clients: clients }),
  };
}

function refuseUnsupported(connection: ConnectionRecord, change: ConnectionPatch): void {
  if (change.connected_accounts?.active === true && !holdsTokens(connection.strategy)) {
    const message = `Connected accounts are not supported for connections of strategy ${connection.strategy}`;
    throw refuse(400, message, 'operation_not_supported');
  }
  const crossApp = change.connected_accounts?.cross_app_access === true;
  if (crossApp && !['oidc', 'okta'].includes(connection.strategy)) {
    throw refuse(400, 'Cross App Access is not supported for this connection', 'operation_not_supported');
  }
}

function remove({ tenant, params }: ManagementCall): Reply {
  const connection = connectionAt(tenant, params.id ?? '');
  tenant.store.delete('connections', connection.id);
  const body: JsonObject = { deleted_at: tenant.iso() };
  return { status: 202, body };
}
