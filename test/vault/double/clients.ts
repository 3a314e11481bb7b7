import { TvError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { ClientRecord } from '../../../src/core/model.ts';
import type { ClientsPort } from '../../../src/core/ports.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Gate } from './gate.ts';
import { aClient } from './records.ts';

/** The secret that every created application gets. */
export const createdSecret = 'the-secret-of-the-new-client';

/** Applications; `grant_types` and `refresh_token` are replaced whole (facts 3.4, 3.5). */
export function clientsDouble(gate: Gate): ClientsPort {
  const { state } = gate;
  return {
    async *list({ appType } = {}) {
      gate.read('clients.list', 'read:clients');
      for (const client of [...state.clients.values()]) {
        const fits = appType === undefined || client.app_type === appType;
        if (!client.global && fits) yield structuredClone(client);
      }
    },
    load: async (id) => {
      gate.read('clients.load', 'read:clients');
      return structuredClone(stored(gate, id));
    },
    update: async (id, body) =>
      gate.write(
        { name: 'clients.update', id, body },
        'update:clients',
        () => {
          state.clients.set(id, structuredClone({ ...stored(gate, id), ...body }));
        },
        () => structuredClone(stored(gate, id)),
      ),
    create: async (body) => {
      const id = `created-client-number-${state.clients.size}`;
      return gate.write(
        { name: 'clients.create', id: '', body },
        'create:clients',
        () => {
          state.clients.set(id, created(id, body));
        },
        () => ({ client: stored(gate, id), secret: new Secret(createdSecret) }),
      );
    },
    listCredentials: async (id) => {
      gate.read('clients.listCredentials', 'read:client_credentials');
      return state.credentials.get(id) ?? [];
    },
    createCredential: () => Promise.reject(new Error('not part of the double')),
  };
}

function created(id: string, body: JsonObject): ClientRecord {
  const text = (key: string): string | undefined => {
    const value = body[key];
    return typeof value === 'string' ? value : undefined;
  };
  return aClient({
    client_id: id,
    name: text('name') ?? '',
    app_type: text('app_type'),
    resource_server_identifier: text('resource_server_identifier'),
    token_endpoint_auth_method: undefined,
  });
}

function stored({ state }: Gate, id: string): ClientRecord {
  const client = state.clients.get(id);
  if (client !== undefined) return client;
  throw new TvError('not_found.application', `No application \`${id}\``, { status: 404 });
}
