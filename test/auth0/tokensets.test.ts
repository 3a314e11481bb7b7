import { describe, expect, test } from 'vitest';
import { openTenant } from '../../src/auth0/tenant.ts';
import { failureOf, hastyClock, settingsFor } from './support.ts';
import { type Reply, tinyServer } from './tiny-server.ts';

const now = Date.parse('2026-01-01T00:00:00Z');

async function listWith(json: unknown) {
  await using server = await tinyServer(() => ({ json }));
  const tenant = openTenant(settingsFor(server.baseUrl, { clock: hastyClock(now) }));
  try {
    return await tenant.tokensets.listTokensets('auth0|ada');
  } finally {
    await tenant.close();
  }
}

describe('tokensets', () => {
  test('the seed sample: epoch seconds', async () => {
    const [one] = await listWith([
      {
        id: 'b3c1',
        connection: 'google-oauth2',
        scope: 'Calendars.Read profile',
        issued_at: 1733455897,
        expires_at: 1733459497,
        last_used_at: 1733453897,
      },
    ]);
    expect(one).toEqual({
      id: 'b3c1',
      user_id: 'auth0|ada',
      connection: 'google-oauth2',
      connection_id: null,
      strategy: null,
      access_type: null,
      organization_id: null,
      scopes: ['Calendars.Read', 'profile'],
      issued_at: '2024-12-06T03:31:37.000Z',
      expires_at: '2024-12-06T04:31:37.000Z',
      last_used_at: '2024-12-06T02:58:17.000Z',
      expired: true,
      source: 'tokensets',
    });
  });

  test.each<[string, object, object]>([
    ['ISO strings', { issued_at: '2025-05-01T10:00:00Z' }, { issued_at: '2025-05-01T10:00:00.000Z' }],
    [
      'nulls',
      { issued_at: null, expires_at: null, scope: null },
      { issued_at: null, expires_at: null, scopes: [], expired: false },
    ],
    ['missing keys', {}, { connection: '', scopes: [], issued_at: null, last_used_at: null, expired: false }],
    ['empty scope', { scope: '' }, { scopes: [] }],
    ['a list of scopes', { scope: ['a', 'b', ''] }, { scopes: ['a', 'b'] }],
    ['scopes apart by commas', { scope: 'a,b  c' }, { scopes: ['a', 'b', 'c'] }],
    ['a time ahead', { expires_at: '2026-01-01T00:00:01Z' }, { expired: false }],
    ['this very moment', { expires_at: '2026-01-01T00:00:00Z' }, { expired: true }],
  ])('%s', async (_name, wire, expected) => {
    const [one] = await listWith([{ id: 'x', ...wire }]);
    expect(one).toMatchObject(expected);
  });

  test.each<[string, unknown, string]>([
    [
      'an object for a time',
      [{ id: 'a' }, { id: 'b', issued_at: {} }],
      '`issued_at` of tokenset 2 is an object, not a time',
    ],
    [
      'text that is no time',
      [{ id: 'a', expires_at: 'ya29.soon-to-be-hidden' }],
      '`expires_at` of tokenset 1 is text, not a time',
    ],
    ['no id', [{ connection: 'x' }], '`id` of tokenset 1 is missing, not text'],
    [
      'a number for a connection',
      [{ id: 'a', connection: 7 }],
      '`connection` of tokenset 1 is a number, not text',
    ],
    [
      'scopes that are not text',
      [{ id: 'a', scope: [1] }],
      '`scope` of tokenset 1 is a list, not a list of text',
    ],
    ['an item that is no object', [null], 'tokenset 1 is null, not an object'],
    ['a body that is no list', { tokensets: [] }, 'The body is an object, not a list'],
  ])('%s is named', async (_name, wire, cause) => {
    const error = await failureOf(listWith(wire));
    expect(error.code).toBe('api.unexpected_response');
    expect(error.details.cause).toBe(cause);
    expect(JSON.stringify(error)).not.toContain('ya29');
  });

  test('connected accounts of every page', async () => {
    const pages: Record<string, Reply> = {
      first: {
        json: {
          connected_accounts: [
            {
              id: 'cac_1',
              connection: 'google-oauth2',
              connection_id: 'con_1',
              strategy: 'google-oauth2',
              access_type: 'offline',
              scopes: ['openid'],
              created_at: '2025-12-01T00:00:00.123Z',
              organization_id: 'org_1',
            },
          ],
          next: 'p2',
        },
      },
      p2: {
        json: {
          connected_accounts: [
            // Again, because the list moved between the pages.
            { id: 'cac_1', connection: 'google-oauth2' },
            { id: 'cac_2', connection: 'github', created_at: null, expires_at: '2025-12-31' },
          ],
        },
      },
    };
    await using server = await tinyServer(({ path }) => {
      const from = new URL(path, 'http://x').searchParams.get('from') ?? 'first';
      return pages[from] ?? { status: 400 };
    });
    const tenant = openTenant(settingsFor(server.baseUrl, { clock: hastyClock(now) }));
    const accounts = await tenant.tokensets.listConnectedAccounts('auth0|ä/+ x');
    await tenant.close();
    expect(server.seen.map(({ path }) => path)).toEqual([
      '/api/v2/users/auth0%7C%C3%A4%2F%2B%20x/connected-accounts?take=20',
      '/api/v2/users/auth0%7C%C3%A4%2F%2B%20x/connected-accounts?take=20&from=p2',
    ]);
    expect(accounts).toEqual([
      {
        id: 'cac_1',
        user_id: 'auth0|ä/+ x',
        connection: 'google-oauth2',
        connection_id: 'con_1',
        strategy: 'google-oauth2',
        access_type: 'offline',
        organization_id: 'org_1',
        scopes: ['openid'],
        issued_at: '2025-12-01T00:00:00.123Z',
        expires_at: null,
        last_used_at: null,
        expired: false,
        source: 'connected_accounts',
      },
      expect.objectContaining({ id: 'cac_2', issued_at: null, expired: true, access_type: null, scopes: [] }),
    ]);
  });

  test('a cursor that repeats ends the list', async () => {
    await using server = await tinyServer(() => ({ json: { connected_accounts: [], next: 'same' } }));
    const tenant = openTenant(settingsFor(server.baseUrl));
    const error = await failureOf(tenant.tokensets.listConnectedAccounts('auth0|ada'));
    await tenant.close();
    expect(error.code).toBe('api.unexpected_response');
    expect(error.details.cause).toContain('`next` repeats');
    expect(server.seen).toHaveLength(2);
  });

  test.each<[number, object | undefined]>([
    [204, undefined],
    [
      404,
      {
        statusCode: 404,
        error: 'Not Found',
        message: 'The user does not exist.',
        errorCode: 'inexistent_user',
      },
    ],
  ])('a deletion answered %d is done', async (status, json) => {
    await using server = await tinyServer(() => ({ status, json, headers: { 'x-auth0-requestid': 'r1' } }));
    const tenant = openTenant(settingsFor(server.baseUrl));
    const written = await tenant.tokensets.deleteTokenset('auth0|ada', 't/1');
    await tenant.close();
    expect(written).toEqual({ value: null, requestId: 'r1' });
    expect(server.seen[0]).toMatchObject({
      method: 'DELETE',
      path: '/api/v2/users/auth0%7Cada/federated-connections-tokensets/t%2F1',
      body: '',
    });
  });

  test.each<[string, Reply, string]>([
    [
      'a 404 without a word',
      { status: 404, json: { statusCode: 404, message: 'Not Found' } },
      'refused.feature',
    ],
    ['a page of a proxy', { status: 404, text: '<title>Nothing here</title>' }, 'api.unexpected_response'],
  ])('a deletion answered with %s is not done', async (_name, reply, code) => {
    await using server = await tinyServer(() => reply);
    const tenant = openTenant(settingsFor(server.baseUrl));
    const error = await failureOf(tenant.tokensets.deleteTokenset('auth0|ada', 't1'));
    await tenant.close();
    expect(error.code).toBe(code);
  });

  test.each([404, 405, 410])('a route that answers %i without a word is gone', async (status) => {
    await using server = await tinyServer(() => ({ status, json: { statusCode: status, message: 'No' } }));
    const tenant = openTenant(settingsFor(server.baseUrl));
    const error = await failureOf(tenant.tokensets.listTokensets('auth0|ada'));
    await tenant.close();
    expect(error.code).toBe('refused.feature');
  });

  test.each(['', '.', '..'])('`%s` is not an id', async (id) => {
    const tenant = openTenant(settingsFor('http://127.0.0.1:1'));
    const error = await failureOf(Promise.resolve().then(() => tenant.tokensets.listTokensets(id)));
    expect(error.code).toBe('usage.invalid_value');
  });
});
