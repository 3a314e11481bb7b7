import { isObject, type JsonObject } from '../core/json.ts';
import type { ConnectedAccountsPurpose, ConnectionRecord } from '../core/model.ts';
import type { ConnectionQuery, ConnectionsPort, Written } from '../core/ports.ts';
import { apiPath, type Query } from './api-path.ts';
import type { Management } from './management.ts';
import { Fields } from './narrow.ts';
import { checkpointPages, collect } from './paging.ts';

const listFields = 'id,name,display_name,strategy,authentication,connected_accounts';
const clientsPerCall = 50;

/** Connections (facts 2). https://auth0.com/docs/api/management/v2/connections */
export function connectionsPort(management: Management): ConnectionsPort {
  const subject = (id: string): string => `connection \`${id}\``;
  return {
    list: (query = {}) =>
      checkpointPages(
        management,
        {
          asked: 'list the connections',
          path: apiPath`/connections`,
          query: listQuery(query),
          key: 'connections',
          noun: 'connection',
          item: readConnection,
          id: ({ id }) => id,
        },
        100,
      ),
    load: async (id) =>
      management.read({
        asked: `read ${subject(id)}`,
        path: apiPath`/connections/${id}`,
        subject: subject(id),
        named: 'not_found.connection',
        read: (body) => readConnection(new Fields(body, 'the connection')),
      }),
    update: async (id, body) =>
      management.write({
        asked: `update ${subject(id)}`,
        method: 'PATCH',
        path: apiPath`/connections/${id}`,
        body,
        subject: subject(id),
        read: (answer) => readConnection(new Fields(answer, 'the connection')),
      }),
    listClients: async (id) => listClients(management, id),
    updateClients: async (id, changes) => updateClients(management, id, changes),
  };
}

function listQuery({ name, strategies, withOptions }: ConnectionQuery): Query {
  const fields = withOptions === true ? `${listFields},options` : listFields;
  return { name, strategy: strategies, fields, include_fields: true };
}

function listClients(management: Management, id: string): Promise<readonly string[]> {
  const list = {
    asked: `list the applications of connection \`${id}\``,
    path: apiPath`/connections/${id}/clients`,
    subject: `connection \`${id}\``,
    key: 'clients',
    noun: 'application',
    item: (fields: Fields) => fields.id('client_id'),
    id: (clientId: string) => clientId,
  };
  return collect(checkpointPages(management, list, 100));
}

async function updateClients(
  management: Management,
  id: string,
  changes: readonly { readonly client_id: string; readonly status: boolean }[],
): Promise<Written<null>> {
  let written: Written<null> = { value: null, requestId: null };
  for (let start = 0; start < changes.length; start += clientsPerCall) {
    const body: readonly JsonObject[] = changes
      .slice(start, start + clientsPerCall)
      .map(({ client_id, status }) => ({ client_id, status }));
    written = await management.write({
      asked: `link or unlink applications of connection \`${id}\``,
      method: 'PATCH',
      path: apiPath`/connections/${id}/clients`,
      body,
      subject: `connection \`${id}\``,
      read: () => null,
    });
  }
  return written;
}

/** One connection; what is absent stays undefined (facts 2.1, 2.3). Throws `ShapeError`. */
export function readConnection(fields: Fields): ConnectionRecord {
  const authentication = fields.object('authentication');
  const options = fields.object('options');
  return {
    id: fields.id('id'),
    name: fields.id('name'),
    strategy: fields.id('strategy'),
    display_name: fields.maybeText('display_name'),
    options: options === undefined ? undefined : asJsonObject(options.source),
    authentication: authentication && { active: authentication.flag('active') ?? false },
    connected_accounts: readPurpose(fields.object('connected_accounts')),
  };
}

function readPurpose(fields: Fields | undefined): ConnectedAccountsPurpose | undefined {
  if (fields === undefined) return undefined;
  const cross_app_access = fields.flag('cross_app_access');
  return {
    active: fields.flag('active') ?? false,
    ...(cross_app_access === undefined ? {} : { cross_app_access }),
  };
}

/** An object that came out of `JSON.parse`, as what it is. */
export function asJsonObject(value: unknown): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

function isJsonObject(value: unknown): value is JsonObject {
  return isObject(value);
}
