import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { TokenResponse } from '../../../src/core/ports.ts';
import { Secret } from '../../../src/core/secret.ts';
import { describeOutcome } from '../../../src/vault/exchange/outcome.ts';
import { exchangeParameters } from '../../../src/vault/exchange/request.ts';

const grant_type = 'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token';
const federated = 'http://auth0.com/oauth/token-type/federated-connection-access-token';
const subjectToken = new Secret('the-token');

describe('the parameters of an exchange', () => {
  it('are exactly those of facts 4.1 for a refresh token', () => {
    expect(exchangeParameters({ kind: 'refresh_token', subjectToken, connection: 'github' })).toEqual({
      grant_type,
      subject_token: 'the-token',
      subject_token_type: 'urn:ietf:params:oauth:token-type:refresh_token',
      requested_token_type: federated,
      connection: 'github',
    });
  });

  it('carry a login hint for an access token', () => {
    expect(
      exchangeParameters({ kind: 'access_token', subjectToken, connection: 'github', loginHint: '42' }),
    ).toEqual({
      grant_type,
      subject_token: 'the-token',
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      requested_token_type: federated,
      connection: 'github',
      login_hint: '42',
    });
  });

  it('ask for the other type with a JWT of a worker, and for narrower scopes', () => {
    expect(
      exchangeParameters({ kind: 'jwt', subjectToken, connection: 'github', scopes: ['repo', 'read:user'] }),
    ).toEqual({
      grant_type,
      subject_token: 'the-token',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      requested_token_type: 'http://auth0.com/oauth/token-type/token-vault-access-token',
      connection: 'github',
      scope: 'repo read:user',
    });
  });
});

describe('what an exchange gave', () => {
  const token = 'ya29.a0AfB_byC-abcdefghijklmnopqrstuvwxyz';
  const response: TokenResponse = {
    accessToken: new Secret(token),
    refreshToken: null,
    idToken: null,
    tokenType: 'Bearer',
    issuedTokenType: null,
    expiresIn: 1377,
    scope: 'openid,repo read:user',
  };
  const scene = {
    connection: 'github',
    clientId: 'abc',
    kind: 'refresh_token',
    expectedScopes: [],
    reveal: false,
    now: Date.parse('2026-01-01T00:00:00.000Z'),
  } as const;

  it('has every promised key, the token masked, and the thumbprint of the tenant log', () => {
    expect(describeOutcome(response, scene)).toEqual({
      ok: true,
      connection: 'github',
      client_id: 'abc',
      subject_token_type: 'urn:ietf:params:oauth:token-type:refresh_token',
      issued_token_type: null,
      token_type: 'Bearer',
      expires_in: 1377,
      expires_at: '2026-01-01T00:22:57.000Z',
      scopes: ['openid', 'repo', 'read:user'],
      missing_scopes: [],
      access_token: 'ya29.…(masked)',
      token_thumbprint: createHash('sha256').update(token).digest('hex'),
    });
  });

  it('shows the token only when asked, and says which scopes are missing', () => {
    const outcome = describeOutcome(response, { ...scene, reveal: true, expectedScopes: ['repo', 'gist'] });
    expect(outcome.access_token).toBe(token);
    expect(outcome.missing_scopes).toEqual(['gist']);
  });

  it('does without lifetime and scopes', () => {
    const outcome = describeOutcome({ ...response, expiresIn: null, scope: null }, scene);
    expect(outcome).toMatchObject({ expires_in: null, expires_at: null, scopes: [] });
  });
});
