import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { openOAuth } from '../../src/auth0/oauth.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { ClientAuthentication } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { failureOf, settingsFor } from './support.ts';
import { type Reply, type Seen, tinyServer } from './tiny-server.ts';

async function withOAuth<T>(
  reply: (request: Seen) => Reply,
  use: (oauth: ReturnType<typeof openOAuth>) => Promise<T>,
) {
  await using server = await tinyServer(reply);
  const { credentials, ...settings } = settingsFor(server.baseUrl, { clock: systemClock, maxWaitSeconds: 0 });
  const oauth = openOAuth({ ...settings, tenant: credentials.tenant });
  try {
    return { result: await use(oauth), seen: server.seen };
  } finally {
    await oauth.close();
  }
}

const secret = new Secret('app-secret');
const exchange = { grant_type: 'urn:x', subject_token: 'subject', connection: 'github' };

describe('a token request', () => {
  test('gives every part of the answer, tokens hidden', async () => {
    const json = {
      access_token: 'ya29.token',
      expires_in: 1377,
      scope: 'a b',
      issued_token_type: 'urn:y',
      token_type: 'Bearer',
      refresh_token: 'rt',
      id_token: 'it',
    };
    const { result, seen } = await withOAuth(
      () => ({ json }),
      (oauth) => oauth.requestToken('app', { method: 'client_secret_post', secret }, exchange),
    );
    expect(result).toMatchObject({
      expiresIn: 1377,
      scope: 'a b',
      issuedTokenType: 'urn:y',
      tokenType: 'Bearer',
    });
    expect(result.accessToken.reveal()).toBe('ya29.token');
    expect(result.refreshToken?.reveal()).toBe('rt');
    expect(JSON.stringify(result)).not.toContain('ya29');
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toEqual({
      ...exchange,
      client_id: 'app',
      client_secret: 'app-secret',
    });
  });

  test.each<[string, object, object]>([
    [
      'only an access token',
      { access_token: 't' },
      {
        refreshToken: null,
        idToken: null,
        expiresIn: null,
        scope: null,
        tokenType: null,
        issuedTokenType: null,
      },
    ],
    ['a lifetime as text', { access_token: 't', expires_in: '3600' }, { expiresIn: 3600 }],
  ])('%s', async (_name, json, expected) => {
    const { result } = await withOAuth(
      () => ({ json }),
      (oauth) => oauth.requestToken('app', { method: 'none' }, exchange),
    );
    expect(result).toMatchObject(expected);
  });

  test.each<[string, ClientAuthentication, RegExp | undefined, string | null]>([
    ['none', { method: 'none' }, undefined, 'app'],
    ['basic', { method: 'client_secret_basic', secret }, /^Basic /, null],
  ])('authentication by %s', async (_name, authentication, authorization, clientId) => {
    const { seen } = await withOAuth(
      () => ({ json: { access_token: 't' } }),
      (oauth) => oauth.requestToken('app', authentication, exchange),
    );
    const form = new URLSearchParams(seen[0]?.body);
    expect(form.get('client_id')).toBe(clientId);
    expect(form.get('client_secret')).toBeNull();
    if (authorization === undefined) expect(seen[0]?.headers.authorization).toBeUndefined();
    else expect(seen[0]?.headers.authorization).toMatch(authorization);
  });
});

describe('a refusal', () => {
  test.each<[string, number, unknown, string, string | undefined, string | undefined]>([
    [
      'the vault is empty',
      401,
      {
        error: 'federated_connection_refresh_token_not_found',
        error_description: 'Federated connection Refresh Token not found.',
      },
      'exchange.federated_connection_refresh_token_not_found',
      'federated_connection_refresh_token_not_found',
      'Federated connection Refresh Token not found.',
    ],
    [
      'no description',
      403,
      { error: 'mfa_required', mfa_token: 'Fe26.secret' },
      'exchange.mfa_required',
      'mfa_required',
      undefined,
    ],
    [
      'the client',
      401,
      { error: 'invalid_client', error_description: 'x' },
      'access.app_credentials',
      'invalid_client',
      'x',
    ],
    [
      'the client, Auth0’s way',
      401,
      { error: 'access_denied', error_description: 'Unauthorized' },
      'access.app_credentials',
      'access_denied',
      'Unauthorized',
    ],
    [
      'a policy',
      403,
      { error: 'access_denied', error_description: 'No' },
      'exchange.access_denied',
      'access_denied',
      'No',
    ],
    [
      'a Management envelope',
      404,
      { statusCode: 404, error: 'Not Found', message: 'Not Found' },
      'exchange.unknown',
      undefined,
      'Not Found',
    ],
    [
      'an error that is no identifier',
      400,
      { error: 'bad thing <x>' },
      'exchange.unknown',
      'bad thing <x>',
      undefined,
    ],
  ])('%s', async (_name, status, json, code, errorCode, description) => {
    const { result } = await withOAuth(
      () => ({ status, json }),
      (oauth) => failureOf(oauth.requestToken('app', { method: 'none' }, exchange)),
    );
    expect(result.code).toBe(code);
    expect(result.details).toMatchObject({
      status,
      ...(errorCode === undefined ? {} : { errorCode }),
      ...(description === undefined ? {} : { description }),
    });
    expect(JSON.stringify(result)).not.toMatch(/Fe26|subject/);
  });

  test.each<[string, Reply, string]>([
    ['HTML', { status: 403, text: '<title>Blocked</title>' }, 'api.unexpected_response'],
    ['429', { status: 429, json: { error: 'too_many_requests' } }, 'api.rate_limit'],
    ['a server error', { status: 500, json: { error: 'server_error' } }, 'api.server'],
  ])('%s is none of the exchange', async (_name, reply, code) => {
    const { result, seen } = await withOAuth(
      () => reply,
      (oauth) => failureOf(oauth.requestToken('app', { method: 'none' }, exchange)),
    );
    expect(result.code).toBe(code);
    expect(seen).toHaveLength(1);
  });

  test('a lost answer is not asked for again', async () => {
    const { result, seen } = await withOAuth(
      () => ({ raw: (_response, socket) => socket.destroy() }),
      (oauth) => failureOf(oauth.requestToken('app', { method: 'none' }, exchange)),
    );
    expect(result.toJSON()).toMatchObject({ code: 'network.interrupted', may_have_arrived: true });
    expect(seen).toHaveLength(1);
  });
});

describe('beside tokens', () => {
  test.each(['RS256', 'PS256', 'RS384'])('a JWT signed with %s', async (alg) => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = new Secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    const { result } = await withOAuth(
      () => ({}),
      (oauth) =>
        oauth.signJwt({
          header: { alg, typ: 'token-vault-req+jwt', kid: 'k' },
          payload: { sub: 'auth0|ada', n: 1 },
          key,
        }),
    );
    expect(decodeProtectedHeader(result.reveal())).toEqual({ alg, typ: 'token-vault-req+jwt', kid: 'k' });
    expect(decodeJwt(result.reveal())).toEqual({ sub: 'auth0|ada', n: 1 });
    await jwtVerify(result.reveal(), publicKey);
  });

  test('the skew of the clocks comes from discovery', async () => {
    const date = new Date(Date.now() + 120_000).toUTCString();
    const { result, seen } = await withOAuth(
      () => ({ json: {}, headers: { date } }),
      (oauth) => oauth.clockSkew(),
    );
    expect(seen[0]?.path).toBe('/.well-known/openid-configuration');
    expect(Math.abs((result ?? 0) + 120)).toBeLessThanOrEqual(1);
  });

  test('is null when the tenant does not answer', async () => {
    const { result } = await withOAuth(
      () => ({ raw: (_response, socket) => socket.destroy() }),
      (oauth) => oauth.clockSkew(),
    );
    expect(result).toBeNull();
  });
});
