import { ok, type Reply, refuseOAuth } from '../server/reply.ts';
import { myAccountAudience } from '../state/identifiers.ts';
import type { RefreshTokenRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import type { AuthenticatedClient, Form } from './client-authentication.ts';
import { mfaRequired } from './mfa.ts';
import { idToken } from './tokens.ts';
import { grantedScopes, issueRefreshToken, issueUserToken } from './user-tokens.ts';

/**
 * The refresh_token grant (RFC 6749 6), with rotation, and with another `audience` where the refresh token carries a
 * policy for it (Auth0's multi-resource refresh tokens).
 */
export function refreshGrant(tenant: Tenant, { client }: AuthenticatedClient, form: Form): Reply {
  if (!(client.grant_types ?? []).includes('refresh_token')) {
    throw refuseOAuth(403, 'unauthorized_client', "Grant type 'refresh_token' not allowed for the client.");
  }
  const token = form.refresh_token ?? '';
  const record = liveRefreshToken(tenant, token, client.client_id);
  if (tenant.record().mfaPolicies.includes('all-applications')) throw mfaRequired();
  const audience = form.audience === undefined ? record.audience : tenant.stored(form.audience);
  const scope = scopeFor(tenant, record, client, audience, form.scope);
  const issued = issueUserToken(tenant, { userId: record.user_id, client, audience, scope });
  return ok({
    access_token: issued.token,
    ...rotated(tenant, token, record, client),
    ...(audience === record.audience && record.scope.split(' ').includes('openid')
      ? { id_token: idToken(tenant, record.user_id, client.client_id, null) }
      : {}),
    scope,
    expires_in: issued.lifetime,
    token_type: 'Bearer',
  });
}

/** The refresh token, when it is this client's and was not revoked. Refuses with 403 `invalid_grant`. */
export function liveRefreshToken(tenant: Tenant, token: string, clientId: string): RefreshTokenRecord {
  const record = tenant.store.get('refreshTokens', token);
  const user = record === undefined ? undefined : tenant.directory.user(record.user_id);
  const alive = record !== undefined && record.revoked !== true && record.client_id === clientId;
  if (!alive || user === undefined || user.blocked === true) {
    throw refuseOAuth(403, 'invalid_grant', 'Unknown or invalid refresh token.');
  }
  return record;
}

function scopeFor(
  tenant: Tenant,
  record: RefreshTokenRecord,
  client: AuthenticatedClient['client'],
  audience: string | null,
  askedText: string | undefined,
): string {
  const asked = askedText?.split(' ').filter((scope) => scope !== '');
  if (audience === record.audience) {
    const original = record.scope.split(' ');
    return (asked === undefined ? original : original.filter((scope) => asked.includes(scope))).join(' ');
  }
  const target = audience ?? '';
  const policy = record.policies.find((candidate) => candidate.audience === target);
  if (target === myAccountAudience) grantedScopes(tenant, client, target, []);
  if (policy === undefined) {
    const description = `The refresh token has no policy for audience "${tenant.shown(target)}"`;
    throw refuseOAuth(403, 'invalid_target', description);
  }
  if (target === myAccountAudience && tenant.record().myAccountNeedsSecondFactor) {
    const description = 'The user has not authenticated with a second factor recently';
    throw refuseOAuth(403, 'unmet_authentication_requirements', description);
  }
  const wanted = policy.scope.filter((scope) => asked === undefined || asked.includes(scope));
  return grantedScopes(tenant, client, target, wanted).join(' ');
}

function rotated(
  tenant: Tenant,
  token: string,
  record: RefreshTokenRecord,
  client: AuthenticatedClient['client'],
): { readonly refresh_token?: string } {
  if (!record.rotating) return {};
  tenant.store.put('refreshTokens', token, { ...record, revoked: true });
  const { user_id: userId, audience, scope } = record;
  return { refresh_token: issueRefreshToken(tenant, { userId, client, audience, scope }) };
}
