import { isObject, parseJson } from '../../core/json.ts';
import type { Secret } from '../../core/secret.ts';

/** A JWT (RFC 7519) as it can be read without its key: nothing in it is verified. */
export interface ReadJwt {
  readonly header: { readonly [name: string]: unknown };
  readonly claims: { readonly [name: string]: unknown };
}

/** Reads a signed JWT; undefined for an opaque token. */
export function readJwt(token: Secret): ReadJwt | undefined {
  const [header, claims, signature, ...more] = token.reveal().trim().split('.');
  if (signature === undefined || more.length > 0) return undefined;
  const [readHeader, readClaims] = [header, claims].map(decode);
  return isObject(readHeader) && isObject(readClaims)
    ? { header: readHeader, claims: readClaims }
    : undefined;
}

function decode(part: string | undefined): unknown {
  return parseJson(Buffer.from(part ?? '', 'base64url').toString('utf8'));
}

/** A claim that is text; undefined when it is missing or something else. */
export function textClaim({ claims }: ReadJwt, name: string): string | undefined {
  const value = claims[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A claim that is a time in seconds since the epoch; undefined when it is missing or something else. */
export function timeClaim({ claims }: ReadJwt, name: string): number | undefined {
  const value = claims[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The audiences of a token (RFC 7519 section 4.1.3). */
export function audiencesOf({ claims }: ReadJwt): readonly string[] {
  const { aud } = claims;
  return (Array.isArray(aud) ? aud : [aud]).filter((item): item is string => typeof item === 'string');
}
