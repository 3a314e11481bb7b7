import { ok, type Reply } from '../server/reply.ts';
import { tokenVaultGrant } from '../state/identifiers.ts';
import type { Tenant } from '../tenant.ts';

/** OpenID Provider metadata (OpenID Connect Discovery 1.0). */
export function discovery(tenant: Tenant): Reply {
  const { base, issuer } = tenant;
  return ok({
    issuer,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/oauth/token`,
    userinfo_endpoint: `${base}/userinfo`,
    jwks_uri: `${base}/.well-known/jwks.json`,
    scopes_supported: ['openid', 'profile', 'offline_access', 'name', 'email', 'email_verified'],
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    response_modes_supported: ['query'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'none',
    ],
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'RS384', 'PS256'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials', tokenVaultGrant],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['aud', 'email', 'email_verified', 'exp', 'iat', 'iss', 'name', 'sub'],
    request_uri_parameter_supported: false,
  });
}

/** The key that signs the tenant's tokens, as a JWK Set (RFC 7517). */
export function jwks(tenant: Tenant): Reply {
  const { publicKey, kid } = tenant.keys.signing();
  const { n, e } = publicKey.export({ format: 'jwk' });
  return ok({ keys: [{ kty: 'RSA', use: 'sig', alg: 'RS256', kid, n, e }] });
}
