import { type Json, type JsonObject, sameJson } from '../../core/json.ts';
import type { ConnectionRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { optionsScopes } from '../facts/visibility.ts';
import type { Planned } from './change.ts';
import { valueAt, withValueAt } from './field.ts';
import { writableOptions } from './options-guard.ts';
import type { Unit } from './unit.ts';

/** Changes of one connection: `PATCH /connections/{id}` (facts 2.4). */
export function connectionUnit(tenant: Tenant, id: string): Unit<ConnectionRecord> {
  return {
    read: () => tenant.connections.load(id),
    value: (connection, { change }) => connectionValue(connection, change.field),
    prepare: async (connection, planned) => {
      const body = connectionBody(connection, planned, await tenant.heldScopes(Object.values(optionsScopes)));
      return () => tenant.connections.update(id, body);
    },
    moved,
  };
}

const switchPaths = ['connected_accounts.active', 'options.federated_connections_access_tokens.active'];

/** The value of a dotted field; an absent switch is false, anything else that is absent is null (product section 9). */
export function connectionValue(connection: ConnectionRecord, field: string): Json {
  const path = field.split('.');
  const value = valueAt(connection, path);
  if (value === undefined || value === null) return isSwitch(field) ? false : null;
  return value as Json;
}

function isSwitch(field: string): boolean {
  return (
    switchPaths.includes(field) || field === 'authentication.active' || field === 'options.offline_access'
  );
}

/** The smallest body: what changes, with what Auth0 would otherwise drop or reset sent back as it was read. */
export function connectionBody(
  connection: ConnectionRecord,
  planned: readonly Planned[],
  held: ReadonlySet<string> | undefined,
): JsonObject {
  const body: Record<string, JsonObject | string> =
    connection.display_name === undefined ? {} : { display_name: connection.display_name };
  for (const { change } of planned) {
    const [top = '', ...path] = change.field.split('.');
    const begun = body[top];
    const base = typeof begun === 'object' ? begun : currentPart(connection, top, held);
    body[top] = withValueAt(base, path, change.after);
  }
  return body;
}

function currentPart(
  connection: ConnectionRecord,
  top: string,
  held: ReadonlySet<string> | undefined,
): JsonObject {
  switch (top) {
    case 'options':
      return writableOptions(connection, held);
    case 'connected_accounts':
      return { ...connection.connected_accounts };
    case 'authentication':
      return { ...connection.authentication };
    default:
      throw new Error(`no change of ${top} is known`);
  }
}

/** Compares everything but the changed fields, options key by key. */
function moved(
  before: ConnectionRecord,
  after: ConnectionRecord,
  planned: readonly Planned[],
): readonly string[] {
  const changed = planned.map(({ change }) => change.field);
  return fieldsThatDiffer(flatten(before), flatten(after)).filter(
    (field) => !changed.some((name) => name === field || name.startsWith(`${field}.`)),
  );
}

/** The parts of a connection by the path that changes name them with. */
function flatten(connection: ConnectionRecord): Readonly<Record<string, unknown>> {
  const { options, authentication, connected_accounts: accounts, display_name: displayName } = connection;
  return Object.fromEntries([
    ['display_name', displayName],
    ['authentication.active', authentication?.active],
    ['connected_accounts.active', accounts?.active],
    ['connected_accounts.cross_app_access', accounts?.cross_app_access],
    ...Object.entries(options ?? {}).map(([key, value]) => [`options.${key}`, value] as const),
  ]);
}

function fieldsThatDiffer(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !sameJson(before[name], after[name]));
}
