import { randomBytes } from 'node:crypto';
import type { Tenant } from '../tenant.ts';
import { audiencesOf, type JwtPart, numberClaim, readJwt, signedBy, signJwt, textClaim } from './jwt.ts';

/** Lifetime of a Management API token, in seconds. */
export const managementLifetime = 86_400;
/** Lifetime of a My Account API token, in seconds. */
export const myAccountLifetime = 600;
/** Lifetime of an access token of a custom API, in seconds. */
export const apiLifetime = 86_400;

/** What an access token says. */
export interface AccessTokenRequest {
  readonly subject: string;
  readonly clientId: string;
  /** As shown to the outside. */
  readonly audience: string | readonly string[];
  readonly scope: string;
  /** Seconds. */
  readonly lifetime: number;
  readonly more?: JwtPart;
}

/** Makes an access token (RS256, claims of Auth0's). */
export function accessToken(tenant: Tenant, request: AccessTokenRequest): string {
  const key = tenant.keys.signing();
  const now = tenant.seconds();
  const claims = {
    iss: tenant.issuer,
    sub: request.subject,
    aud: request.audience,
    iat: now,
    exp: now + request.lifetime,
    ...(request.scope === '' ? {} : { scope: request.scope }),
    azp: request.clientId,
    jti: randomBytes(12).toString('base64url'),
    ...request.more,
  };
  return signJwt({ typ: 'JWT', kid: key.kid }, claims, key.privateKey);
}

/** Makes an ID token for a login. */
export function idToken(tenant: Tenant, userId: string, clientId: string, nonce: string | null): string {
  const key = tenant.keys.signing();
  const now = tenant.seconds();
  const user = tenant.directory.user(userId);
  const profile = { name: user?.name, email: user?.email, email_verified: user?.email_verified };
  const claims = {
    ...profile,
    iss: tenant.issuer,
    aud: clientId,
    sub: userId,
    iat: now,
    exp: now + 36_000,
    ...(nonce === null ? {} : { nonce }),
  };
  return signJwt({ typ: 'JWT', kid: key.kid }, claims, key.privateKey);
}

/** An access token of this tenant that was verified. */
export interface VerifiedToken {
  readonly subject: string;
  readonly clientId: string;
  /** As stored: system APIs without their origin. */
  readonly audiences: readonly string[];
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: number;
  readonly claims: JwtPart;
}

/** Why a token is not accepted. */
export type TokenFault = 'malformed' | 'signature' | 'issuer' | 'expired';

/** Verifies a token of this tenant: signature, issuer and expiry; the audience is the caller's business. */
export function verifyToken(tenant: Tenant, token: string): VerifiedToken | TokenFault {
  const jwt = readJwt(token);
  if (jwt === undefined || jwt.header.alg !== 'RS256') return 'malformed';
  const key = tenant.keys.signing();
  if (jwt.header.kid !== key.kid || !signedBy(jwt, key.publicKey)) return 'signature';
  if (!tenant.isOwnIssuer(textClaim(jwt.claims, 'iss') ?? '')) return 'issuer';
  const expiresAt = (numberClaim(jwt.claims, 'exp') ?? 0) * 1000;
  if (expiresAt <= tenant.clock.now()) return 'expired';
  return {
    subject: textClaim(jwt.claims, 'sub') ?? '',
    clientId: textClaim(jwt.claims, 'azp') ?? '',
    audiences: audiencesOf(jwt.claims).map((audience) => tenant.stored(audience)),
    scopes: new Set((textClaim(jwt.claims, 'scope') ?? '').split(' ').filter((scope) => scope !== '')),
    expiresAt,
    claims: jwt.claims,
  };
}
