import { TvError } from '../../core/errors.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { isObject } from '../../core/json.ts';
import type { ClientGrant, ClientRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { myAccountScopes } from '../../core/protocol.ts';
import { type ChangeRequest, type Planned, plan } from '../changes/change.ts';
import { hidden, known } from '../facts/fact.ts';
import { visibleField } from '../facts/visibility.ts';

function change(client: ClientRecord, request: Omit<ChangeRequest, 'target' | 'name'>): Planned {
  return plan({ target: { kind: 'app', clientId: client.client_id }, name: client.name, ...request });
}

/** Adds grant types at the end; order, duplicates and unknown values stay as they are (facts 3.4). */
export function addGrantTypes(client: ClientRecord, grants: readonly string[]): Planned {
  const before = client.grant_types ?? [];
  return change(client, {
    field: 'grant_types',
    before: [...before],
    after: [...before, ...grants.filter((grant) => !before.includes(grant))],
    impact: 'additive',
  });
}

/** Takes one grant type away, every duplicate of it; the rest stays as it is. */
export function removeGrantType(client: ClientRecord, grant: string): Planned {
  const before = client.grant_types ?? [];
  return change(client, {
    field: 'grant_types',
    before: [...before],
    after: before.filter((other) => other !== grant),
    impact: 'breaking',
    warning: `Token exchanges of application \`${client.name}\` are refused from then on`,
  });
}

/** Whether an application runs where it cannot keep a secret. */
export function isPublicType({ app_type: type }: ClientRecord): boolean {
  return type === 'spa' || type === 'native';
}

/** Turns refresh token rotation off; lifetimes stay (facts 3.5). */
export function turnRotationOff(client: ClientRecord): Planned {
  const warning = isPublicType(client)
    ? 'A browser or native application needs rotation to get refresh tokens; use the access-token exchange instead'
    : 'Refresh tokens that exist stay rotating, so users must log in again';
  return change(client, {
    field: 'refresh_token.rotation_type',
    before: refreshSetting(client, 'rotation_type'),
    after: 'non-rotating',
    impact: 'breaking',
    warning,
  });
}

/** Makes the application OIDC conformant. */
export function makeOidcConformant(client: ClientRecord): Planned {
  return change(client, {
    field: 'oidc_conformant',
    before: client.oidc_conformant ?? null,
    after: true,
    impact: 'breaking',
    warning: 'Formats and claims of the tokens of running logins change, and legacy endpoints are refused',
  });
}

/** Makes the application first-party. */
export function makeFirstParty(client: ClientRecord): Planned {
  return change(client, {
    field: 'is_first_party',
    before: client.is_first_party ?? null,
    after: true,
    impact: 'security',
    warning:
      'A first-party application skips the consent of users; do this only for an application of your own',
  });
}

/** Makes a public application confidential. */
export function makeConfidential(client: ClientRecord): Planned {
  return change(client, {
    field: 'token_endpoint_auth_method',
    before: client.token_endpoint_auth_method ?? null,
    after: 'client_secret_post',
    impact: 'security',
    warning: 'Sign-ins that send no client secret are refused from then on',
  });
}

/** Lets refresh tokens of the application ask for My Account API tokens; policies for other APIs stay (facts 6.4). */
export function addMyAccountPolicy(client: ClientRecord, audience: string): Planned {
  const before = refreshSetting(client, 'policies');
  const policies = Array.isArray(before) ? before : [];
  const present = policies.some((policy) => isObject(policy) && policy.audience === audience);
  const after = present
    ? policies.map((policy) => withScopes(policy, audience))
    : [...policies, { audience, scope: [...myAccountScopes] }];
  return change(client, {
    field: 'refresh_token.policies',
    before,
    after,
    impact: 'additive',
    warning: 'Refresh tokens issued earlier do not have the policy, so users must log in again',
  });
}

function withScopes(policy: Json, audience: string): Json {
  if (!isJsonObject(policy) || policy.audience !== audience) return policy;
  return { ...policy, scope: addScopes(scopeList(policy.scope)) };
}

function isJsonObject(value: Json | undefined): value is JsonObject {
  return isObject(value);
}

function scopeList(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function addScopes(scopes: readonly string[]): readonly string[] {
  return [...scopes, ...myAccountScopes.filter((scope) => !scopes.includes(scope))];
}

/** Creates or widens the user-subject client grant for the My Account API (facts 6.4). */
export function grantMyAccount(
  client: ClientRecord,
  grants: readonly ClientGrant[],
  audience: string,
): Planned {
  const existing = userGrant(grants, audience);
  const before = existing === undefined ? null : [...existing.scope];
  const complete = existing?.allow_all_scopes === true;
  return plan({
    target: { kind: 'client_grant', clientId: client.client_id, audience },
    ...(existing === undefined ? {} : { id: existing.id }),
    name: client.name,
    field: 'scope',
    before,
    after: complete ? before : addScopes(existing?.scope ?? []),
    impact: 'additive',
  });
}

/** The grant that lets users of an application call an API, apart from one for the application itself (facts 6.4). */
export function userGrant(grants: readonly ClientGrant[], audience: string): ClientGrant | undefined {
  return grants.find((grant) => grant.audience === audience && grant.subject_type === 'user');
}

function refreshSetting(client: ClientRecord, key: string): Json {
  return client.refresh_token?.[key] ?? null;
}

/** Throws `access.scope` when the grants of an application are hidden, since they are replaced whole (facts 3.1, 3.4). */
export async function assertGrantsVisible(tenant: Tenant, clients: readonly ClientRecord[]): Promise<void> {
  const held = await tenant.heldScopes(['read:clients']);
  for (const client of clients) {
    const grants = visibleField(
      client,
      client.grant_types,
      held === undefined
        ? hidden('The Management API token does not say which scopes it holds')
        : known(held),
    );
    if (!grants.known)
      throw new TvError('access.scope', grants.reason, { missingScopes: grants.missingScopes });
  }
}
