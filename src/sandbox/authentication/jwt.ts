import { constants, type KeyObject, sign, verify } from 'node:crypto';
import { isObject, parseJson } from '../../core/json.ts';

/** Claims or header of a JWT. */
export type JwtPart = { readonly [name: string]: unknown };

/** A JWT that was taken apart; nothing about it is verified yet. */
export interface ReadJwt {
  readonly header: JwtPart;
  readonly claims: JwtPart;
  readonly signed: string;
  readonly signature: Uint8Array;
}

interface Algorithm {
  readonly digest: string;
  readonly pss: boolean;
}

const algorithms: Readonly<Record<string, Algorithm>> = {
  RS256: { digest: 'sha256', pss: false },
  RS384: { digest: 'sha384', pss: false },
  PS256: { digest: 'sha256', pss: true },
};

/** Makes an RS256 JWT (RFC 7519). */
export function signJwt(header: JwtPart, claims: JwtPart, key: KeyObject): string {
  const signed = `${encode({ alg: 'RS256', ...header })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

/** Takes a JWT apart; undefined when the text is not one. */
export function readJwt(text: string): ReadJwt | undefined {
  const [header, claims, signature, ...rest] = text.split('.');
  if (header === undefined || claims === undefined || signature === undefined || rest.length > 0) {
    return undefined;
  }
  const parsed = [header, claims].map((part) => parseJson(Buffer.from(part, 'base64url').toString()));
  const [readHeader, readClaims] = parsed;
  if (!isObject(readHeader) || !isObject(readClaims)) return undefined;
  return {
    header: readHeader,
    claims: readClaims,
    signed: `${header}.${claims}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

/** Whether the signature is the key's, with one of RS256, RS384 and PS256. */
export function signedBy(jwt: ReadJwt, key: KeyObject): boolean {
  const algorithm = typeof jwt.header.alg === 'string' ? algorithms[jwt.header.alg] : undefined;
  if (algorithm === undefined) return false;
  const options = algorithm.pss
    ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : key;
  return verify(algorithm.digest, Buffer.from(jwt.signed), options, jwt.signature);
}

/** A claim that is text. */
export function textClaim(claims: JwtPart, name: string): string | undefined {
  const value = claims[name];
  return typeof value === 'string' ? value : undefined;
}

/** A claim that is a number, such as a time in seconds. */
export function numberClaim(claims: JwtPart, name: string): number | undefined {
  const value = claims[name];
  return typeof value === 'number' ? value : undefined;
}

/** The audiences of a token. */
export function audiencesOf(claims: JwtPart): string[] {
  const audience = claims.aud;
  if (typeof audience === 'string') return [audience];
  return Array.isArray(audience) ? audience.filter((item) => typeof item === 'string') : [];
}

function encode(part: JwtPart): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
