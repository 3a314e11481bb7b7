import { TvError } from '../../../src/core/errors.ts';
import { isObject, type JsonObject } from '../../../src/core/json.ts';
import type { ConnectionRecord } from '../../../src/core/model.ts';
import type { ConnectionsPort } from '../../../src/core/ports.ts';
import type { Gate } from './gate.ts';
import type { StoredConnection } from './state.ts';

const patchable = ['authentication', 'connected_accounts', 'display_name', 'options', 'metadata'];

/** Connections with Auth0's semantics: `options` replaced whole and hidden by scope, a left-out `display_name` reset (facts 2.1, 2.4). */
export function connectionsDouble(gate: Gate): ConnectionsPort {
  const { state } = gate;
  const show = (id: string): ConnectionRecord => view(gate, stored(gate, id), true);
  return {
    async *list({ name, strategies, withOptions = false } = {}) {
      gate.read('connections.list', 'read:connections');
      for (const connection of [...state.connections.values()]) {
        const wanted = name === undefined || connection.name === name;
        const fits = strategies === undefined || strategies.includes(connection.strategy);
        if (wanted && fits) yield view(gate, connection, withOptions);
      }
    },
    load: async (id) => {
      gate.read('connections.load', 'read:connections');
      return show(id);
    },
    update: async (id, body) =>
      gate.write(
        { name: 'connections.update', id, body },
        'update:connections',
        () => patch(gate, id, body),
        () => show(id),
      ),
    listClients: async (id) => {
      gate.read('connections.listClients', 'read:connections');
      return [...(state.links.get(id) ?? [])];
    },
    updateClients: async (id, changes) =>
      gate.write(
        { name: 'connections.updateClients', id, body: changes },
        'update:connections',
        () => link(gate, id, changes),
        () => null,
      ),
  };
}

function stored({ state }: Gate, id: string): StoredConnection {
  const connection = state.connections.get(id);
  if (connection !== undefined) return connection;
  throw new TvError('not_found.connection', `No connection \`${id}\``, { status: 404 });
}

function patch(gate: Gate, id: string, body: JsonObject): void {
  const stray = Object.keys(body).find((key) => !patchable.includes(key));
  if (stray !== undefined) throw new TvError('api.invalid_request', `unknown key ${stray}`, { status: 400 });
  if ('options' in body) gate.need('update:connections_options');
  const connection = stored(gate, id);
  const resets = 'display_name' in connection && !('display_name' in body);
  const reset = resets ? { display_name: connection.name } : {};
  gate.state.connections.set(id, structuredClone({ ...connection, ...reset, ...body }));
}

function link(
  { state }: Gate,
  id: string,
  changes: readonly { readonly client_id: string; readonly status: boolean }[],
): void {
  if (changes.length > 50) throw new TvError('api.invalid_request', 'more than 50 links', { status: 400 });
  const linked = new Set(state.links.get(id));
  for (const { client_id: clientId, status } of changes) {
    if (status) linked.add(clientId);
    else linked.delete(clientId);
  }
  state.links.set(id, linked);
}

function view(gate: Gate, connection: StoredConnection, withOptions: boolean): ConnectionRecord {
  const { id, name, strategy, display_name: displayName, authentication: login } = connection;
  const { options, connected_accounts: purpose } = connection;
  const visible = withOptions && gate.held.has('read:connections_options');
  return {
    id,
    name,
    strategy,
    display_name: typeof displayName === 'string' ? displayName : undefined,
    options: visible && isJsonObject(options) ? structuredClone(options) : undefined,
    authentication: isObject(login) ? { active: login.active === true } : undefined,
    connected_accounts: isObject(purpose) ? viewPurpose(purpose) : undefined,
  };
}

function viewPurpose(purpose: { readonly [key: string]: unknown }): ConnectionRecord['connected_accounts'] {
  const cross = purpose.cross_app_access;
  return {
    active: purpose.active === true,
    ...(typeof cross === 'boolean' ? { cross_app_access: cross } : {}),
  };
}

function isJsonObject(value: unknown): value is JsonObject {
  return isObject(value);
}
