import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SandboxError } from '../../src/sandbox/index.ts';
import { type Driven, drive } from './start.ts';

let driven: Driven;
beforeEach(async () => {
  driven = await drive();
});
afterEach(() => driven.sandbox.close());

describe('faults', () => {
  const users = '/users';
  const arm = (...faults: unknown[]) => driven.call('POST', '/sandbox/faults', faults);

  test('hit the requests they fit, as often as they say', async () => {
    await arm(
      { kind: '429', path: 'users$', times: 2 },
      { kind: '429-no-headers', path: 'users$', method: 'GET' },
    );
    const first = await driven.api('GET', users);
    expect([first.status, first.headers.get('x-ratelimit-remaining')]).toEqual([429, '0']);
    expect(first.body).toEqual({
      statusCode: 429,
      error: 'Too Many Requests',
      message: 'Global limit has been reached',
      errorCode: 'too_many_requests',
    });
    expect((await driven.api('GET', '/connections')).status).toBe(200);
    expect((await driven.api('GET', users)).status).toBe(429);
    const bare = await driven.api('GET', users);
    expect([bare.status, bare.headers.get('x-ratelimit-reset')]).toEqual([429, null]);
    expect((await driven.api('GET', users)).status).toBe(200);
  });

  test('answer pages, other statuses and broken JSON', async () => {
    await arm(
      { kind: 'html' },
      { kind: '503' },
      { kind: 'status', status: 418, body: { tea: true }, headers: { 'x-pot': 'yes' } },
    );
    await driven.token().catch(() => undefined);
    expect((await driven.call('GET', '/api/v2/users')).status).toBe(503);
    const odd = await driven.call('GET', '/api/v2/users');
    expect([odd.status, odd.body, odd.headers.get('x-pot')]).toEqual([418, { tea: true }, 'yes']);
    await arm(
      { kind: 'malformed', path: 'users' },
      { kind: 'malformed', path: 'users', field: 'email', value: 7 },
    );
    const cut = await driven.api('GET', users);
    expect([cut.status, cut.body]).toEqual([200, undefined]);
    expect((await driven.api('GET', users)).body[0].email).toBe(7);
  });

  test('break connections before or after the write', async () => {
    const path = '/users/auth0%7Cada/federated-connections-tokensets';
    const [first, second] = (await driven.api('GET', path)).body;
    await arm({ kind: 'reset', method: 'DELETE' });
    await expect(driven.api('DELETE', `${path}/${first.id}`)).rejects.toThrow();
    expect((await driven.api('GET', path)).body).toHaveLength(3);
    await arm({ kind: 'truncated', method: 'DELETE', after: true });
    await expect(driven.api('DELETE', `${path}/${second.id}`)).rejects.toThrow();
    expect((await driven.api('GET', path)).body).toHaveLength(2);
  });

  test('keep a client waiting, and closing still works', async () => {
    await arm({ kind: 'hang', path: 'openid-configuration' }, { kind: '500', path: 'jwks', delay: 50 });
    const waiting = fetch(`${driven.sandbox.origin}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(150),
    });
    await expect(waiting).rejects.toThrow();
    const before = performance.now();
    expect((await driven.call('GET', '/.well-known/jwks.json')).status).toBe(500);
    expect(performance.now() - before).toBeGreaterThanOrEqual(48);
  });

  test('that are not understood are refused', async () => {
    expect((await arm({ kind: 'flood' })).status).toBe(400);
    expect((await arm({ kind: '500', path: '(' })).status).toBe(400);
    expect((await driven.call('GET', '/sandbox/faults')).body).toEqual([]);
  });
});

describe('the request log', () => {
  test('tells what came in, with secrets masked', async () => {
    await driven.call('DELETE', '/sandbox/requests');
    await driven.api('GET', '/users?q=email:ada*');
    const log = (await driven.call('GET', '/sandbox/requests')).body;
    expect(log).toHaveLength(2);
    expect(log[0]).toMatchObject({
      method: 'POST',
      path: '/oauth/token',
      authorization: 'none',
      status: 200,
    });
    expect(log[0].body).toMatchObject({ client_secret: '********', grant_type: 'client_credentials' });
    expect(log[1]).toMatchObject({
      path: '/api/v2/users',
      query: { q: 'email:ada*' },
      authorization: 'bearer',
    });
    expect(JSON.stringify(log)).not.toContain(driven.sandbox.credentials.clientSecret);
  });
});

describe('the state', () => {
  test('is merged row by row, and null deletes a row', async () => {
    await driven.call('PUT', '/sandbox/state', {
      users: {
        'auth0|ada': { blocked: true },
        'auth0|new': { user_id: 'auth0|new', identities: [] },
        'auth0|grace': null,
      },
      tenant: { mfaPolicies: ['confidence-score'] },
    });
    const ada = (await driven.api('GET', '/users/auth0%7Cada')).body;
    expect(ada).toMatchObject({ blocked: true, email: 'ada@example.com' });
    expect((await driven.api('GET', '/users/auth0%7Cnew')).status).toBe(200);
    expect((await driven.api('GET', '/users/auth0%7Cgrace')).status).toBe(404);
    expect((await driven.api('GET', '/guardian/policies')).body).toEqual(['confidence-score']);
    expect((await driven.call('PUT', '/sandbox/state', { people: {} })).status).toBe(400);
  });

  test('is seeded anew by a reset, and tokens stay valid', async () => {
    const token = await driven.token();
    const info = await driven.call('POST', '/sandbox/reset', { scenario: 'empty', generation: 'tokensets' });
    expect(info.body).toMatchObject({ scenario: 'empty', generation: 'tokensets', users_total: 0 });
    expect((await driven.api('GET', '/users', undefined, token)).body).toEqual([]);
    expect((await driven.call('POST', '/sandbox/reset', { scenario: 'perfect' })).status).toBe(400);
  });
});

describe('the control surface', () => {
  test('is closed to web pages of other origins', async () => {
    const answer = await driven.call('POST', '/sandbox/reset', {}, { origin: 'https://evil.example' });
    expect(answer.status).toBe(403);
  });

  test.each([
    [{ user: 'nobody', app: 'Acme Web', type: 'refresh_token' }, 'user'],
    [{ user: 'alan@example.com', app: 'Acme Web', type: 'refresh_token' }, 'user'],
    [{ user: 'auth0|ada', app: 'Nothing', type: 'refresh_token' }, 'app'],
    [{ user: 'auth0|ada', app: 'Acme Assistant API', type: 'refresh_token' }, 'not_possible'],
    [{ user: 'auth0|ada', app: 'Acme Mobile', type: 'my_account' }, 'not_possible'],
  ] as const)('cannot mint %j', async (request, reason) => {
    let thrown: unknown;
    try {
      driven.sandbox.mintToken(request);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SandboxError);
    expect((thrown as SandboxError).reason).toBe(reason);
    const answer = await driven.call('POST', '/sandbox/token', request);
    expect([answer.status, answer.body.errorCode]).toEqual([400, reason]);
  });

  test('secrets() knows what must never leak', async () => {
    const minted = driven.sandbox.mintToken({ user: 'auth0|ada', app: 'Acme Web', type: 'refresh_token' });
    const secrets = driven.sandbox.secrets();
    expect(secrets).toContain(driven.sandbox.credentials.clientSecret);
    expect(secrets).toContain(minted.token);
    expect(secrets.some((secret) => secret.startsWith('ya29.'))).toBe(true);
    const { body } = await driven.api('GET', '/connections?name=github');
    expect(secrets).toContain(body[0].options.client_secret);
  });
});
