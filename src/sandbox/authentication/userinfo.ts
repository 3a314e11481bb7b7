import { ok, type Reply, refuseOAuth } from '../server/reply.ts';
import type { Call } from '../server/router.ts';
import type { Tenant } from '../tenant.ts';
import { verifyToken } from './tokens.ts';

/** `GET /userinfo` (OpenID Connect Core 5.3). */
export function userinfo(tenant: Tenant, call: Call): Reply {
  const [, token] = /^Bearer\s+(\S+)$/i.exec(call.headers.authorization ?? '') ?? [];
  const verified = verifyToken(tenant, token ?? '');
  const user = typeof verified === 'string' ? undefined : tenant.directory.user(verified.subject);
  if (user === undefined) throw refuseOAuth(401, 'invalid_token', 'The access token is not valid');
  const { user_id: sub, name, nickname, picture, email, email_verified, updated_at } = user;
  return ok({ sub, name, nickname, picture, email, email_verified, updated_at });
}
