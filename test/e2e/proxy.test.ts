import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { type Desk, lastError, openDesk } from './tv.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));
const list = ['tokensets', 'list', '--user', 'ada@example.com', '-o', 'id', '--source', 'tokensets'];

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** Starts a server on a free port, to be taken down with its connections after the test. */
async function listening(server: Server): Promise<number> {
  server.on('connection', (socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function join(one: Socket, other: Socket): void {
  one.on('error', () => other.destroy()).pipe(other);
  other.on('error', () => one.destroy()).pipe(one);
}

/** The desk's tenant once more, as `https://acme.test`, a name that only the proxy knows. */
async function openTlsTenant(desk: Desk): Promise<number> {
  const { port } = new URL(desk.sandbox.origin);
  const keys = {
    key: readFileSync(fixture('acme.test.key')),
    cert: readFileSync(fixture('acme.test.crt')),
  };
  return listening(createTlsServer(keys, (socket) => join(socket, connect(Number(port), '127.0.0.1'))));
}

/** A proxy that tunnels everything to one port, and what it was asked. */
async function openProxy(
  target: number,
  password?: string,
): Promise<{ readonly port: number; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket: Socket, head) => {
    asked.push(`CONNECT ${request.url}`);
    const expected = `Basic ${Buffer.from(`proxy-user:${password}`).toString('base64')}`;
    if (password !== undefined && request.headers['proxy-authorization'] !== expected) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const upstream = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.write(head);
      join(socket, upstream);
    });
  });
  return { port: await listening(server), asked };
}

function behind(desk: Desk, proxy: string): Record<string, string> {
  return {
    AUTH0_DOMAIN: 'acme.test',
    AUTH0_AUDIENCE: `${desk.sandbox.origin}/api/v2/`,
    NODE_EXTRA_CA_CERTS: fixture('acme.test.crt'),
    HTTPS_PROXY: proxy,
  };
}

test('a tenant is reached through HTTPS_PROXY, in either case and without its scheme', async () => {
  const desk = await openDesk();
  const proxy = await openProxy(await openTlsTenant(desk));
  const env = behind(desk, `http://127.0.0.1:${proxy.port}`);
  const direct = await desk.run(list);
  const proxied = await desk.run(list, { env });
  expect(proxied).toMatchObject({ exit: 0, stdout: direct.stdout });
  expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT acme.test:443']));
  const lower = { ...env, HTTPS_PROXY: undefined, https_proxy: `127.0.0.1:${proxy.port}` };
  expect(await desk.run(list, { env: lower })).toMatchObject({ exit: 0, stdout: direct.stdout });
});

test('a proxy gets its password, which is never shown, and says so when it is not the right one', async () => {
  const desk = await openDesk();
  const proxy = await openProxy(await openTlsTenant(desk), 'open-sesame-1');
  const url = `http://proxy-user:open-sesame-1@127.0.0.1:${proxy.port}`;
  const admitted = await desk.run([...list, '--debug'], { env: behind(desk, url) });
  expect(admitted.exit).toBe(0);
  expect(admitted.stderr).not.toContain('open-sesame');
  const refused = await desk.run(
    [...list, '--json'].filter((word) => word !== '-o' && word !== 'id'),
    {
      env: behind(desk, url.replace('sesame', 'wrong')),
    },
  );
  expect(refused).toMatchObject({ exit: 7, stdout: '' });
  expect(lastError(refused.stderr)).toMatchObject({ code: 'network.proxy', exit: 7 });
  expect(refused.stderr).not.toContain('open-wrong');
});

test('a host of NO_PROXY and a loopback tenant never reach the proxy', async () => {
  const desk = await openDesk();
  const proxy = await openProxy(await openTlsTenant(desk));
  const url = `http://127.0.0.1:${proxy.port}`;
  const excluded = { ...behind(desk, url), NO_PROXY: 'example.com, acme.test' };
  expect((await desk.run([...list, '--max-wait', '1'], { env: excluded })).exit).toBe(7);
  expect((await desk.run(list, { env: { HTTP_PROXY: url, HTTPS_PROXY: url } })).exit).toBe(0);
  expect(proxy.asked).toEqual([]);
});

test('a proxy that never answers is given up after --timeout', async () => {
  const desk = await openDesk();
  const port = await listening(createTcpServer(() => undefined));
  const started = Date.now();
  const run = await desk.run([...list, '--timeout', '1', '--max-wait', '0'], {
    env: behind(desk, `http://127.0.0.1:${port}`),
  });
  expect(run).toMatchObject({ exit: 7, stdout: '' });
  expect(run.stderr).toContain('did not answer within 1 s');
  expect(Date.now() - started).toBeLessThan(15_000);
});

test.each(['socks5://127.0.0.1:1', 'ftp://127.0.0.1:1', '::::'])(
  'the proxy %s is not usable',
  async (url) => {
    const desk = await openDesk();
    const run = await desk.run(list, { env: behind(desk, url) });
    expect(run).toMatchObject({ exit: 7, stdout: '' });
    expect(run.stderr).toContain('The proxy URL in `HTTPS_PROXY` is not usable');
  },
);
