import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ClientCredential } from '../../../src/core/model.ts';
import { Secret } from '../../../src/core/secret.ts';
import { readJwt } from '../../../src/vault/exchange/jwt.ts';
import { chooseSigning } from '../../../src/vault/exchange/signing-key.ts';
import { checkWorkerJwt, workerClaims } from '../../../src/vault/exchange/worker-jwt.ts';
import { jwtOf } from './jwt-fixture.ts';

const now = Date.parse('2026-01-01T00:00:00.000Z');
const seconds = now / 1000;
const order = {
  clientId: 'abc',
  baseUrl: 'https://acme.eu.auth0.com',
  userId: 'auth0|ada',
  auditContext: 'nightly report',
  now,
};
const scene = { clientId: 'abc', baseUrl: order.baseUrl, now, clockSkew: 0 };
const header = { alg: 'RS256', typ: 'token-vault-req+jwt' };

function causes(
  claims: unknown,
  part: unknown = header,
  more: Partial<typeof scene> = {},
): readonly string[] {
  const jwt = readJwt(jwtOf(claims, part));
  if (jwt === undefined) throw new Error('not a JWT');
  return checkWorkerJwt(jwt, { ...scene, ...more }).map(({ cause }) => cause);
}

describe('the JWT of a worker', () => {
  it('has the claims of facts 4.4 and no others, a new jti each time', () => {
    const claims = workerClaims(order);
    expect(claims).toEqual({
      iss: 'abc',
      sub: 'auth0|ada',
      aud: 'https://acme.eu.auth0.com/',
      iat: seconds,
      exp: seconds + 60,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      audit_context: 'nightly report',
    });
    expect(workerClaims(order).jti).not.toBe(claims.jti);
    expect(workerClaims({ ...order, organization: 'org_1' }).org_id).toBe('org_1');
    expect(causes(claims)).toEqual([]);
  });

  it.each([
    ['typ', {}, { ...header, typ: 'JWT' }, /`typ` is `JWT`/],
    ['no typ', {}, { alg: 'RS256' }, /`typ` is missing/],
    ['alg', {}, { ...header, alg: 'HS256' }, /signed with `HS256`/],
    ['iss', { iss: 'other' }, header, /`iss` is `other`/],
    ['an e-mail as sub', { sub: 'ada@example.com' }, header, /`sub` is `ada@example.com`/],
    ['aud without its slash', { aud: order.baseUrl }, header, /`aud` is `https:\/\/acme.eu.auth0.com`/],
    ['aud as a list', { aud: [`${order.baseUrl}/`] }, header, /`aud` is/],
    ['no iat', { iat: undefined }, header, /`iat` is missing/],
    ['an old one', { iat: seconds - 61 }, header, /61 s old/],
    ['one of the future', { iat: seconds + 61 }, header, /61 s in the future/],
    ['a past exp', { exp: seconds - 1 }, header, /`exp` is past/],
    ['a future nbf', { nbf: seconds + 90 }, header, /`nbf` is in the future/],
    ['no jti', { jti: '' }, header, /`jti` is missing/],
    ['no audit_context', { audit_context: undefined }, header, /`audit_context` is missing/],
    ['an empty audit_context', { audit_context: '' }, header, /`audit_context` has 0 characters/],
    ['a long audit_context', { audit_context: 'x'.repeat(257) }, header, /has 257 characters/],
  ])('is refused for %s', (_, change, part, cause) => {
    const found = causes({ ...workerClaims(order), ...change }, part);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(cause);
  });

  it('is judged by the clock of the tenant', () => {
    const jwt = readJwt(jwtOf(workerClaims(order), header));
    if (jwt === undefined) throw new Error('not a JWT');
    const [behind] = checkWorkerJwt(jwt, { ...scene, clockSkew: -90 });
    expect(behind).toMatchObject({ cause: expect.stringContaining('90 s old') });
    expect(behind?.fix).toBe('Set the clock of this machine, which is 90 s behind the tenant');
    const [ahead] = checkWorkerJwt(jwt, { ...scene, clockSkew: 90 });
    expect(ahead?.cause).toContain('90 s in the future');
    expect(checkWorkerJwt(jwt, { ...scene, clockSkew: null })).toEqual([]);
    expect(checkWorkerJwt(jwt, { ...scene, clockSkew: 20 })).toEqual([]);
  });

  it('takes 256 characters of any script as audit context', () => {
    expect(causes({ ...workerClaims(order), audit_context: '🔑'.repeat(256) })).toEqual([]);
  });
});

describe('how a JWT is signed', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = new Secret(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const { e, kty, n } = pair.publicKey.export({ format: 'jwk' });
  const thumbprint = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
  const credential = (kid: string | null, alg: string | null): ClientCredential => ({
    id: `cred_${kid}`,
    name: null,
    kid,
    alg,
    credential_type: 'public_key',
    expires_at: null,
  });

  it.each([
    ['nothing is registered', [], {}, { alg: 'RS256', ambiguous: false }],
    ['one is', [credential('k1', 'PS256')], {}, { alg: 'PS256', kid: 'k1', ambiguous: false }],
    [
      'one of two is this key',
      [credential('k1', 'PS256'), credential(thumbprint, 'RS384')],
      {},
      { alg: 'RS384', kid: thumbprint, ambiguous: false },
    ],
    [
      'none of two is known to be this key',
      [credential('k1', 'PS256'), credential('k2', 'PS256')],
      {},
      { alg: 'PS256', ambiguous: true },
    ],
    [
      'it was said',
      [credential('k1', 'PS256'), credential('k2', 'RS384')],
      { kid: 'k2' },
      { alg: 'RS384', kid: 'k2', ambiguous: false },
    ],
    [
      'the algorithm was said',
      [credential('k1', 'PS256')],
      { alg: 'RS256' },
      { alg: 'RS256', kid: 'k1', ambiguous: false },
    ],
  ])('when %s', (_, credentials, said, choice) => {
    expect(chooseSigning(key, credentials, said)).toEqual(choice);
  });

  it('leaves a broken key to whoever signs with it', () => {
    const two = [credential('k1', 'RS256'), credential('k2', 'RS256')];
    expect(chooseSigning(new Secret('no key'), two, {})).toEqual({ alg: 'RS256', ambiguous: true });
  });
});
