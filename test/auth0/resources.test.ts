import { describe, expect, test } from 'vitest';
import { openTenant } from '../../src/auth0/tenant.ts';
import { collect, failureOf, settingsFor } from './support.ts';
import { type Reply, type Seen, tinyServer } from './tiny-server.ts';

type Tenant = ReturnType<typeof openTenant>;

async function withReplies<T>(
  reply: (request: Seen, count: number) => Reply,
  use: (tenant: Tenant) => Promise<T>,
) {
  await using server = await tinyServer(reply);
  const tenant = openTenant(settingsFor(server.baseUrl));
  try {
    return { result: await use(tenant), seen: server.seen };
  } finally {
    await tenant.close();
  }
}

const query = (request: Seen | undefined): Record<string, string> =>
  Object.fromEntries(new URL(request?.path ?? '', 'http://x').searchParams);

describe('connections', () => {
  const plain = { id: 'con_1', name: 'google', strategy: 'google-oauth2' };

  test('are listed by checkpoint, without options unless asked for', async () => {
    const { result, seen } = await withReplies(
      (_request, count) => ({
        json: {
          connections: [{ ...plain, id: `con_${count}` }],
          ...(count < 3 ? { next: `p${count}` } : {}),
        },
      }),
      (tenant) =>
        collect(tenant.connections.list({ strategies: ['github', 'google-oauth2'], name: 'google' })),
    );
    expect(result.map(({ id }) => id)).toEqual(['con_1', 'con_2', 'con_3']);
    const search = new URL(seen[0]?.path ?? '', 'http://x').searchParams;
    expect(search.getAll('strategy')).toEqual(['github', 'google-oauth2']);
    expect(query(seen[0])).toMatchObject({
      name: 'google',
      take: '100',
      include_fields: 'true',
      fields: 'id,name,display_name,strategy,authentication,connected_accounts',
    });
    expect(seen.map((request) => query(request).from)).toEqual([undefined, 'p1', 'p2']);
  });

  test('with options ask for them', async () => {
    const { seen } = await withReplies(
      () => ({ json: { connections: [] } }),
      (tenant) => collect(tenant.connections.list({ withOptions: true })),
    );
    expect(query(seen[0]).fields).toBe(
      'id,name,display_name,strategy,authentication,connected_accounts,options',
    );
  });

  test('of a server that answers a plain list', async () => {
    const { result } = await withReplies(
      () => ({ json: [plain] }),
      (tenant) => collect(tenant.connections.list()),
    );
    expect(result).toHaveLength(1);
  });

  test.each<[string, object, object]>([
    [
      'absent keys',
      {},
      {
        display_name: undefined,
        options: undefined,
        authentication: undefined,
        connected_accounts: undefined,
      },
    ],
    [
      'both switches',
      {
        authentication: { active: true },
        connected_accounts: { active: false, cross_app_access: true },
        options: { a: [1] },
        display_name: 'G',
      },
      {
        authentication: { active: true },
        connected_accounts: { active: false, cross_app_access: true },
        options: { a: [1] },
        display_name: 'G',
      },
    ],
    ['empty switches', { connected_accounts: {} }, { connected_accounts: { active: false } }],
    ['null options', { options: null }, { options: undefined }],
  ])('%s', async (_name, wire, expected) => {
    const { result } = await withReplies(
      () => ({ json: { ...plain, ...wire } }),
      (tenant) => tenant.connections.load('con_1'),
    );
    expect(result).toEqual({
      ...plain,
      display_name: undefined,
      options: undefined,
      authentication: undefined,
      connected_accounts: undefined,
      ...expected,
    });
  });

  test('a switch that is no switch is named', async () => {
    const { result } = await withReplies(
      () => ({ json: { ...plain, connected_accounts: { active: 'yes' } } }),
      (tenant) => failureOf(tenant.connections.load('con_1')),
    );
    expect(result.details.cause).toBe(
      '`active` of `connected_accounts` of the connection is text, not a boolean',
    );
  });

  test('clients are listed and linked fifty at a time', async () => {
    const changes = Array.from({ length: 120 }, (_, index) => ({
      client_id: `c${index}`,
      status: index % 2 === 0,
    }));
    const { result, seen } = await withReplies(
      (request) =>
        request.method === 'PATCH'
          ? { status: 204, headers: { 'x-auth0-requestid': 'r' } }
          : { json: { clients: [{ client_id: 'a' }, { client_id: 'b' }] } },
      async (tenant) => [
        await tenant.connections.listClients('con_1'),
        await tenant.connections.updateClients('con_1', changes),
      ],
    );
    expect(result).toEqual([['a', 'b'], { value: null, requestId: 'r' }]);
    const bodies = seen.slice(1).map(({ body }) => JSON.parse(body) as unknown[]);
    expect(bodies.map((body) => body.length)).toEqual([50, 50, 20]);
    expect(bodies.flat()).toEqual(changes);
  });
});

describe('applications', () => {
  const wire = {
    client_id: 'app1',
    name: 'Web',
    client_secret: 'hidden-secret',
    signing_keys: [{ cert: 'hidden-cert' }],
    app_type: 'regular_web',
    grant_types: ['authorization_code'],
    refresh_token: { rotation_type: 'rotating', policies: null },
    jwt_configuration: { alg: 'RS256' },
    client_authentication_methods: { private_key_jwt: { credentials: [{ id: 'cred_1' }] } },
    token_endpoint_auth_method: null,
    token_vault_privileged_access: {
      credentials: [{ id: 'cred_2' }],
      grants: [{ connection: 'github', scopes: ['repo'] }],
    },
  };

  test('are read without their secrets', async () => {
    const { result, seen } = await withReplies(
      () => ({ json: wire }),
      (tenant) => tenant.clients.load('app1'),
    );
    expect(result).toEqual({
      client_id: 'app1',
      name: 'Web',
      app_type: 'regular_web',
      global: false,
      is_first_party: undefined,
      oidc_conformant: undefined,
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: null,
      client_authentication_method: 'private_key_jwt',
      refresh_token: { rotation_type: 'rotating', policies: null },
      resource_server_identifier: undefined,
      token_vault_privileged_access: {
        credentials: ['cred_2'],
        ip_allowlist: null,
        grants: [{ connection: 'github', scopes: ['repo'] }],
      },
      third_party_security_mode: undefined,
      callbacks: undefined,
      signing_alg: 'RS256',
    });
    expect(JSON.stringify(result)).not.toContain('hidden');
    expect(query(seen[0]).fields).not.toMatch(/secret|signing_keys/);
  });

  test.each<[string, object, object]>([
    [
      'an absent method',
      {},
      { token_endpoint_auth_method: undefined, refresh_token: undefined, grant_types: undefined },
    ],
    [
      'a method that is null',
      { token_endpoint_auth_method: null, refresh_token: null },
      { token_endpoint_auth_method: null, refresh_token: null },
    ],
    [
      '`none`',
      { token_endpoint_auth_method: 'none', grant_types: [] },
      { token_endpoint_auth_method: 'none', grant_types: [] },
    ],
  ])('%s is what it is', async (_name, over, expected) => {
    const { result } = await withReplies(
      () => ({ json: { client_id: 'a', name: 'A', ...over } }),
      (tenant) => tenant.clients.load('a'),
    );
    expect(result).toMatchObject(expected);
  });

  test('are listed without the global one', async () => {
    const clients = [
      { client_id: 'a', name: 'A' },
      { client_id: 'all', name: 'All Applications', global: true },
    ];
    const { result, seen } = await withReplies(
      () => ({ json: { clients } }),
      (tenant) => collect(tenant.clients.list({ appType: 'spa' })),
    );
    expect(result.map(({ client_id }) => client_id)).toEqual(['a']);
    expect(query(seen[0])).toMatchObject({ is_global: 'false', app_type: 'spa', take: '100' });
  });

  test('a new one gives its secret once, hidden', async () => {
    const { result, seen } = await withReplies(
      () => ({ status: 201, json: wire, headers: { 'x-auth0-requestid': 'r9' } }),
      (tenant) => tenant.clients.create({ name: 'Web' }),
    );
    expect(result.requestId).toBe('r9');
    expect(result.value.secret?.reveal()).toBe('hidden-secret');
    expect(JSON.stringify(result)).not.toContain('hidden-secret');
    expect(seen[0]).toMatchObject({ method: 'POST', path: '/api/v2/clients', body: '{"name":"Web"}' });
  });

  test('keys', async () => {
    const credential = {
      id: 'cred_1',
      kid: 'k',
      credential_type: 'public_key',
      expires_at: '2027-01-01T00:00:00Z',
    };
    const { result, seen } = await withReplies(
      (request) => ({ json: request.method === 'GET' ? [credential] : credential }),
      async (tenant) => [
        await tenant.clients.listCredentials('a'),
        (await tenant.clients.createCredential('a', { pem: 'x' })).value,
      ],
    );
    const expected = {
      id: 'cred_1',
      name: null,
      kid: 'k',
      alg: null,
      credential_type: 'public_key',
      expires_at: '2027-01-01T00:00:00.000Z',
    };
    expect(result).toEqual([[expected], expected]);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v2/clients/a/credentials',
      'POST /api/v2/clients/a/credentials',
    ]);
  });
});

describe('client grants and APIs', () => {
  test('grants', async () => {
    const grant = {
      id: 'cgr_1',
      client_id: 'a',
      audience: 'https://x/me/',
      scope: ['read:me:connected_accounts'],
      subject_type: 'user',
    };
    const { result, seen } = await withReplies(
      (request) => ({
        json: request.method === 'GET' ? { client_grants: [grant] } : { ...grant, allow_all_scopes: true },
      }),
      async (tenant) => [
        await tenant.clientGrants.list({ clientId: 'a', audience: 'https://x/me/', subjectType: 'user' }),
        (await tenant.clientGrants.create({ client_id: 'a' })).value,
        (await tenant.clientGrants.update('cgr_1', { scope: [] })).value,
      ],
    );
    expect(result).toEqual([
      [{ ...grant, allow_all_scopes: false }],
      { ...grant, allow_all_scopes: true },
      { ...grant, allow_all_scopes: true },
    ]);
    expect(query(seen[0])).toMatchObject({ client_id: 'a', audience: 'https://x/me/', subject_type: 'user' });
    expect(seen.slice(1).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/v2/client-grants',
      'PATCH /api/v2/client-grants/cgr_1',
    ]);
  });

  test('an API is found by its identifier, or is null', async () => {
    const api = {
      id: 'rs_1',
      identifier: 'https://x/me/',
      is_system: true,
      scopes: [{ value: 'a' }],
      subject_type_authorization: { user: { policy: 'require_client_grant' } },
    };
    const { result, seen } = await withReplies(
      (_request, count) =>
        count === 1
          ? { json: api }
          : { status: 404, json: { statusCode: 404, message: 'x', errorCode: 'inexistent_resource_server' } },
      async (tenant) => [
        await tenant.resourceServers.find('https://x/me/'),
        await tenant.resourceServers.find('https://y/'),
      ],
    );
    expect(result).toEqual([
      {
        id: 'rs_1',
        identifier: 'https://x/me/',
        name: null,
        is_system: true,
        scopes: ['a'],
        user_policy: 'require_client_grant',
        skip_consent: undefined,
        allow_offline_access: undefined,
      },
      null,
    ]);
    expect(seen[0]?.path).toBe('/api/v2/resource-servers/https%3A%2F%2Fx%2Fme%2F');
  });

  test('APIs are listed page by page', async () => {
    const page = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ id: `rs_${from + index}`, identifier: 'x' }));
    const { result, seen } = await withReplies(
      (request) => ({
        json: {
          resource_servers: query(request).page === '0' ? page(0, 100) : page(100, 20),
          total: 120,
          start: 0,
          limit: 100,
        },
      }),
      (tenant) => collect(tenant.resourceServers.list()),
    );
    expect(result).toHaveLength(120);
    expect(seen.map((request) => query(request).page)).toEqual(['0', '1']);
  });
});

describe('users', () => {
  const many = (count: number, page = 0) =>
    Array.from({ length: count }, (_, index) => ({ user_id: `auth0|${page * 100 + index}` }));

  test('one user', async () => {
    const { result, seen } = await withReplies(
      () => ({
        json: {
          user_id: 'auth0|ada',
          email: 'ada@example.com',
          last_login: '2026-01-01T00:00:00Z',
          identities: [{ connection: 'c', provider: 'p', user_id: 42 }],
        },
      }),
      (tenant) => tenant.users.load('auth0|ada'),
    );
    expect(result).toEqual({
      user_id: 'auth0|ada',
      email: 'ada@example.com',
      name: null,
      last_login: '2026-01-01T00:00:00.000Z',
      identities: [{ connection: 'c', provider: 'p', user_id: '42' }],
    });
    expect(query(seen[0]).fields).not.toContain('user_metadata');
  });

  test('a search goes through every page', async () => {
    const { result, seen } = await withReplies(
      (request) => ({
        json: {
          users: many(query(request).page === '2' ? 50 : 100, Number(query(request).page)),
          total: 250,
        },
      }),
      async (tenant) => {
        const { total, users } = await tenant.users.search('email:*@example.com');
        return { total, ids: (await collect(users)).map(({ user_id }) => user_id) };
      },
    );
    expect(result.total).toBe(250);
    expect(new Set(result.ids).size).toBe(250);
    expect(query(seen[0])).toMatchObject({
      q: 'email:*@example.com',
      search_engine: 'v3',
      include_totals: 'true',
      per_page: '100',
      page: '0',
    });
    expect(seen).toHaveLength(3);
  });

  test('a search of exactly 1000 is allowed and ends there', async () => {
    const { result, seen } = await withReplies(
      (request) => ({ json: { users: many(100, Number(query(request).page)), total: 1000 } }),
      async (tenant) => (await collect((await tenant.users.search('*')).users)).length,
    );
    expect(result).toBe(1000);
    expect(seen).toHaveLength(10);
  });

  test('a search beyond 1000 is refused', async () => {
    const { result, seen } = await withReplies(
      () => ({ json: { users: many(100), total: 1001 } }),
      (tenant) => failureOf(tenant.users.search('*')),
    );
    expect(result.code).toBe('refused.guard');
    expect(result.message).toContain('1001');
    expect(seen).toHaveLength(1);
  });
});

describe('policies and logs', () => {
  test.each<[unknown, readonly string[] | string]>([
    [['all-applications'], ['all-applications']],
    [[], []],
    [{}, 'The body is not a list'],
    [[1], 'policy 1 is not text'],
  ])('MFA policies %j', async (json, expected) => {
    const { result } = await withReplies(
      () => ({ json }),
      (tenant) => tenant.mfa.policies().catch((error) => error.details.cause),
    );
    expect(result).toEqual(expected);
  });

  test('a search pages and stops at its limit', async () => {
    const entries = (page: number) =>
      Array.from({ length: 100 }, (_, index) => ({
        _id: `l${page}-${index}`,
        date: '2026-01-01T00:00:00.000Z',
        type: 'feta',
        details: { failure_reason: 'x' },
      }));
    const { result, seen } = await withReplies(
      (request) => ({ json: entries(Number(query(request).page)) }),
      (tenant) => collect(tenant.logs.search({ q: 'type:feta', limit: 150 })),
    );
    expect(result).toHaveLength(150);
    expect(result[0]).toEqual({
      log_id: 'l0-0',
      date: '2026-01-01T00:00:00.000Z',
      type: 'feta',
      description: null,
      user_id: null,
      client_id: null,
      client_name: null,
      connection: null,
      details: { failure_reason: 'x' },
    });
    expect(seen.map((request) => query(request).page)).toEqual(['0', '1']);
    expect(query(seen[0])).toMatchObject({ q: 'type:feta', sort: 'date:-1', per_page: '100' });
  });

  test('a search never goes beyond 1000', async () => {
    const page = (number: string | undefined): object[] =>
      Array.from({ length: 100 }, (_, index) => ({ log_id: `x${number}-${index}`, type: 'seta' }));
    const { result, seen } = await withReplies(
      (request) => ({ json: page(query(request).page) }),
      (tenant) => collect(tenant.logs.search({ q: '*' })),
    );
    expect(result).toHaveLength(1000);
    expect(seen).toHaveLength(10);
  });

  test('of one user, and after an entry', async () => {
    const { result, seen } = await withReplies(
      () => ({ json: [{ log_id: '9', type: 'seta' }] }),
      async (tenant) => [await tenant.logs.listByUser('auth0|ada', 5), await tenant.logs.listAfter('8')],
    );
    expect(result.flat().map(({ log_id }) => log_id)).toEqual(['9', '9']);
    expect(seen[0]?.path).toBe('/api/v2/users/auth0%7Cada/logs?sort=date%3A-1&per_page=5&page=0');
    expect(seen[1]?.path).toBe('/api/v2/logs?from=8&take=100');
  });
});
