import { asTvError, TvError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Change, ClientRecord } from '../../core/model.ts';
import type { Receipts, Tenant } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';

/** The creation as a change; `id` is known once it is made. */
export function creationChange(body: JsonObject): Change {
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
export interface CreatedApplication {
  readonly client: ClientRecord;
  readonly secret: Secret;
  readonly change: Change;
}

/** What creating needs to know beside the body. */
export interface Creation {
  readonly body: JsonObject;
  /** Applications before, to tell a new one from them when the answer is lost. */
  readonly existing: readonly ClientRecord[];
  /** Lists the same applications again. */
  readonly relist: () => Promise<readonly ClientRecord[]>;
}

/** Creates the application; a lost answer is settled by reading, and then the secret is lost too. */
export async function createApplication(
  tenant: Tenant,
  creation: Creation,
  receipts: Receipts,
): Promise<CreatedApplication> {
  const { body } = creation;
  await receipts.prepare();
  const change = creationChange(body);
  try {
    const { value, requestId } = await tenant.clients.create(body);
    const made: Change = { ...change, id: value.client.client_id, status: 'applied' };
    await receipts.append({ ...entryOf(made), requestId, outcome: 'applied' });
    if (value.secret === null) throw noSecret(value.client);
    return { client: value.client, secret: value.secret, change: made };
  } catch (error) {
    const failure = asTvError(error);
    if (failure.code === 'api.unexpected_response' && failure.details.extra?.created === true) throw failure;
    throw await settle(creation, failure, receipts, change);
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
  creation: Creation,
  failure: TvError,
  receipts: Receipts,
  change: Change,
): Promise<TvError> {
  const cancelled = failure.code.startsWith('cancelled.');
  const lost =
    cancelled || failure.code.startsWith('network.') || failure.details.extra?.may_have_arrived === true;
  // A run that was told to end asks nothing more.
  const found = lost && !cancelled ? await findNew(creation) : undefined;
  await receipts.append({
    ...entryOf(change),
    requestId: failure.details.requestId ?? null,
    outcome: found === undefined ? (lost ? 'unknown' : 'failed') : 'applied',
  });
  if (cancelled) return unknownWhether(creation, failure);
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

function unknownWhether({ body }: Creation, { code, message, details }: TvError): TvError {
  return new TvError(
    code,
    `${message}; whether application \`${String(body.name)}\` was created is not known, and its secret is lost`,
    {
      ...details,
      hint: 'Look for it with `tv apps list`; if it is there, rotate its secret in the Auth0 dashboard or delete it, and run the command again',
      extra: { ...details.extra, may_have_arrived: true },
    },
  );
}

async function findNew({ body, existing, relist }: Creation): Promise<ClientRecord | undefined> {
  const known = new Set(existing.map(({ client_id: id }) => id));
  const now = await relist();
  return now.find((client) => client.name === body.name && !known.has(client.client_id));
}
