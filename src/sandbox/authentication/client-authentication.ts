import { createPublicKey, timingSafeEqual } from 'node:crypto';
import { credentialPem } from '../management/credentials.ts';
import { refuseOAuth } from '../server/reply.ts';
import type { Call } from '../server/router.ts';
import type { ClientRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import { audiencesOf, numberClaim, readJwt, signedBy, textClaim } from './jwt.ts';

/** Form of client assertions, RFC 7523. */
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const longestAssertion = 2048;
const skew = 10;
const longestLife = 300;

/** Fields of a token request; values that are not text are dropped. */
export type Form = Readonly<Record<string, string>>;

/** Who calls the token endpoint, and how it proved it. */
export interface AuthenticatedClient {
  readonly client: ClientRecord;
  /** `none` for a public client that only named itself. */
  readonly method: 'client_secret' | 'private_key_jwt' | 'none';
}

/**
 * The application that sends a token request. Secrets are accepted in the body and in a Basic header (RFC 6749 2.3.1),
 * assertions per RFC 7523. Refuses with 401.
 */
export function authenticateClient(tenant: Tenant, call: Call, form: Form): AuthenticatedClient {
  const basic = basicCredentials(call.headers.authorization);
  const assertion = form.client_assertion;
  if (assertion !== undefined) return byAssertion(tenant, assertion, form);
  const clientId = basic?.id ?? form.client_id;
  const secret = basic?.secret ?? form.client_secret;
  if (clientId === undefined) throw invalidClient('Missing required parameter: client_id');
  const client = tenant.store.get('clients', clientId);
  if (client === undefined) throw unknownClient(form);
  if (secret === undefined) return withoutProof(client);
  if (client.client_secret === undefined || !sameText(client.client_secret, secret))
    throw unknownClient(form);
  return { client, method: 'client_secret' };
}

function withoutProof(client: ClientRecord): AuthenticatedClient {
  if (client.token_endpoint_auth_method === 'none') return { client, method: 'none' };
  throw invalidClient('Client authentication failed: no credentials were sent');
}

/** Auth0 answers a wrong pair on client_credentials with `access_denied`, elsewhere with `invalid_client`. */
function unknownClient(form: Form): Error {
  return form.grant_type === 'client_credentials'
    ? refuseOAuth(401, 'access_denied', 'Unauthorized')
    : invalidClient('Client authentication failed');
}

function invalidClient(description: string): Error {
  return refuseOAuth(401, 'invalid_client', description);
}

function byAssertion(tenant: Tenant, assertion: string, form: Form): AuthenticatedClient {
  if (form.client_assertion_type !== assertionType) {
    throw refuseOAuth(400, 'invalid_request', 'Invalid client_assertion_type');
  }
  const jwt = assertion.length > longestAssertion ? undefined : readJwt(assertion);
  const clientId = jwt === undefined ? undefined : textClaim(jwt.claims, 'iss');
  const client = clientId === undefined ? undefined : tenant.store.get('clients', clientId);
  if (jwt === undefined || client === undefined || textClaim(jwt.claims, 'sub') !== clientId) {
    throw invalidClient('Client authentication failed: the client assertion is not valid');
  }
  const keyIds = client.client_authentication_methods?.private_key_jwt?.credentials ?? [];
  const signed = keyIds.some(({ id }) => {
    const credential = tenant.store.get('credentials', id);
    if (credential === undefined || credential.alg !== jwt.header.alg) return false;
    const pem = credentialPem(tenant, credential);
    return pem !== undefined && signedBy(jwt, createPublicKey(pem));
  });
  if (!signed)
    throw invalidClient('Client authentication failed: no credential of the client fits the assertion');
  const now = tenant.seconds();
  const [audience, ...more] = audiencesOf(jwt.claims);
  const issued = numberClaim(jwt.claims, 'iat') ?? now;
  const expires = numberClaim(jwt.claims, 'exp') ?? 0;
  const timely = issued <= now + skew && expires > now - skew && expires <= issued + longestLife + skew;
  const addressed = more.length === 0 && audience !== undefined && tenant.isOwnIssuer(audience);
  if (!timely || !addressed || textClaim(jwt.claims, 'jti') === undefined) {
    throw invalidClient('Client authentication failed: the client assertion is not valid');
  }
  return { client, method: 'private_key_jwt' };
}

function basicCredentials(
  header: string | undefined,
): { readonly id: string; readonly secret: string } | undefined {
  const [, encoded] = /^Basic\s+(\S+)$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  try {
    return { id: decodeURIComponent(id), secret: decodeURIComponent(secret.join(':')) };
  } catch {
    return undefined;
  }
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
