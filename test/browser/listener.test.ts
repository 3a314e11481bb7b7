import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type BrowserSettings, openBrowser } from '../../src/browser/browser.ts';
import type { Redirect, RedirectListener } from '../../src/core/browser-port.ts';
import { systemClock } from '../../src/core/clock.ts';
import { TvError } from '../../src/core/errors.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function browser(overrides: Partial<BrowserSettings> = {}) {
  const port = openBrowser({
    clock: systemClock,
    signal: new AbortController().signal,
    platform: 'linux',
    env: {},
    ...overrides,
  });
  closers.push(() => port.close());
  return port;
}

async function listening(overrides: Partial<BrowserSettings> = {}): Promise<RedirectListener> {
  return browser(overrides).listen([0]);
}

interface Waiting {
  readonly redirect: Promise<Redirect>;
  /** A request to the listener, by path. */
  visit(path: string, init?: RequestInit): Promise<Response>;
}

async function waiting(listener: RedirectListener, withinMs = 5000): Promise<Waiting> {
  let begun: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const redirect = listener.receive({
    state: 'the-state',
    withinMs,
    begin: async () => begun(),
  });
  redirect.catch(() => undefined);
  await ready;
  const { origin } = new URL(listener.redirectUri);
  return { redirect, visit: (path, init) => fetch(origin + path, { redirect: 'manual', ...init }) };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof TvError) return error.code;
    throw error;
  }
  return 'none';
}

describe('the redirect listener', () => {
  it('takes one redirect on 127.0.0.1, answers it, and no second one', async () => {
    const listener = await listening();
    expect(listener.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    const { redirect, visit } = await waiting(listener);
    const first = visit('/callback?code=the-code&state=the-state');
    const arrived = await redirect;
    expect([...arrived.parameters]).toEqual([
      ['code', 'the-code'],
      ['state', 'the-state'],
    ]);
    const second = await visit('/callback?code=other&state=the-state');
    expect(second.status).toBe(410);
    await arrived.answer({ kind: 'done', message: 'Signed in.' });
    const page = await first;
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const text = await page.text();
    expect(text).toContain('Signed in. You can close this window.');
    expect(text).not.toContain('the-code');
  });

  it('sends the browser on to the next page', async () => {
    const listener = await listening();
    const { redirect, visit } = await waiting(listener);
    const first = visit('/callback?code=the-code&state=the-state');
    await (await redirect).answer({ kind: 'continue', url: 'https://acme.eu.auth0.com/next?ticket=t' });
    const answer = await first;
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('https://acme.eu.auth0.com/next?ticket=t');
  });

  it('takes a second redirect once it is told to wait for one', async () => {
    const listener = await listening();
    const login = await waiting(listener);
    void login.visit('/callback?code=a&state=the-state');
    await (await login.redirect).answer({ kind: 'done', message: 'One.' });
    const connect = await waiting(listener);
    void connect.visit('/callback?connect_code=b&state=the-state');
    const second = await connect.redirect;
    expect(second.parameters.get('connect_code')).toBe('b');
    await second.answer({ kind: 'done', message: 'Two.' });
  });

  it.each([
    '/callback?code=the-code&state=another',
    '/callback?code=the-code',
    '/callback?error=access_denied',
  ])('refuses %s as the answer to another sign-in', async (path) => {
    const listener = await listening();
    const { redirect, visit } = await waiting(listener);
    const page = await visit(path);
    expect(page.status).toBe(400);
    expect(await page.text()).toContain('belongs to another sign-in');
    expect(await codeOf(redirect)).toBe('refused.state');
  });

  it('hands on what stands in the fragment, by a page that posts it back', async () => {
    const listener = await listening();
    const { redirect, visit } = await waiting(listener);
    const page = await visit('/callback?state=the-state');
    const text = await page.text();
    const policy = page.headers.get('content-security-policy') ?? '';
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
    expect(policy).toContain("default-src 'none'");
    expect(text).toContain(`<script nonce="${nonce}">`);
    expect(text).toContain('location.hash');
    const posted = visit('/callback', {
      method: 'POST',
      body: new URLSearchParams({ connect_code: 'the-code', state: 'the-state' }),
    });
    const arrived = await redirect;
    expect(arrived.parameters.get('connect_code')).toBe('the-code');
    await arrived.answer({ kind: 'done', message: 'Connected.' });
    expect((await posted).status).toBe(200);
  });

  it('passes over what is no redirect and keeps waiting', async () => {
    const listener = await listening();
    const { redirect, visit } = await waiting(listener);
    expect((await visit('/favicon.ico')).status).toBe(404);
    expect((await visit('/')).status).toBe(404);
    expect((await visit('/callback', { method: 'PUT', body: 'x' })).status).toBe(405);
    expect((await visit('/callback', { method: 'POST', body: 'nothing=here' })).status).toBe(400);
    expect((await visit('/callback?code=a&code=b&state=the-state')).status).toBe(400);
    expect((await visit('/callback', { method: 'POST', body: 'x'.repeat(20_000) })).status).toBe(413);
    void visit('/callback?code=good&state=the-state');
    const arrived = await redirect;
    expect(arrived.parameters.get('code')).toBe('good');
    await arrived.answer({ kind: 'done', message: 'Done.' });
  });

  it('answers nobody who reaches it under another name', async () => {
    const listener = await listening();
    const { redirect } = await waiting(listener, 200);
    const { port } = new URL(listener.redirectUri);
    const status = await new Promise((resolve, reject) => {
      const call = request(
        {
          port,
          host: '127.0.0.1',
          path: '/callback?code=a&state=the-state',
          headers: { host: 'evil.example' },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      call.on('error', reject);
      call.end();
    });
    expect(status).toBe(421);
    expect(await codeOf(redirect)).toBe('refused.not_finished');
  });

  it('stops waiting when nobody comes back in time', async () => {
    const listener = await listening();
    const { redirect } = await waiting(listener, 30);
    expect(await codeOf(redirect)).toBe('refused.not_finished');
  });

  it('fails with what went wrong on the way to the browser', async () => {
    const listener = await listening();
    const failure = new TvError('refused.connect', 'no');
    const redirect = listener.receive({
      state: 's',
      withinMs: 5000,
      begin: () => Promise.reject(failure),
    });
    expect(await codeOf(redirect)).toBe('refused.connect');
  });

  it('ends with the signal, and is gone from its port', async () => {
    const controller = new AbortController();
    const listener = await listening({ signal: controller.signal });
    const { redirect } = await waiting(listener);
    controller.abort(new TvError('cancelled.interrupted', 'Interrupted'));
    expect(await codeOf(redirect)).toBe('cancelled.interrupted');
    await expect
      .poll(() =>
        fetch(listener.redirectUri).then(
          () => 'there',
          () => 'gone',
        ),
      )
      .toBe('gone');
  });

  it('tells a browser that still waits when the command ends', async () => {
    const listener = await listening();
    const { redirect, visit } = await waiting(listener);
    const first = visit('/callback?code=the-code&state=the-state');
    await redirect;
    await listener.close();
    const page = await first;
    expect(page.status).toBe(400);
    expect(await page.text()).toContain('The terminal says why');
  });
});

describe('ports', () => {
  function occupied(): Promise<{ readonly port: number; readonly server: Server }> {
    return new Promise((resolve) => {
      const server = createServer();
      server.listen(0, '127.0.0.1', () => resolve({ server, port: (server.address() as AddressInfo).port }));
      closers.push(() => new Promise((done) => server.close(() => done())));
    });
  }

  it('falls back to the next one', async () => {
    const { port } = await occupied();
    const listener = await browser().listen([port, 0]);
    expect(listener.redirectUri).not.toContain(`:${port}/`);
  });

  it('says which are taken', async () => {
    const { port } = await occupied();
    const refused = browser().listen([port]);
    expect(await codeOf(refused)).toBe('usage.port');
    await expect(browser().listen([port])).rejects.toThrow(`Port ${port} of 127.0.0.1 cannot be used`);
  });
});

describe('a tenant that listens elsewhere', () => {
  const detour = { from: 'http://127.0.0.1:4199', to: 'http://127.0.0.1:5001' };

  it('is reached where it listens; other sites are left alone', () => {
    const port = browser({ detour });
    expect(port.reachable('http://127.0.0.1:4199/authorize?a=b')).toBe('http://127.0.0.1:5001/authorize?a=b');
    expect(port.reachable('https://accounts.example/x')).toBe('https://accounts.example/x');
    expect(port.reachable('http://127.0.0.1:41990/x')).toBe('http://127.0.0.1:41990/x');
  });
});
