import { randomBytes } from 'node:crypto';
import { refuseOAuth } from '../server/reply.ts';
import { managementAudience, myAccountAudience } from '../state/identifiers.ts';
import type { ClientRecord, RefreshTokenRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import { accessToken, apiLifetime, myAccountLifetime } from './tokens.ts';

/** What a user's tokens are for. */
export interface UserTokenRequest {
  readonly userId: string;
  readonly client: ClientRecord;
  /** As stored; null for the user's own profile only. */
  readonly audience: string | null;
  readonly scope: string;
}

/** Issues a refresh token; it carries the rotation and the policies its application has now. */
export function issueRefreshToken(tenant: Tenant, request: UserTokenRequest): string {
  const token = `v1.${randomBytes(33).toString('base64url')}`;
  const record: RefreshTokenRecord = {
    client_id: request.client.client_id,
    user_id: request.userId,
    scope: request.scope,
    audience: request.audience,
    rotating: request.client.refresh_token?.rotation_type === 'rotating',
    policies: request.client.refresh_token?.policies ?? [],
    issuedAt: tenant.clock.now(),
  };
  tenant.store.put('refreshTokens', token, record);
  return token;
}

/** An access token of a user, and how long it lasts in seconds. */
export function issueUserToken(
  tenant: Tenant,
  request: UserTokenRequest,
): { readonly token: string; readonly lifetime: number } {
  const { audience, userId, client, scope } = request;
  const lifetime = audience === myAccountAudience ? myAccountLifetime : apiLifetime;
  const userinfo = `${tenant.base}/userinfo`;
  const token = accessToken(tenant, {
    subject: userId,
    clientId: client.client_id,
    audience: audience === null || audience === undefined ? userinfo : tenant.shown(audience),
    scope,
    lifetime,
  });
  return { token, lifetime };
}

/**
 * Checks that users of an application may get tokens for an API, and answers the scopes they may have.
 * Refuses an unknown API, and a system API without a user grant (403).
 */
export function grantedScopes(
  tenant: Tenant,
  client: ClientRecord,
  audience: string,
  asked: readonly string[],
): readonly string[] {
  const server = tenant.store.find('resourceServers', (api) => api.identifier === audience);
  if (server === undefined || audience === managementAudience) {
    throw refuseOAuth(403, 'access_denied', `Service not enabled within domain: ${tenant.shown(audience)}`);
  }
  const known = (server.scopes ?? []).map((scope) => scope.value);
  if (audience !== myAccountAudience) return asked.filter((scope) => known.includes(scope));
  const grant = tenant.store.find(
    'grants',
    (candidate) =>
      candidate.client_id === client.client_id &&
      candidate.audience === audience &&
      candidate.subject_type === 'user',
  );
  if (grant === undefined) {
    const description = `Client "${client.client_id}" is not authorized to access resource server "${tenant.shown(audience)}".`;
    throw refuseOAuth(403, 'access_denied', description);
  }
  const allowed = grant.allow_all_scopes === true ? known : grant.scope;
  return asked.filter((scope) => allowed.includes(scope));
}
