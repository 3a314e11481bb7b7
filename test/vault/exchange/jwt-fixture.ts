import { Secret } from '../../../src/core/secret.ts';

/** A JWT with these parts and a signature nobody looks at. */
export function jwtOf(claims: unknown, header: unknown = { alg: 'RS256', typ: 'JWT' }): Secret {
  const [first, second] = [header, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return new Secret(`${first}.${second}.c2lnbmF0dXJl`);
}
