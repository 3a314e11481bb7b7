import { type Refusal, refuseOAuth } from '../server/reply.ts';
import type { ClientRecord, UserRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import type { Subject } from './exchange.ts';
import { liveRefreshToken } from './refresh-grant.ts';
import { type TokenFault, verifyToken } from './tokens.ts';

const faults: Readonly<Record<TokenFault, string>> = {
  malformed: 'the token is not a JWT of this tenant',
  signature: 'the signature is not valid',
  issuer: 'the issuer is not this tenant',
  expired: 'the token has expired',
};

/** The refusal of a subject token that is not valid. */
export function invalidSubject(why: string): Refusal {
  return refuseOAuth(401, 'invalid_grant', `Invalid subject_token: ${why}`);
}

/** The user of a subject token. Refuses one that does not exist or is blocked. */
export function subjectUser(tenant: Tenant, userId: string): UserRecord {
  const user = tenant.directory.user(userId);
  if (user === undefined) throw invalidSubject('the user does not exist');
  if (user.blocked === true) throw refuseOAuth(403, 'access_denied', 'user is blocked');
  return user;
}

/** The subject of a refresh token of this client, which must not rotate. */
export function refreshTokenSubject(tenant: Tenant, client: ClientRecord, token: string): Subject {
  const record = liveRefreshToken(tenant, token, client.client_id);
  if (record.rotating || client.refresh_token?.rotation_type === 'rotating') {
    throw refuseOAuth(400, 'invalid_request', 'Rotating refresh token not supported');
  }
  return { user: subjectUser(tenant, record.user_id) };
}

/** The subject of an access token for the API whose client this is. */
export function accessTokenSubject(tenant: Tenant, client: ClientRecord, token: string): Subject {
  const identifier = client.resource_server_identifier;
  if (client.app_type !== 'resource_server' || identifier === undefined) {
    const description = 'This client is not a resource server and cannot exchange access tokens.';
    throw refuseOAuth(403, 'unauthorized_client', description);
  }
  const verified = verifyToken(tenant, token);
  if (typeof verified === 'string') throw invalidSubject(faults[verified]);
  if (!verified.audiences.includes(identifier)) {
    throw invalidSubject(`the audience is not ${identifier}, the API of the client`);
  }
  return { user: subjectUser(tenant, verified.subject) };
}
