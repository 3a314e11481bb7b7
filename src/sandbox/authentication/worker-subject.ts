import { createPublicKey } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { credentialPem } from '../management/credentials.ts';
import { refuseOAuth } from '../server/reply.ts';
import type { ClientRecord, PrivilegedAccess } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import type { Subject } from './exchange.ts';
import { audiencesOf, numberClaim, type ReadJwt, readJwt, signedBy, textClaim } from './jwt.ts';
import { invalidSubject, subjectUser } from './subject-tokens.ts';

const workerTokenType = 'token-vault-req+jwt';
/** Seconds after `iat` a worker's JWT is accepted. */
const longestAge = 60;
const skew = 10;

/** What a privileged worker asks for. */
export interface WorkerRequest {
  readonly token: string;
  readonly ip: string;
  readonly connection: string;
  /** Narrower scopes, or undefined. */
  readonly scope: string | undefined;
}

/** The subject of a JWT that a privileged worker signed. Refuses what the worker's settings do not allow. */
export function workerSubject(tenant: Tenant, client: ClientRecord, request: WorkerRequest): Subject {
  const access = client.token_vault_privileged_access;
  if (access === undefined || access === null) {
    const description = 'Privileged access to Token Vault is not configured for the client';
    throw refuseOAuth(403, 'unauthorized_client', description);
  }
  if (!ipAllowed(request.ip, access.ip_allowlist ?? [])) {
    throw refuseOAuth(
      403,
      'access_denied',
      `The IP address ${request.ip} is not in the client's ip_allowlist`,
    );
  }
  const jwt = readJwt(request.token);
  if (jwt === undefined) throw invalidSubject('it is not a JWT');
  requireSignature(tenant, access, jwt);
  requireClaims(tenant, client, jwt);
  const limit = allowedScopes(access, request);
  requireFirstUse(tenant, client, jwt);
  const organization = textClaim(jwt.claims, 'org_id');
  return {
    user: subjectUser(tenant, textClaim(jwt.claims, 'sub') ?? ''),
    limit,
    auditContext: textClaim(jwt.claims, 'audit_context') ?? '',
    ...(organization === undefined ? {} : { organization }),
  };
}

function requireSignature(tenant: Tenant, access: PrivilegedAccess, jwt: ReadJwt): void {
  if (jwt.header.typ !== workerTokenType) throw invalidSubject(`typ must be ${workerTokenType}`);
  const fits = access.credentials
    .map(({ id }) => tenant.store.get('credentials', id))
    .filter((credential) => credential !== undefined)
    .filter((credential) => jwt.header.kid === undefined || jwt.header.kid === credential.kid)
    .filter((credential) => jwt.header.alg === credential.alg)
    .some((credential) => {
      const pem = credentialPem(tenant, credential);
      return pem !== undefined && signedBy(jwt, createPublicKey(pem));
    });
  if (!fits) throw invalidSubject('no credential of the client fits its signature');
}

function requireClaims(tenant: Tenant, client: ClientRecord, { claims }: ReadJwt): void {
  const now = tenant.seconds();
  const issued = numberClaim(claims, 'iat');
  const context = textClaim(claims, 'audit_context') ?? '';
  const [audience, ...more] = audiencesOf(claims);
  const problem =
    textClaim(claims, 'iss') !== client.client_id
      ? 'iss must be the client id'
      : audience === undefined || more.length > 0 || !tenant.isOwnIssuer(audience)
        ? `aud must be ${tenant.issuer}`
        : issued === undefined
          ? 'iat is required'
          : now - issued > longestAge
            ? `it is older than ${longestAge} seconds`
            : issued - now > skew
              ? 'iat is in the future'
              : (numberClaim(claims, 'exp') ?? now) < now
                ? 'it has expired'
                : (numberClaim(claims, 'nbf') ?? now) > now + skew
                  ? 'it is not valid yet'
                  : (textClaim(claims, 'jti') ?? '') === ''
                    ? 'jti is required'
                    : context.length < 1 || context.length > 256
                      ? 'audit_context must have 1 to 256 characters'
                      : undefined;
  if (problem !== undefined) throw invalidSubject(problem);
}

function allowedScopes(access: PrivilegedAccess, request: WorkerRequest): readonly string[] {
  const grant = access.grants?.find(({ connection }) => connection === request.connection);
  if (grant === undefined) {
    const description = `The connection ${request.connection} is not among the client's privileged access grants`;
    throw refuseOAuth(403, 'access_denied', description);
  }
  const asked = request.scope?.split(' ').filter((scope) => scope !== '');
  const refused = asked?.filter((scope) => !grant.scopes.includes(scope)) ?? [];
  if (refused.length > 0) {
    const description = `The scopes ${refused.join(' ')} are not among the client's privileged access grants`;
    throw refuseOAuth(403, 'access_denied', description);
  }
  return asked ?? grant.scopes;
}

/** Remembers the `jti` for as long as the JWT could be used again. */
function requireFirstUse(tenant: Tenant, client: ClientRecord, { claims }: ReadJwt): void {
  const now = tenant.clock.now();
  for (const key of tenant.store.keys('usedJtis')) {
    if ((tenant.store.get('usedJtis', key)?.until ?? 0) < now) tenant.store.delete('usedJtis', key);
  }
  const key = `${client.client_id} ${textClaim(claims, 'jti')}`;
  if (tenant.store.get('usedJtis', key) !== undefined) throw invalidSubject('its jti was used before');
  tenant.store.put('usedJtis', key, { until: now + (longestAge + skew) * 1000 });
}

function ipAllowed(ip: string, allowlist: readonly string[]): boolean {
  const list = new BlockList();
  for (const entry of allowlist) {
    const [address = '', prefix] = entry.split('/');
    const version = isIP(address);
    if (version === 0) continue;
    const family = version === 4 ? 'ipv4' : 'ipv6';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4');
}
