import { createPrivateKey, type KeyObject, randomUUID } from 'node:crypto';
import { TvError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { Secret } from '../core/secret.ts';

/** What is signed, and with which key. */
export interface JwtRequest {
  readonly header: { readonly alg: string; readonly typ?: string; readonly kid?: string };
  readonly payload: JsonObject;
  /** PEM: PKCS #8, PKCS #1 or SEC 1, not encrypted. */
  readonly key: Secret;
}

/** Signs a JWT (RFC 7519, RFC 7515); throws `usage.file` when the key is unusable or does not fit `alg`. */
export async function signJwt(request: JwtRequest): Promise<Secret> {
  const key = readKey(request.key);
  const { SignJWT } = await import('jose/jwt/sign');
  try {
    return new Secret(await new SignJWT({ ...request.payload }).setProtectedHeader(request.header).sign(key));
  } catch (error) {
    throw new TvError(
      'usage.file',
      `The private key does not fit the signing algorithm \`${request.header.alg}\``,
      {
        hint: 'RS256, RS384 and PS256 want an RSA key of at least 2048 bits',
        origin: error,
      },
    );
  }
}

function readKey(pem: Secret): KeyObject {
  try {
    return createPrivateKey(pem.reveal());
  } catch {
    throw new TvError('usage.file', 'The private key is not a PEM key that can be read', {
      hint: 'Give a PEM file that is not encrypted, whose first line says `BEGIN PRIVATE KEY` or `BEGIN RSA PRIVATE KEY` between dashes',
    });
  }
}

/** Who signs an assertion, and for whom. */
export interface AssertionRequest {
  readonly clientId: string;
  /** The tenant's issuer, `<base>/`: one string with a trailing slash (facts 4.1). */
  readonly audience: string;
  readonly key: Secret;
  readonly alg: string;
  readonly kid?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A client assertion (RFC 7523 section 3) that is good for two minutes and one use; Auth0 allows five (facts 4.1). */
export function signAssertion(request: AssertionRequest): Promise<Secret> {
  const iat = Math.floor(request.now / 1000);
  const { clientId, audience, alg, kid, key } = request;
  return signJwt({
    header: { alg, typ: 'JWT', ...(kid === undefined ? {} : { kid }) },
    payload: { iss: clientId, sub: clientId, aud: audience, iat, exp: iat + 120, jti: randomUUID() },
    key,
  });
}
