import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { TenantSettings } from '../../src/auth0/settings.ts';
import { openTenant } from '../../src/auth0/tenant.ts';
import { systemClock } from '../../src/core/clock.ts';
import { TvError } from '../../src/core/errors.ts';
import { collect, failureOf, hastyClock, recordingReporter, settingsFor } from './support.ts';
import { type Reply, type Seen, tinyServer } from './tiny-server.ts';

const ok: Reply = { json: [] };

/** Lists one user's tokensets while the server answers as told, the last reply again and again. */
async function listing(replies: readonly Reply[], over: Partial<TenantSettings> = {}) {
  await using server = await tinyServer((_request, count) => replies[count - 1] ?? replies.at(-1) ?? ok);
  const reporter = recordingReporter();
  const clock = hastyClock();
  const tenant = openTenant(settingsFor(server.baseUrl, { reporter, clock, ...over }));
  try {
    const result = await tenant.tokensets.listTokensets('auth0|ada').then(
      (value) => ({ value, error: undefined }),
      (error: TvError) => ({ value: undefined, error }),
    );
    return { ...result, seen: server.seen, reporter, slept: clock.slept };
  } finally {
    await tenant.close();
  }
}

const broken: Reply = { raw: (_response, socket) => socket.destroy() };
const truncated: Reply = {
  raw: (response, socket) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('[{"id":');
    setTimeout(() => socket.destroy(), 10);
  },
};
const cutChunk: Reply = {
  raw: (response, socket) => {
    response.writeHead(200);
    response.write('[{"id":');
    setTimeout(() => socket.destroy(), 10);
  },
};
const silent: Reply = { raw: () => {} };

describe('a read that fails and is tried again', () => {
  test.each<[string, Reply, RegExp]>([
    [
      '429 with Retry-After',
      { status: 429, headers: { 'retry-after': '3' } },
      /429 .*retry=in 3\.0 s \(429, retry-after\)/,
    ],
    ['429 without headers', { status: 429 }, /retry=in .* \(429, backoff\)/],
    ['503', { status: 503, text: '<html>' }, /503 .*backoff/],
    ['502 in HTML', { status: 502, text: '<html><title>Bad Gateway</title>' }, /502 .*backoff/],
    ['a connection that is reset', broken, /GET \S+ (ECONNRESET|UND_ERR_SOCKET|\w+) .*backoff/],
    ['a body that is cut short', truncated, /retry=/],
    ['a chunked body that is cut short', cutChunk, /retry=/],
  ])('%s', async (_name, reply, line) => {
    const { value, seen, reporter, slept } = await listing([reply, ok]);
    expect(value).toEqual([]);
    expect(seen).toHaveLength(2);
    expect(slept).toHaveLength(1);
    expect(reporter.lines).toHaveLength(2);
    expect(reporter.lines[0]).toMatch(line);
    expect(reporter.lines[1]).toMatch(
      /^GET \/api\/v2\/users\/auth0%7Cada\/federated-connections-tokensets 200 \d+ ms$/,
    );
    expect(reporter.progressed.at(0)?.waiting).toMatch(/^waiting \d/);
    expect(reporter.progressed.at(-1)).toBeNull();
  });
});

describe('a read that goes on failing', () => {
  test.each<[string, Reply, string, number]>([
    ['503', { status: 503 }, 'api.server', 3],
    ['a broken connection', broken, 'network.interrupted', 3],
    ['429', { status: 429, headers: { 'retry-after': '50' } }, 'api.rate_limit', 3],
  ])('%s ends as %s', async (_name, reply, code, attempts) => {
    const { error, seen } = await listing([reply]);
    expect(error?.code).toBe(code);
    expect(error?.exit).toBe(7);
    expect(seen).toHaveLength(attempts);
  });

  test('a wait that would be longer than --max-wait is not begun', async () => {
    const { error, slept } = await listing([{ status: 429, headers: { 'retry-after': '600' } }]);
    expect(error?.code).toBe('api.rate_limit');
    expect(slept).toEqual([]);
  });

  test('--max-wait holds for server errors too', async () => {
    const { error, seen } = await listing([{ status: 500 }], { maxWaitSeconds: 2 });
    expect(error?.code).toBe('api.server');
    expect(seen.length).toBeLessThan(3);
  });

  test('no answer within --timeout', async () => {
    const { error, seen } = await listing([silent], { timeoutSeconds: 0.1, maxWaitSeconds: 1 });
    expect(error?.code).toBe('network.timeout');
    expect(error?.message).toContain('did not answer within 0.1 s');
    expect(seen.length).toBeGreaterThanOrEqual(1);
  });

  test('headers without a body within --timeout', async () => {
    const stuck: Reply = {
      raw: (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('[');
      },
    };
    const { error } = await listing([stuck], { timeoutSeconds: 0.1, maxWaitSeconds: 0 });
    expect(error?.code).toBe('network.timeout');
  });

  test('nobody listens', async () => {
    const tenant = openTenant(settingsFor('http://127.0.0.1:1'));
    const error = await failureOf(tenant.users.load('auth0|ada'));
    await tenant.close();
    expect(error.code).toBe('network.unreachable');
    expect(error.details.cause).toBe('ECONNREFUSED');
  });

  test('an unknown host is not tried twice', async () => {
    const reporter = recordingReporter();
    const tenant = openTenant(settingsFor('https://no-such-tenant.invalid', { reporter }));
    const error = await failureOf(tenant.users.load('auth0|ada'));
    await tenant.close();
    expect(['network.dns', 'network.unreachable']).toContain(error.code);
    if (error.code === 'network.dns') expect(error.message).toContain('`no-such-tenant.invalid`');
  });

  test('TLS against a server that speaks none', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const tenant = openTenant(settingsFor(`https://127.0.0.1:${port}`));
    const error = await failureOf(tenant.users.load('auth0|ada'));
    await tenant.close();
    server.close();
    expect(error.code).toBe('network.tls');
    expect(error.hint).toContain('NODE_EXTRA_CA_CERTS');
  });
});

describe('a write whose answer is lost', () => {
  test.each<[string, Reply]>([
    ['reset', broken],
    ['cut short', truncated],
  ])('%s: is not sent again', async (_name, reply) => {
    await using server = await tinyServer(() => reply);
    const tenant = openTenant(settingsFor(server.baseUrl));
    const error = await failureOf(
      tenant.connections.update('con_1', { connected_accounts: { active: true } }),
    );
    await tenant.close();
    expect(server.seen).toHaveLength(1);
    expect(error.code).toBe('network.interrupted');
    expect(error.toJSON()).toMatchObject({ may_have_arrived: true });
  });

  test('timed out: is not sent again', async () => {
    await using server = await tinyServer(() => silent);
    const tenant = openTenant(settingsFor(server.baseUrl, { timeoutSeconds: 0.1 }));
    const error = await failureOf(tenant.clients.update('app', { grant_types: [] }));
    await tenant.close();
    expect(server.seen).toHaveLength(1);
    expect(error.toJSON()).toMatchObject({ code: 'network.interrupted', may_have_arrived: true });
  });

  test('a server error leaves it open whether it was done', async () => {
    await using server = await tinyServer(() => ({ status: 504 }));
    const tenant = openTenant(settingsFor(server.baseUrl));
    const error = await failureOf(tenant.clientGrants.create({ client_id: 'a' }));
    await tenant.close();
    expect(server.seen).toHaveLength(1);
    expect(error.toJSON()).toMatchObject({ code: 'api.server', status: 504, may_have_arrived: true });
  });

  test('a 429 did nothing, so it is sent again', async () => {
    const replies: Reply[] = [
      { status: 429, headers: { 'retry-after': '1' } },
      { json: { id: 'con_1', name: 'x', strategy: 'y' } },
    ];
    await using server = await tinyServer((_request, count) => replies[count - 1] ?? ok);
    const tenant = openTenant(settingsFor(server.baseUrl));
    const written = await tenant.connections.update('con_1', { display_name: 'X' });
    await tenant.close();
    expect(written.value.id).toBe('con_1');
    expect(server.seen.map(({ body }) => body)).toEqual(['{"display_name":"X"}', '{"display_name":"X"}']);
  });

  test('a deletion is sent again, and a 404 then means that it was done', async () => {
    const replies: Reply[] = [
      broken,
      { status: 404, json: { statusCode: 404, message: 'The user does not exist.' } },
    ];
    await using server = await tinyServer((_request, count) => replies[count - 1] ?? ok);
    const tenant = openTenant(settingsFor(server.baseUrl));
    await expect(tenant.tokensets.deleteTokenset('auth0|ada', 't1')).resolves.toMatchObject({ value: null });
    await tenant.close();
    expect(server.seen).toHaveLength(2);
  });
});

describe('Ctrl-C', () => {
  test('ends a wait with the signal’s reason', async () => {
    const controller = new AbortController();
    const reason = new TvError('cancelled.interrupted', 'Interrupted');
    await using server = await tinyServer(() => {
      setTimeout(() => controller.abort(reason), 50);
      return { status: 429, headers: { 'retry-after': '60' } };
    });
    const tenant = openTenant(settingsFor(server.baseUrl, { signal: controller.signal, clock: systemClock }));
    const started = Date.now();
    await expect(tenant.tokensets.listTokensets('auth0|ada')).rejects.toBe(reason);
    await tenant.close();
    expect(Date.now() - started).toBeLessThan(5000);
  });

  test('ends a read that is on its way', async () => {
    const controller = new AbortController();
    const reason = new TvError('cancelled.interrupted', 'Interrupted');
    await using server = await tinyServer(() => {
      setTimeout(() => controller.abort(reason), 20);
      return silent;
    });
    const tenant = openTenant(settingsFor(server.baseUrl, { signal: controller.signal }));
    await expect(tenant.tokensets.listTokensets('auth0|ada')).rejects.toBe(reason);
    await tenant.close();
  });

  test('lets a write that is on its way finish, so that its outcome is known', async () => {
    const controller = new AbortController();
    await using server = await tinyServer(async () => {
      controller.abort(new TvError('cancelled.interrupted', 'Interrupted'));
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { status: 204 };
    });
    const tenant = openTenant(settingsFor(server.baseUrl, { signal: controller.signal }));
    await expect(tenant.tokensets.deleteTokenset('auth0|ada', 't1')).resolves.toMatchObject({ value: null });
    await expect(tenant.tokensets.deleteTokenset('auth0|ada', 't2')).rejects.toMatchObject({
      code: 'cancelled.interrupted',
    });
    await tenant.close();
    expect(server.seen).toHaveLength(1);
  });
});

describe('what is sent and traced', () => {
  test('a request carries the token, and its trace neither token nor secret values', async () => {
    await using server = await tinyServer(() => ({
      json: [],
      headers: {
        'x-auth0-requestid': 'abc123',
        'x-ratelimit-limit': '10',
        'x-ratelimit-remaining': '9',
        'x-ratelimit-reset': '1',
      },
    }));
    const reporter = recordingReporter();
    const tenant = openTenant(settingsFor(server.baseUrl, { reporter }));
    await tenant.users.listByEmail('ada+x@example.com');
    await tenant.close();
    const [request] = server.seen as [Seen];
    expect(request.headers.authorization).toMatch(/^Bearer ey/);
    expect(request.headers.accept).toBe('application/json');
    expect(request.path).toBe(
      '/api/v2/users-by-email?email=ada%2Bx%40example.com&fields=user_id%2Cemail%2Cname%2Clast_login%2Cidentities&include_fields=true',
    );
    expect(reporter.lines[0]).toMatch(
      /^GET \/api\/v2\/users-by-email\?email=\S+ 200 \d+ ms req=abc123 limit=9\/10$/,
    );
    expect(reporter.lines.join()).not.toMatch(/Bearer|ey[A-Z]/);
  });

  test.each(['http://acme.eu.auth0.com', 'ftp://127.0.0.1', 'nonsense'])(
    '%s is refused before anything is sent',
    (baseUrl) => {
      const settings = settingsFor('http://127.0.0.1:1');
      const tenant = { ...settings.credentials.tenant, baseUrl };
      const open = () => openTenant({ ...settings, credentials: { ...settings.credentials, tenant } });
      expect(open).toThrow(expect.objectContaining({ code: 'config.invalid_domain' }));
    },
  );

  test('connections are kept and used again', async () => {
    await using server = await tinyServer(() => ok);
    const tenant = openTenant(settingsFor(server.baseUrl));
    for (let round = 0; round < 5; round += 1) await tenant.tokensets.listTokensets('auth0|ada');
    await tenant.close();
    expect(server.sockets()).toBe(1);
  });

  test('the clock skew is told from the last answer', async () => {
    const date = new Date(Date.now() - 90_000).toUTCString();
    await using server = await tinyServer(() => ({ json: { connections: [] }, headers: { date } }));
    const tenant = openTenant(settingsFor(server.baseUrl, { clock: systemClock }));
    expect(await tenant.clockSkew()).toBeNull();
    await collect(tenant.connections.list());
    expect(Math.abs(((await tenant.clockSkew()) ?? 0) - 90)).toBeLessThanOrEqual(1);
    await tenant.close();
  });
});
