import { describe, expect, it } from 'vitest';
import type { ClientRecord } from '../../../src/core/model.ts';
import { Secret } from '../../../src/core/secret.ts';
import { checkSubjectToken, subjectOf } from '../../../src/vault/exchange/subject-token.ts';
import { jwtOf } from './jwt-fixture.ts';

const now = Date.parse('2026-01-01T00:00:00.000Z');
const baseUrl = 'https://acme.eu.auth0.com';
const client = {
  client_id: 'abc',
  name: 'Acme API',
  app_type: 'resource_server',
  resource_server_identifier: 'https://api.acme.example',
} as ClientRecord;
const claims = {
  iss: `${baseUrl}/`,
  sub: 'auth0|ada',
  aud: ['https://api.acme.example', `${baseUrl}/userinfo`],
  exp: now / 1000 + 60,
};
const scene = { kind: 'access_token', baseUrl, client, now } as const;

function codes(...request: Parameters<typeof checkSubjectToken>): readonly string[] {
  return checkSubjectToken(...request).map(({ code }) => code);
}

describe('the subject token before it is sent', () => {
  it('is fine when it is of this tenant, for the API of the client, and alive', () => {
    expect(codes(jwtOf(claims), scene)).toEqual([]);
    expect(codes(jwtOf({ ...claims, aud: 'https://api.acme.example' }), scene)).toEqual([]);
    expect(codes(new Secret('v1.opaque'), { ...scene, kind: 'refresh_token' })).toEqual([]);
  });

  it.each([
    ['an issuer of another tenant', { iss: 'https://other.auth0.com/' }, 'exchange.subject_token_issuer'],
    ['an issuer without its slash', { iss: baseUrl }, 'exchange.subject_token_issuer'],
    ['no issuer', { iss: undefined }, 'exchange.subject_token_issuer'],
    ['an expired token', { exp: now / 1000 - 7200 }, 'exchange.subject_token_expired'],
    ['the audience of another API', { aud: 'https://other.example' }, 'exchange.subject_token_audience'],
    ['no audience', { aud: undefined }, 'exchange.subject_token_audience'],
  ])('says %s', (_, change, code) => {
    expect(codes(jwtOf({ ...claims, ...change }), scene)).toEqual([code]);
  });

  it('says how long ago it expired, and which API it should be for', () => {
    const [expired, audience] = checkSubjectToken(
      jwtOf({ ...claims, exp: now / 1000 - 7200, aud: 'https://other.example' }),
      scene,
    );
    expect(expired?.message).toContain('expired 2h ago');
    expect(audience?.message).toContain('`https://other.example`');
    expect(audience?.message).toContain('`https://api.acme.example`');
  });

  it('says that the application is no client of an API', () => {
    const web = { ...client, app_type: 'regular_web', resource_server_identifier: undefined };
    expect(codes(jwtOf(claims), { ...scene, client: web })).toEqual(['exchange.subject_token_audience']);
  });

  it('does not judge the audience where the application cannot be read', () => {
    expect(codes(jwtOf({ ...claims, aud: 'x' }), { ...scene, client: undefined })).toEqual([]);
  });

  it('says when the kind of token cannot be right', () => {
    expect(codes(new Secret('opaque'), scene)).toEqual(['exchange.subject_token_kind']);
    expect(codes(jwtOf(claims), { ...scene, kind: 'refresh_token' })).toEqual([
      'exchange.subject_token_kind',
    ]);
  });

  it('tells whose it is when it can', () => {
    expect(subjectOf(jwtOf(claims))).toBe('auth0|ada');
    expect(subjectOf(new Secret('a.b.c'))).toBeUndefined();
    expect(subjectOf(new Secret('opaque'))).toBeUndefined();
  });
});
