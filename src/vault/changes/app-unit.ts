import { TvError } from '../../core/errors.ts';
import { isObject, type Json, type JsonObject, sameJson } from '../../core/json.ts';
import type { ClientRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { hidden, known } from '../facts/fact.ts';
import { visibleField } from '../facts/visibility.ts';
import type { Planned } from './change.ts';
import { valueAt, withValueAt } from './field.ts';
import type { Unit } from './unit.ts';

/** Changes of one application: `PATCH /clients/{id}` (facts 3.5). */
export function appUnit(tenant: Tenant, clientId: string): Unit<ClientRecord> {
  return {
    read: () => tenant.clients.load(clientId),
    value: (client, { change }) => appValue(client, change.field),
    prepare: async (client, planned) => {
      await assertVisible(tenant, client, planned);
      const body = appBody(client, planned);
      return () => tenant.clients.update(clientId, body);
    },
    moved,
  };
}

/** A list or object that Auth0 replaces whole is not written when a scope hides it (facts 3.1); throws `access.scope`. */
async function assertVisible(
  tenant: Tenant,
  client: ClientRecord,
  planned: readonly Planned[],
): Promise<void> {
  const tops = planned.map(({ change }) => change.field.split('.')[0] ?? '');
  if (tops.every((top) => valueAt(client, [top]) !== undefined)) return;
  const held = await tenant.heldScopes(['read:clients']);
  const fact =
    held === undefined ? hidden('The Management API token does not say what it holds') : known(held);
  const field = visibleField(client, undefined, fact);
  if (!field.known) {
    throw new TvError('access.scope', field.reason, { missingScopes: field.missingScopes });
  }
}

/** The value of a dotted field; an absent list of grants or callbacks is empty, anything else that is absent is null. */
export function appValue(client: ClientRecord, field: string): Json {
  const value = valueAt(client, field.split('.'));
  if (value !== undefined && value !== null) return value as Json;
  return field === 'grant_types' || field === 'callbacks' ? [] : null;
}

/** What an application without refresh token settings has (facts 3.5); both keys are required when the object is sent. */
const refreshDefaults: JsonObject = { rotation_type: 'non-rotating', expiration_type: 'non-expiring' };

/** The smallest body; `refresh_token` is replaced whole by Auth0, so it is sent as read with the changes. */
export function appBody(client: ClientRecord, planned: readonly Planned[]): JsonObject {
  const body: Record<string, Json> = {};
  for (const { change } of planned) {
    const [top = '', ...path] = change.field.split('.');
    body[top] = path.length === 0 ? change.after : withValueAt(base(client, body[top]), path, change.after);
  }
  return body;
}

function base(client: ClientRecord, begun: Json | undefined): JsonObject {
  return isJsonObject(begun) ? begun : (client.refresh_token ?? refreshDefaults);
}

function isJsonObject(value: Json | undefined): value is JsonObject {
  return isObject(value);
}

/** Compares the fields that were sent as a whole, key by key. */
function moved(before: ClientRecord, after: ClientRecord, planned: readonly Planned[]): readonly string[] {
  const changed = planned.map(({ change }) => change.field);
  if (!changed.some((field) => field.startsWith('refresh_token.'))) return [];
  const sent = before.refresh_token ?? {};
  const stored = after.refresh_token ?? {};
  return Object.keys(sent)
    .filter((key) => !sameJson(sent[key], stored[key]))
    .map((key) => `refresh_token.${key}`)
    .filter((field) => !changed.includes(field));
}
