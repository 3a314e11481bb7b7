import { asTvError, TvError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Change, ClientRecord, ResourceServer } from '../../core/model.ts';
import type { Receipts, Tenant } from '../../core/ports.ts';
import { tokenVaultGrant } from '../../core/protocol.ts';
import type { Secret } from '../../core/secret.ts';

/** The application that the access-token exchange needs: one that stands for an API (facts 3.2, 3.3 E6). */
export function apiClientBody(api: ResourceServer, name: string): JsonObject {
  return {
    name,
    app_type: 'resource_server',
    resource_server_identifier: api.identifier,
    // The API's default is false, and then the application is not eligible.
    oidc_conformant: true,
    is_first_party: true,
    grant_types: [tokenVaultGrant],
  };
}

/** The creation as a change; `id` is known once it is made. */
export function apiClientChange(body: JsonObject): Change {
  return {
    resource: 'app',
    id: '',
    name: String(body.name),
    field: 'client',
    before: null,
    after: body,
    impact: 'additive',
    warning: null,
    status: 'planned',
    error: null,
  };
}

/** A created application, and its secret, which nobody can read again without the scope for secrets. */
export interface CreatedApiClient {
  readonly client: ClientRecord;
  readonly secret: Secret;
  readonly change: Change;
}

/** Applications that stand for an API already. */
export async function listApiClients(tenant: Tenant, api: ResourceServer): Promise<readonly ClientRecord[]> {
  const clients: ClientRecord[] = [];
  for await (const client of tenant.clients.list({ appType: 'resource_server' })) {
    if (client.resource_server_identifier === api.identifier) clients.push(client);
  }
  return clients;
}

/** What creating needs to know beside the body. */
export interface Creation {
  readonly api: ResourceServer;
  readonly body: JsonObject;
  /** Applications of this API before, to tell a new one from them when the answer is lost. */
  readonly existing: readonly ClientRecord[];
}

/** Creates the application; a lost answer is settled by reading, and then the secret is lost too. */
export async function createApiClient(
  tenant: Tenant,
  creation: Creation,
  receipts: Receipts,
): Promise<CreatedApiClient> {
  const { body } = creation;
  await receipts.prepare();
  const change = apiClientChange(body);
  try {
    const { value, requestId } = await tenant.clients.create(body);
    const made: Change = { ...change, id: value.client.client_id, status: 'applied' };
    await receipts.append({ ...entryOf(made), requestId, outcome: 'applied' });
    if (value.secret === null) throw noSecret(value.client);
    return { client: value.client, secret: value.secret, change: made };
  } catch (error) {
    const failure = asTvError(error);
    if (failure.code === 'api.unexpected_response' && failure.details.extra?.created === true) throw failure;
    throw await settle(tenant, creation, failure, receipts, change);
  }
}

function entryOf(change: Change): Pick<Change, 'resource' | 'id' | 'name' | 'field' | 'before' | 'after'> {
  const { resource, id, name, field, before, after } = change;
  return { resource, id, name, field, before, after };
}

function noSecret(client: ClientRecord): TvError {
  return new TvError(
    'api.unexpected_response',
    `Application \`${client.name}\` was created as \`${client.client_id}\`, but Auth0 sent no secret along`,
    {
      hint: 'Give it a secret in the Auth0 dashboard, in its Credentials tab',
      extra: { created: true, client_id: client.client_id },
    },
  );
}

/** Whether the application is there although no good answer came. */
async function settle(
  tenant: Tenant,
  creation: Creation,
  failure: TvError,
  receipts: Receipts,
  change: Change,
): Promise<TvError> {
  const lost = failure.code.startsWith('network.') || failure.details.extra?.may_have_arrived === true;
  const found = lost ? await findNew(tenant, creation) : undefined;
  await receipts.append({
    ...entryOf(change),
    requestId: failure.details.requestId ?? null,
    outcome: found === undefined ? (lost ? 'unknown' : 'failed') : 'applied',
  });
  if (found === undefined) return failure;
  return new TvError(
    failure.code,
    `Application \`${found.name}\` was created as \`${found.client_id}\`, but the answer with its secret was lost`,
    {
      ...failure.details,
      hint: 'Rotate its secret in the Auth0 dashboard, or delete the application and run the command again',
    },
  );
}

async function findNew(tenant: Tenant, { api, body, existing }: Creation): Promise<ClientRecord | undefined> {
  const known = new Set(existing.map(({ client_id: id }) => id));
  const now = await listApiClients(tenant, api);
  return now.find((client) => client.name === body.name && !known.has(client.client_id));
}
