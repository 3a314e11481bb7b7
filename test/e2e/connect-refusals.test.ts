import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { addressIn, connectGoogle, inflict, playJson, webSecret } from './connect-play.ts';
import { type Page, signIn, submit, visit } from './pretend-browser.ts';
import { lastError, openDesk } from './tv.ts';

type Act = (url: string) => Promise<Page | undefined>;

const allow: Act = async (url) => submit(await signIn(url, 'auth0|ada'), {}, 'accept');

function token(skip: number, status: number, body: unknown) {
  return { method: 'POST', path: '^/oauth/token', skip, kind: 'status', status, body };
}

function problem(method: string, path: string, status: number, detail: string) {
  const body = { type: `https://auth0.com/api-errors#A0E-${status}-0001`, status, title: 'Refused', detail };
  return { method, path: `^/me/v1/connected-accounts/${path}`, kind: 'status', status, body };
}

/** The callback that an address tells, with other parameters. */
function comeBack(url: string, parameters: Record<string, string>): Promise<Page> {
  const callback = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
  callback.search = new URLSearchParams(parameters).toString();
  return visit(callback.href);
}

interface Case {
  readonly what: string;
  readonly faults?: readonly Record<string, unknown>[];
  readonly args?: readonly string[];
  readonly act?: Act;
  readonly exit: number;
  readonly code: string;
  readonly says?: Record<string, unknown>;
}

const atTheBrowser: readonly Case[] = [
  {
    what: 'the sign-in is cancelled',
    act: async (url) => submit(await visit(url), {}, 'deny'),
    exit: 6,
    code: 'refused.consent',
  },
  {
    what: 'the tenant does not let the user in',
    act: (url) =>
      comeBack(url, {
        error: 'access_denied',
        error_description: 'Only people of Acme may sign in',
        state: new URL(url).searchParams.get('state') ?? '',
      }),
    exit: 6,
    code: 'refused.access_denied',
    says: { cause: '`access_denied`: Only people of Acme may sign in' },
  },
  {
    what: 'the tenant refuses the request',
    act: (url) =>
      comeBack(url, { error: 'invalid_request', state: new URL(url).searchParams.get('state') ?? '' }),
    exit: 6,
    code: 'refused.login',
  },
  {
    what: 'the browser comes back with another state',
    act: (url) => comeBack(url, { code: 'stolen', state: 'another' }),
    exit: 6,
    code: 'refused.state',
  },
  {
    what: 'another user signs in',
    args: ['--user', 'grace@example.com'],
    act: (url) => signIn(url, 'auth0|ada'),
    exit: 6,
    code: 'refused.wrong_user',
    says: { message: '`auth0|ada` with `ada@example.com` signed in, and `grace@example.com` is expected' },
  },
  {
    what: 'the provider’s consent is denied',
    act: async (url) => submit(await signIn(url, 'auth0|ada'), {}, 'deny'),
    exit: 6,
    code: 'refused.consent',
  },
];

const atTheTokenEndpoint: readonly Case[] = [
  {
    what: 'the application’s secret is wrong',
    faults: [token(1, 401, { error: 'invalid_client', error_description: 'Client authentication failed' })],
    exit: 4,
    code: 'access.app_credentials',
  },
  {
    what: 'the code is not accepted',
    faults: [token(1, 403, { error: 'invalid_grant', error_description: 'Invalid authorization code' })],
    exit: 6,
    code: 'refused.login',
  },
  {
    what: 'no refresh token comes',
    faults: [
      {
        method: 'POST',
        path: '^/oauth/token',
        skip: 1,
        kind: 'malformed',
        field: 'refresh_token',
        value: null,
      },
    ],
    exit: 6,
    code: 'refused.no_refresh_token',
  },
  {
    what: 'the refresh token has no policy',
    faults: [token(2, 403, { error: 'invalid_target', error_description: 'no policy for the audience' })],
    exit: 6,
    code: 'refused.invalid_target',
    says: { hint: expect.stringContaining('--with-my-account') },
  },
  {
    what: 'a recent second factor is wanted',
    faults: [token(2, 403, { error: 'unmet_authentication_requirements' })],
    exit: 6,
    code: 'refused.unmet_authentication_requirements',
  },
  {
    what: 'the application has no grant for the My Account API',
    faults: [token(2, 403, { error: 'access_denied', error_description: 'Client is not authorized' })],
    exit: 4,
    code: 'access.my_account',
  },
  {
    what: 'the scopes come back fewer',
    faults: [
      {
        method: 'POST',
        path: '^/oauth/token',
        skip: 2,
        kind: 'malformed',
        field: 'scope',
        value: 'read:me:connected_accounts',
      },
    ],
    exit: 4,
    code: 'access.my_account',
    says: { missing_scopes: ['create:me:connected_accounts'] },
  },
];

const atTheMyAccountApi: readonly Case[] = [
  {
    what: '401',
    faults: [problem('GET', 'accounts', 401, 'Invalid Token')],
    exit: 4,
    code: 'access.my_account',
  },
  {
    what: '403',
    faults: [problem('POST', 'connect', 403, 'Insufficient scope')],
    exit: 4,
    code: 'access.my_account',
  },
  {
    what: '404',
    faults: [problem('POST', 'connect', 404, 'The connection was not found')],
    exit: 6,
    code: 'refused.connect',
    says: { hint: expect.stringContaining("--via connected_accounts --app 'Acme Web'") },
  },
  {
    what: '409',
    faults: [problem('POST', 'complete', 409, 'The account is connected to another user')],
    exit: 6,
    code: 'refused.conflict',
  },
  {
    what: 'a session that ended',
    faults: [problem('POST', 'complete', 400, 'The auth_session is unknown or has expired')],
    exit: 6,
    code: 'refused.connect_expired',
  },
  {
    what: 'a session that nobody answers',
    faults: [
      {
        method: 'POST',
        path: '^/me/v1/connected-accounts/connect',
        kind: 'malformed',
        field: 'expires_in',
        value: 1,
      },
    ],
    act: (url) => signIn(url, 'auth0|ada'),
    exit: 6,
    code: 'refused.connect_expired',
  },
];

describe.each([
  ['at the browser', atTheBrowser],
  ['at the token endpoint', atTheTokenEndpoint],
  ['at the My Account API', atTheMyAccountApi],
])('tv connect is refused %s', (_, cases) => {
  it.each(cases)('$what', async ({ faults = [], args = [], act = allow, exit, code, says = {} }) => {
    const desk = await openDesk();
    if (faults.length > 0) await inflict(desk, ...faults);
    const { transcript } = await playJson(desk, [...connectGoogle, ...args], (url) =>
      act(url).catch(() => undefined),
    );
    expect(transcript.stdout).toBe('');
    expect(lastError(transcript.stderr)).toMatchObject({ code, exit, ...says });
    expect(transcript.exit).toBe(exit);
    expect(lastError(transcript.stderr).hint).toEqual(expect.any(String));
  });
});

describe('tv connect, before the browser', () => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  });

  function occupy(): Promise<number> {
    return new Promise((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () =>
        resolve((server.address() as AddressInfo).port),
      );
      servers.push(server);
    });
  }

  it('says when the port is taken', async () => {
    const desk = await openDesk();
    const port = await occupy();
    const run = await desk.json(['connect', ...connectGoogle, '--port', String(port)], { env: webSecret });
    expect(run.exit).toBe(2);
    expect(lastError(run.stderr)).toMatchObject({ code: 'usage.port' });
  });

  it.each([
    [['--connection', 'google-oauth2'], 'usage.missing_argument'],
    [['--app', 'Acme Web'], 'usage.missing_argument'],
    [[...connectGoogle], 'usage.no_input'],
    [[...connectGoogle, '--user', 'nobody'], 'usage.invalid_value'],
    [[...connectGoogle, '--client-auth', 'client_secret_post', '--app-key-file', 'k.pem'], 'usage.conflict'],
  ])('tv connect %j is refused with %s', async (args, code) => {
    const desk = await openDesk();
    const run = await desk.json(['connect', ...args]);
    expect(lastError(run.stderr)).toMatchObject({ code });
    expect(run.exit).toBe(2);
  });

  it.each([
    [['--app', 'Acme Wbe', '--connection', 'google-oauth2'], 'not_found.application'],
    [['--app', 'Acme Web', '--connection', 'gogle-oauth2'], 'not_found.connection'],
    [[...connectGoogle, '--user', 'nobody@example.com'], 'not_found.user'],
    [[...connectGoogle, '--user', 'auth0|nobody'], 'not_found.user'],
  ])('tv connect %j is refused with %s', async (args, code) => {
    const desk = await openDesk();
    const run = await desk.json(['connect', ...args], { env: webSecret });
    expect(lastError(run.stderr)).toMatchObject({ code });
    expect(run.exit).toBe(5);
  });

  it('writes nothing where writing is off', async () => {
    const desk = await openDesk();
    const run = await desk.json(['connect', ...connectGoogle], { env: { ...webSecret, TV_READ_ONLY: '1' } });
    expect(lastError(run.stderr)).toMatchObject({ code: 'refused.read_only' });
    expect(addressIn(run.stderr)).toBeUndefined();
  });

  it('names everything that would make it fail, and what mends it', async () => {
    const desk = await openDesk({ scenario: 'half-configured' });
    const run = await desk.json(['connect', ...connectGoogle, '--exchange'], { env: webSecret });
    expect(run.exit).toBe(6);
    const error = lastError(run.stderr) as { findings: readonly { id: string }[]; hint: string };
    expect(error.findings.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['app/my-account-grant', 'app/my-account-policy']),
    );
    expect(error.hint).toContain('--with-my-account');
  });

  it('refuses a tenant in which nobody connects accounts', async () => {
    const desk = await openDesk({ generation: 'tokensets' });
    const run = await desk.json(['connect', ...connectGoogle], { env: webSecret });
    expect(run.exit).toBe(6);
    expect(run.stderr).toContain('early-access generation');
  });
});

describe('Ctrl-C', () => {
  it('ends the wait and frees the port', async () => {
    const desk = await openDesk();
    let callback = '';
    const { exit, stdout } = await desk.run(['connect', ...connectGoogle, '--no-browser'], {
      env: webSecret,
      onStderr: (text, kill) => {
        const url = addressIn(text);
        if (url === undefined || callback !== '') return;
        callback = new URL(url).searchParams.get('redirect_uri') ?? '';
        kill('SIGINT');
      },
    });
    expect({ exit, stdout }).toEqual({ exit: 130, stdout: '' });
    expect(callback).toMatch(/^http:\/\/127\.0\.0\.1:428[0-2]\/callback$/);
    await expect(fetch(callback)).rejects.toThrow();
  });
});
