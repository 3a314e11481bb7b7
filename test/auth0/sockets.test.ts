import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { MockAgent } from 'undici';
import { describe, expect, test } from 'vitest';
import { isLoopback, requireSecureUrl } from '../../src/auth0/origin.ts';
import type { ProxySettings } from '../../src/auth0/settings.ts';
import { openTenant } from '../../src/auth0/tenant.ts';
import { credentialsFor, failureOf, memoryCache, recordingReporter, settingsFor } from './support.ts';
import { tinyServer } from './tiny-server.ts';

/** A proxy that notes where it was asked to tunnel to, and tunnels to `target`, or refuses. */
async function tinyProxy(target: { port: number } | { status: number }) {
  const asked: string[] = [];
  const server: Server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? '-'}`);
    if ('status' in target) {
      socket.end(`HTTP/1.1 ${target.status} No\r\n\r\n`);
      return;
    }
    const upstream = connect(target.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function failureThrough(baseUrl: string, proxy: ProxySettings) {
  const tenant = openTenant(settingsFor(baseUrl, { proxy, maxWaitSeconds: 0 }));
  try {
    return await failureOf(tenant.users.load('auth0|ada'));
  } finally {
    await tenant.close();
  }
}

describe('a proxy', () => {
  test('is used for the tenant, with its credentials, and a TLS fault behind it is told as such', async () => {
    await using upstream = await tinyServer(() => ({ json: {} }));
    await using proxy = await tinyProxy({ port: upstream.port });
    const url = proxy.url.replace('http://', 'http://user:pass%40word@');
    const error = await failureThrough('https://acme.eu.auth0.com', { httpsProxy: url });
    expect(proxy.asked).toEqual([
      `acme.eu.auth0.com:443 Basic ${Buffer.from('user:pass@word').toString('base64')}`,
    ]);
    expect(error.code).toBe('network.tls');
    expect(JSON.stringify(error)).not.toContain('word');
  });

  test.each<[number, RegExp]>([
    [407, /user name and password in `HTTPS_PROXY`/],
    [403, /`NO_PROXY`/],
  ])('that refuses with %d is told', async (status, hint) => {
    await using proxy = await tinyProxy({ status });
    const error = await failureThrough('https://acme.eu.auth0.com', { httpsProxy: proxy.url });
    expect(error.code).toBe('network.proxy');
    expect(error.details.cause).toBe(`It answered ${status}`);
    expect(error.hint).toMatch(hint);
  });

  test.each<[string, string, string]>([
    ['that is not there', 'http://127.0.0.1:1', 'could not be reached'],
    ['that is no URL', '://', 'not usable'],
  ])('%s', async (_name, httpsProxy, message) => {
    const error = await failureThrough('https://acme.eu.auth0.com', { httpsProxy });
    expect(error.code).toBe('network.proxy');
    expect(error.message).toContain(message);
  });

  test.each(['127.0.0.1', 'localhost'])('is never used for %s', async (host) => {
    await using proxy = await tinyProxy({ status: 500 });
    await using server = await tinyServer(() => ({ json: { user_id: 'auth0|ada' } }));
    const baseUrl = `http://${host}:${server.port}`;
    const tenant = openTenant(
      settingsFor(baseUrl, { proxy: { httpProxy: proxy.url, httpsProxy: proxy.url } }),
    );
    await expect(tenant.users.load('auth0|ada')).resolves.toMatchObject({ user_id: 'auth0|ada' });
    await tenant.close();
    expect(proxy.asked).toEqual([]);
  });

  test.each(['*', 'tenant.invalid', '.invalid', 'x, *.invalid'])(
    'is not used for what NO_PROXY `%s` names',
    async (noProxy) => {
      await using proxy = await tinyProxy({ status: 500 });
      const error = await failureThrough('https://tenant.invalid', { httpsProxy: proxy.url, noProxy });
      expect(proxy.asked).toEqual([]);
      expect(error.code).not.toBe('network.proxy');
    },
  );
});

describe('sockets', () => {
  test('are opened where the sandbox listens, though its public address is another', async () => {
    await using server = await tinyServer(() => ({ json: { user_id: 'auth0|ada' } }));
    const tenant = openTenant(
      settingsFor('http://sandbox.localhost:4010', { connectTo: { host: '127.0.0.1', port: server.port } }),
    );
    await tenant.users.load('auth0|ada');
    await tenant.close();
    expect(server.seen[0]?.headers.host).toBe('sandbox.localhost:4010');
  });

  test('are not opened before the first request, and closing twice is harmless', async () => {
    const tenant = openTenant(settingsFor('http://127.0.0.1:1'));
    await tenant.close();
    await tenant.close();
  });

  test('an https tenant, by MockAgent', async () => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    const origin = agent.get('https://acme.eu.auth0.com');
    origin
      .intercept({
        path: '/oauth/token',
        method: 'POST',
        body: (body) => new URLSearchParams(body).get('audience') === 'https://acme.eu.auth0.com/api/v2/',
      })
      .reply(200, { access_token: 'opaque', expires_in: 86_400 });
    origin
      .intercept({
        path: '/api/v2/guardian/policies',
        method: 'GET',
        headers: { authorization: 'Bearer opaque' },
      })
      .reply(200, ['all-applications'], { headers: { 'x-auth0-requestid': 'r1' } });
    const reporter = recordingReporter();
    const cache = memoryCache();
    const baseUrl = 'https://acme.eu.auth0.com';
    const tenant = openTenant(
      settingsFor(baseUrl, { dispatcher: agent, reporter, cache, credentials: credentialsFor(baseUrl) }),
    );
    expect(tenant).toMatchObject({
      domain: 'acme.eu.auth0.com',
      baseUrl,
      myAccountAudience: 'https://acme.eu.auth0.com/me/',
      profile: 'test',
      clientId: 'm2m',
    });
    expect(await tenant.mfa.policies()).toEqual(['all-applications']);
    expect(cache.log).toEqual(['read acme.eu.auth0.com m2m https://acme.eu.auth0.com/api/v2/', 'write']);
    expect(reporter.lines).toEqual([
      expect.stringMatching(/^POST \/oauth\/token 200 \d+ ms$/),
      expect.stringMatching(/^GET \/api\/v2\/guardian\/policies 200 \d+ ms req=r1$/),
    ]);
    agent.assertNoPendingInterceptors();
    await tenant.close();
    await agent.close();
  });
});

describe('addresses', () => {
  test.each<[string, boolean]>([
    ['127.0.0.1', true],
    ['127.255.3.4', true],
    ['[::1]', true],
    ['::1', true],
    ['localhost', true],
    ['LOCALHOST.', true],
    ['tenant.localhost', true],
    ['127.0.0.1.example.com', false],
    ['128.0.0.1', false],
    ['127.0.0.256', false],
    ['localhost.example.com', false],
    ['notlocalhost', false],
    ['0.0.0.0', false],
    ['', false],
  ])('`%s` is loopback: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });

  test.each(['http://example.com/x', 'ftp://127.0.0.1', 'file:///etc/passwd', 'nonsense'])(
    '%s is not fetched',
    (url) => {
      expect(() => requireSecureUrl(url, 'It')).toThrow(
        expect.objectContaining({ code: 'api.unexpected_response' }),
      );
    },
  );
});
