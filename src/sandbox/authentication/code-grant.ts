import { createHash } from 'node:crypto';
import { ok, type Reply, refuseOAuth } from '../server/reply.ts';
import type { AuthorizationCode } from '../state/transient.ts';
import type { Tenant } from '../tenant.ts';
import type { AuthenticatedClient, Form } from './client-authentication.ts';
import { idToken } from './tokens.ts';
import { issueRefreshToken, issueUserToken } from './user-tokens.ts';

/** The authorization_code grant (RFC 6749 4.1.3) with PKCE (RFC 7636, S256). */
export function codeGrant(tenant: Tenant, { client, method }: AuthenticatedClient, form: Form): Reply {
  if (!(client.grant_types ?? []).includes('authorization_code')) {
    throw refuseOAuth(
      403,
      'unauthorized_client',
      "Grant type 'authorization_code' not allowed for the client.",
    );
  }
  const code = tenant.transient.codes.take(form.code ?? '');
  if (code === undefined || code.client_id !== client.client_id) {
    throw refuseOAuth(403, 'invalid_grant', 'Invalid authorization code');
  }
  if (form.redirect_uri !== code.redirect_uri) {
    throw refuseOAuth(403, 'invalid_grant', 'The redirect URI is wrong.');
  }
  if (method === 'none' && code.code_challenge === null) {
    throw refuseOAuth(401, 'invalid_client', 'Client authentication failed: a public client needs PKCE');
  }
  if (!verifierFits(code.code_challenge, form.code_verifier)) {
    throw refuseOAuth(403, 'invalid_grant', 'Failed to verify code verifier');
  }
  return ok(tokensOf(tenant, client, code));
}

/** Whether a verifier is the one of an S256 challenge; without a challenge any verifier fits. */
export function verifierFits(challenge: string | null, verifier: string | undefined): boolean {
  if (challenge === null) return true;
  return verifier !== undefined && createHash('sha256').update(verifier).digest('base64url') === challenge;
}

function tokensOf(tenant: Tenant, client: AuthenticatedClient['client'], code: AuthorizationCode): unknown {
  const { user_id: userId, audience, scope } = code;
  const scopes = scope.split(' ');
  const issued = issueUserToken(tenant, { userId, client, audience, scope });
  const offline = scopes.includes('offline_access') && (client.grant_types ?? []).includes('refresh_token');
  return {
    access_token: issued.token,
    ...(offline ? { refresh_token: issueRefreshToken(tenant, { userId, client, audience, scope }) } : {}),
    ...(scopes.includes('openid') ? { id_token: idToken(tenant, userId, client.client_id, code.nonce) } : {}),
    scope,
    expires_in: issued.lifetime,
    token_type: 'Bearer',
  };
}
