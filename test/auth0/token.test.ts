import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import type { TenantSettings } from '../../src/auth0/settings.ts';
import { openTenant } from '../../src/auth0/tenant.ts';
import type { Credentials } from '../../src/core/profiles.ts';
import { Secret } from '../../src/core/secret.ts';
import { credentialsFor, failureOf, hastyClock, jwt, memoryCache, settingsFor } from './support.ts';
import { type Reply, type Seen, tinyServer } from './tiny-server.ts';

const now = Date.parse('2026-01-01T00:00:00Z');
const forbidden: Reply = {
  status: 403,
  json: {
    statusCode: 403,
    error: 'Forbidden',
    message: 'Insufficient scope, expected any of: read:users',
    errorCode: 'insufficient_scope',
  },
};
const user: Reply = { json: { user_id: 'auth0|ada', identities: [] } };

function issued(name: string, over: object = {}): Reply {
  return {
    json: {
      access_token: jwt({ name, scope: 'read:users', exp: now / 1000 + 86_400 }),
      expires_in: 86_400,
      token_type: 'Bearer',
      ...over,
    },
  };
}

/** A tenant whose server tells token requests from the rest. */
async function withTenant<T>(
  replies: {
    readonly token?: (count: number) => Reply;
    readonly api?: (request: Seen, count: number) => Reply;
  },
  settings: (baseUrl: string) => Partial<TenantSettings>,
  use: (tenant: ReturnType<typeof openTenant>) => Promise<T>,
) {
  let tokens = 0;
  let apis = 0;
  await using server = await tinyServer((request) => {
    if (request.path === '/oauth/token') {
      tokens += 1;
      return replies.token?.(tokens) ?? issued(`t${tokens}`);
    }
    apis += 1;
    return replies.api?.(request, apis) ?? user;
  });
  const clock = hastyClock(now);
  const base = settingsFor(server.baseUrl, { clock, credentials: credentialsFor(server.baseUrl) });
  const tenant = openTenant({ ...base, ...settings(server.baseUrl) });
  try {
    const result = await use(tenant);
    return { result, seen: server.seen, tokens, apis, clock, baseUrl: server.baseUrl };
  } finally {
    await tenant.close();
  }
}

const names = (seen: readonly Seen[]): readonly string[] =>
  seen
    .filter(({ path }) => path !== '/oauth/token')
    .map(
      ({ headers }) =>
        JSON.parse(Buffer.from(headers.authorization?.split('.')[1] ?? '', 'base64url').toString()).name,
    );

describe('a token by client credentials', () => {
  test('is asked for once, by form, and stored', async () => {
    const cache = memoryCache();
    const { seen, tokens } = await withTenant(
      {},
      () => ({ cache }),
      async (tenant) => {
        await Promise.all([tenant.users.load('a|1'), tenant.users.load('a|2')]);
        await tenant.users.load('a|3');
        expect([...((await tenant.heldScopes()) ?? [])]).toEqual(['read:users']);
        expect(await tenant.tokenExpiresAt()).toBe('2026-01-02T00:00:00.000Z');
      },
    );
    expect(tokens).toBe(1);
    const [request] = seen;
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      grant_type: 'client_credentials',
      audience: expect.stringMatching(/\/api\/v2\/$/),
      client_id: 'm2m',
      client_secret: 's3cret&=',
    });
    expect(cache.log).toEqual([expect.stringMatching(/^read 127.0.0.1:\d+ m2m http/), 'write']);
  });

  test.each<[string, number, number]>([
    ['with time left is used', 301, 0],
    ['with less than five minutes is not', 299, 1],
    ['that has expired is not', -1, 1],
  ])('a cached token %s', async (_name, seconds, tokens) => {
    const cache = memoryCache({
      token: new Secret(jwt({ name: 'cached' })),
      expiresAt: now + seconds * 1000,
    });
    const outcome = await withTenant(
      {},
      () => ({ cache }),
      (tenant) => tenant.users.load('a|1'),
    );
    expect(outcome.tokens).toBe(tokens);
  });

  test('the cache is not asked when a fresh one is wanted', async () => {
    const cache = memoryCache({ token: new Secret(jwt({ name: 'cached' })), expiresAt: now + 9e6 });
    const { seen } = await withTenant(
      {},
      () => ({ cache, fresh: true }),
      (tenant) => tenant.users.load('a|1'),
    );
    expect(names(seen)).toEqual(['t1']);
    expect(cache.log).toEqual(['write']);
  });

  test('a short-lived one is not stored', async () => {
    const cache = memoryCache();
    await withTenant(
      { token: () => issued('t', { expires_in: 200 }) },
      () => ({ cache }),
      (tenant) => tenant.users.load('a|1'),
    );
    expect(cache.log).toEqual([expect.stringContaining('read')]);
  });

  test('one that runs out during long work is replaced', async () => {
    const clock = hastyClock(now);
    const { tokens } = await withTenant(
      {},
      () => ({ clock }),
      async (tenant) => {
        await tenant.users.load('a|1');
        await clock.sleep(86_400_000 - 10_000);
        await tenant.users.load('a|2');
      },
    );
    expect(tokens).toBe(2);
  });

  test('basic authentication encodes id and secret', async () => {
    const authentication = { method: 'client_secret_basic', secret: new Secret('a:b c%') } as const;
    const { seen } = await withTenant(
      {},
      (baseUrl) => ({ credentials: credentialsFor(baseUrl, { authentication }) }),
      (tenant) => tenant.users.load('a|1'),
    );
    expect(Buffer.from(seen[0]?.headers.authorization?.slice(6) ?? '', 'base64').toString()).toBe(
      'm2m:a%3Ab+c%25',
    );
    expect(seen[0]?.body).not.toContain('client_id');
  });
});

describe('private_key_jwt', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pems = {
    'PKCS #8': privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    'PKCS #1': privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  };
  const keyed = (key: string, alg: string) => (baseUrl: string) => ({
    credentials: credentialsFor(baseUrl, {
      authentication: { method: 'private_key_jwt', key: new Secret(key), alg, kid: 'k1' },
    }),
  });

  test.each(Object.entries(pems))('%s signs an assertion for one use', async (_name, pem) => {
    const { seen, baseUrl } = await withTenant(
      { token: (count) => (count === 1 ? { status: 429, headers: { 'retry-after': '1' } } : issued('t')) },
      keyed(pem, 'RS256'),
      (tenant) => tenant.users.load('a|1'),
    );
    const forms = seen.slice(0, 2).map(({ body }) => new URLSearchParams(body));
    const [first, second] = forms.map((form) => form.get('client_assertion') ?? '');
    expect(forms[0]?.get('client_assertion_type')).toBe(
      'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    );
    expect(forms[0]?.get('client_secret')).toBeNull();
    const { payload, protectedHeader } = await jwtVerify(
      first ?? '',
      createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
      {
        audience: `${baseUrl}/`,
        issuer: 'm2m',
        subject: 'm2m',
        currentDate: new Date(now),
      },
    );
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: 'k1' });
    expect(payload.aud).toBe(`${baseUrl}/`);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(300);
    expect(payload.jti).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).not.toBe(first);
  });

  test.each<[string, string, string]>([
    ['not a key', '-----BEGIN PRIVATE KEY-----\nxx\n-----END PRIVATE KEY-----', 'RS256'],
    [
      'a key that does not fit',
      generateKeyPairSync('ec', { namedCurve: 'P-256' })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
      'RS256',
    ],
    ['an unknown algorithm', pems['PKCS #8'], 'XX1'],
  ])('%s is said', async (_name, pem, alg) => {
    const { result, seen } = await withTenant({}, keyed(pem, alg), (tenant) =>
      failureOf(tenant.users.load('a|1')),
    );
    expect(result.code).toBe('usage.file');
    expect(result.message).not.toContain('BEGIN');
    expect(seen).toEqual([]);
  });
});

describe('a refused token', () => {
  const unauthorized: Reply = {
    status: 401,
    json: {
      statusCode: 401,
      error: 'Unauthorized',
      message: 'Expired token received for JSON Web Token validation',
    },
  };

  test('401: dropped from the cache, a fresh one tried once', async () => {
    const cache = memoryCache({ token: new Secret(jwt({ name: 'cached' })), expiresAt: now + 9e6 });
    const { seen } = await withTenant(
      { api: (_request, count) => (count === 1 ? unauthorized : user) },
      () => ({ cache }),
      (tenant) => tenant.users.load('a|1'),
    );
    expect(names(seen)).toEqual(['cached', 't1']);
    expect(cache.log).toEqual([expect.stringContaining('read'), 'drop', 'write']);
  });

  test('401 side by side: one fresh token for all', async () => {
    const cache = memoryCache({ token: new Secret(jwt({ name: 'cached' })), expiresAt: now + 9e6 });
    const { tokens } = await withTenant(
      {
        api: ({ headers }) =>
          headers.authorization?.includes(jwt({ name: 'cached' })) ? unauthorized : user,
      },
      () => ({ cache }),
      (tenant) => Promise.all(['a|1', 'a|2', 'a|3', 'a|4'].map((id) => tenant.users.load(id))),
    );
    expect(tokens).toBe(1);
  });

  test('401 again and again ends', async () => {
    const { result, tokens } = await withTenant(
      { api: () => unauthorized },
      () => ({}),
      (tenant) => failureOf(tenant.users.load('a|1')),
    );
    expect(result.code).toBe('access.expired');
    expect(tokens).toBe(2);
  });

  test('403 for scope with a cached token: a fresh one is tried once', async () => {
    const cache = memoryCache({
      token: new Secret(jwt({ name: 'cached', scope: '' })),
      expiresAt: now + 9e6,
    });
    const { seen, result } = await withTenant(
      { api: (_request, count) => (count === 1 ? forbidden : user) },
      () => ({ cache }),
      (tenant) => tenant.users.load('a|1'),
    );
    expect(result.user_id).toBe('auth0|ada');
    expect(names(seen)).toEqual(['cached', 't1']);
  });

  test('403 for scope with a fresh token is final', async () => {
    const { tokens, apis, result } = await withTenant(
      { api: () => forbidden },
      () => ({}),
      (tenant) => failureOf(tenant.users.load('a|1')),
    );
    expect([tokens, apis]).toEqual([1, 1]);
    expect(result.code).toBe('access.scope');
  });

  test('a cached token that lacks a wanted scope is replaced before it is judged', async () => {
    const cache = memoryCache({
      token: new Secret(jwt({ name: 'cached', scope: 'read:x' })),
      expiresAt: now + 9e6,
    });
    const { tokens } = await withTenant(
      {},
      () => ({ cache }),
      async (tenant) => {
        expect([...((await tenant.heldScopes()) ?? [])]).toEqual(['read:x']);
        expect([...((await tenant.heldScopes(['read:users'])) ?? [])]).toEqual(['read:users']);
        expect([...((await tenant.heldScopes(['read:more'])) ?? [])]).toEqual(['read:users']);
      },
    );
    expect(tokens).toBe(1);
  });
});

describe('a ready token', () => {
  const ready = (token: string) => (baseUrl: string) => ({
    credentials: credentialsFor(baseUrl, {
      clientId: null,
      authentication: { method: 'token', token: new Secret(token) },
    }),
  });

  test('that has expired is refused before any request', async () => {
    const { result, seen } = await withTenant({}, ready(jwt({ exp: now / 1000 - 1 })), (tenant) =>
      failureOf(tenant.users.load('a|1')),
    );
    expect(result.code).toBe('access.expired');
    expect(result.message).toContain('2025-12-31T23:59:59.000Z');
    expect(seen).toEqual([]);
  });

  test('that is opaque has unknown scopes and expiry', async () => {
    await withTenant({}, ready('opaque-token'), async (tenant) => {
      expect(await tenant.heldScopes()).toBeUndefined();
      expect(await tenant.tokenExpiresAt()).toBeNull();
    });
  });

  test('by permissions', async () => {
    await withTenant({}, ready(jwt({ permissions: ['read:users', 7] })), async (tenant) => {
      expect([...((await tenant.heldScopes()) ?? [])]).toEqual(['read:users']);
    });
  });

  test('cannot be renewed', async () => {
    const { result, tokens, apis } = await withTenant(
      { api: () => ({ status: 401, json: { statusCode: 401, message: 'Invalid token' } }) },
      ready('opaque'),
      (tenant) => failureOf(tenant.users.load('a|1')),
    );
    expect([tokens, apis]).toEqual([0, 1]);
    expect(result.code).toBe('access.credentials');
  });
});

describe('rejected credentials', () => {
  const environment = (baseUrl: string): Partial<TenantSettings> => ({
    credentials: { ...credentialsFor(baseUrl), source: 'environment' } as Credentials,
  });

  test.each<[string, Reply, RegExp, RegExp]>([
    [
      'a wrong secret',
      { status: 401, json: { error: 'access_denied', error_description: 'Unauthorized' } },
      /rejected the credentials of `m2m`/,
      /--profile/,
    ],
    [
      'a wrong assertion',
      { status: 401, json: { error: 'invalid_client' } },
      /rejected the credentials/,
      /--profile/,
    ],
    [
      'no client grant',
      {
        status: 403,
        json: {
          error: 'access_denied',
          error_description: 'Client is not authorized to access "x". You need to create a "client-grant"',
        },
      },
      /may not call the Management API/,
      /Authorize it/,
    ],
    [
      'no grant type',
      { status: 403, json: { error: 'unauthorized_client', error_description: 'Grant type' } },
      /may not use client credentials/,
      /machine-to-machine/,
    ],
    [
      'a wrong audience',
      {
        status: 403,
        json: { error: 'access_denied', error_description: 'Service not enabled within domain: x' },
      },
      /is not the Management API/,
      /AUTH0_AUDIENCE/,
    ],
  ])('%s', async (_name, reply, message, hint) => {
    const { result } = await withTenant({ token: () => reply }, environment, (tenant) =>
      failureOf(tenant.users.load('a|1')),
    );
    expect(result.code).toBe('access.credentials');
    expect(result.exit).toBe(4);
    expect(result.message).toMatch(message);
    expect(result.hint).toMatch(hint);
    expect(result.hint).toMatch(/`AUTH0_\*` variables may hold an application’s own credentials/);
    expect(JSON.stringify(result)).not.toContain('s3cret');
  });

  test('from a profile nothing is said about the environment', async () => {
    const { result } = await withTenant(
      { token: () => ({ status: 401, json: { error: 'invalid_client' } }) },
      () => ({}),
      (tenant) => failureOf(tenant.users.load('a|1')),
    );
    expect(result.hint).not.toContain('AUTH0_*');
  });

  test.each<[string, Reply, string]>([
    ['HTML', { status: 404, text: '<title>Nothing here</title>' }, 'api.unexpected_response'],
    [
      'a quota',
      {
        status: 429,
        json: { error: 'too_many_requests', error_description: 'Client quota exceeded' },
        headers: { 'retry-after': '9999' },
      },
      'api.rate_limit',
    ],
    ['a server error', { status: 503 }, 'api.server'],
    ['a success without a token', { json: { token_type: 'Bearer' } }, 'api.unexpected_response'],
    ['a success that is no JSON', { text: 'hello' }, 'api.unexpected_response'],
  ])('%s is something else', async (_name, reply, code) => {
    const { result } = await withTenant(
      { token: () => reply },
      () => ({}),
      (tenant) => failureOf(tenant.users.load('a|1')),
    );
    expect(result.code).toBe(code);
  });

  test('a token request that meets a server error is sent again', async () => {
    const { tokens } = await withTenant(
      { token: (count) => (count < 3 ? { status: 503 } : issued('t')) },
      () => ({}),
      (tenant) => tenant.users.load('a|1'),
    );
    expect(tokens).toBe(3);
  });
});
