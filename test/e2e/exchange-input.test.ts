import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { giveAppKey } from './app-key.ts';
import { openExchangeDesk, readOutcome, serveTokenEndpoint } from './exchange-desk.ts';
import { filtered } from './tv.ts';

const none = { text: '' };

describe('what tv exchange is given', () => {
  it('refuses what is missing, does not go together, or nobody can be asked for', async () => {
    const desk = await openExchangeDesk();
    mkdirSync(join(desk.home, 'allowed'));
    writeFileSync(join(desk.home, 'allowed', 'word'), 'not a key');
    const table: readonly (readonly [readonly string[], string])[] = [
      [['--subject-token-stdin', '--app-secret-stdin'], 'usage.conflict'],
      [['--subject-token-stdin', '--app-secret-file', '-'], 'usage.conflict'],
      [['--subject-token-stdin', '--subject-token-file', 'allowed/word'], 'usage.conflict'],
      [['--login', '--subject-token-stdin'], 'usage.conflict'],
      [['--login', '--subject', 'access_token'], 'usage.conflict'],
      [['--no-browser'], 'usage.conflict'],
      [['--scope', 'openid', '--subject', 'refresh_token'], 'usage.conflict'],
      [['--reveal', '--token-only'], 'usage.conflict'],
      [['--client-auth', 'private_key_jwt'], 'usage.missing_argument'],
      [['--app-key-alg', 'PS256'], 'usage.missing_argument'],
      [['--app-key-file', 'allowed/word', '--client-auth', 'client_secret_post'], 'usage.conflict'],
      [['--app-key-file', 'allowed/word', '--app-secret-stdin'], 'usage.conflict'],
      [['--app-key-file', 'allowed/word'], 'usage.file'],
      [['--app-key-file', '-'], 'usage.invalid_value'],
      [['--app-secret-file', 'nowhere'], 'usage.file'],
      [['--client-auth', 'none'], 'usage.invalid_value'],
      [['--user', 'nobody'], 'usage.invalid_value'],
    ];
    for (const [args, code] of table) {
      const { exit, error } = await desk.exchange({ args });
      expect([args, exit, error?.code]).toEqual([args, 2, code]);
    }
    const unnamed = await desk.run(['exchange', '--connection', 'github', '--json']);
    expect([unnamed.exit, readOutcome(unnamed).error?.code]).toEqual([2, 'usage.missing_argument']);
    const noToken = await desk.exchange({ token: none });
    expect([noToken.exit, noToken.error?.code]).toEqual([2, 'usage.no_input']);
    const noSecret = await desk.exchange({ options: { env: { TV_APP_CLIENT_SECRET: undefined } } });
    expect([noSecret.exit, noSecret.error?.code]).toEqual([2, 'usage.no_input']);
    expect(await desk.control('GET', '/requests')).toEqual([]);
  });

  it('shows in whole what a key file begins with', async () => {
    const desk = await openExchangeDesk();
    mkdirSync(join(desk.home, 'allowed'));
    writeFileSync(join(desk.home, 'allowed', 'word'), 'not a key');
    writeFileSync(join(desk.home, 'allowed', 'torn'), '-----BEGIN PRIVATE KEY-----\nnot a key\n', {
      mode: 0o600,
    });
    for (const file of ['word', 'torn']) {
      const { error } = await desk.exchange({
        args: ['--app-key-file', `allowed/${file}`],
        options: { env: { TV_APP_CLIENT_SECRET: undefined } },
      });
      expect([error?.code, error?.hint]).toEqual([
        'usage.file',
        expect.stringContaining('`BEGIN PRIVATE KEY`'),
      ]);
    }
  });

  it('tells a newcomer where the pretend secret is', async () => {
    const desk = await openExchangeDesk();
    const { exit, error } = await desk.exchange({
      args: ['-p', 'sandbox'],
      options: { env: { TV_APP_CLIENT_SECRET: undefined } },
    });
    expect(exit).toBe(2);
    expect(error?.hint).toContain("tv sandbox secret 'Acme Web'");
  });

  it('finds what was named, or says what it could be', async () => {
    const desk = await openExchangeDesk();
    const app = await desk.exchange({ args: ['--app', 'Acme Wep'] });
    expect([app.exit, app.error?.code]).toEqual([5, 'not_found.application']);
    const connection = await desk.exchange({ connection: 'google-oauth' });
    expect([connection.exit, connection.error?.code]).toEqual([5, 'not_found.connection']);
    const user = await desk.exchange({ args: ['--user', 'nobody@example.com'] });
    expect([user.exit, user.error?.code]).toEqual([5, 'not_found.user']);
    await desk.control('DELETE', '/requests');
    const unknown = await desk.exchange({ args: ['--user', 'auth0|nobody'] });
    expect([unknown.exit, unknown.error?.code]).toEqual([5, 'not_found.user']);
    const sent = (await desk.control('GET', '/requests')) as readonly { readonly path: string }[];
    expect(sent.filter(({ path }) => path.startsWith('/oauth'))).toHaveLength(0);
    const byId = await desk.exchange({ connection: await desk.connectionId('github') });
    expect([byId.exit, byId.data?.connection]).toEqual([0, 'github']);
  });

  it.each(['RS256', 'PS256', 'RS384'])(
    'proves the application with a key, algorithm %s as registered',
    async (alg) => {
      const desk = await openExchangeDesk();
      await giveAppKey(desk, { alg });
      const withKey = await desk.exchange({
        args: ['--app-key-file', 'allowed/app.pem'],
        options: { env: { TV_APP_CLIENT_SECRET: undefined } },
      });
      expect([withKey.exit, withKey.error]).toEqual([0, undefined]);
      if (alg !== 'RS256') return;
      const withSecret = await desk.exchange({ options: { env: { TV_APP_CLIENT_SECRET: 'an-old-secret' } } });
      expect([withSecret.exit, withSecret.error?.code]).toEqual([4, 'access.app_credentials']);
      expect(withSecret.warnings).toContain('app.client_auth');
    },
  );

  it('says before anything is sent what is off with an access token', async () => {
    const desk = await openExchangeDesk();
    const { exit, warnings, error } = await desk.exchange({
      app: 'Acme Assistant API',
      token: { text: foreignToken() },
    });
    expect(exit).toBe(6);
    expect(warnings).toEqual([
      'exchange.subject_token_issuer',
      'exchange.subject_token_expired',
      'exchange.subject_token_audience',
    ]);
    expect(error?.code).toBe('exchange.invalid_grant');
  });
});

function foreignToken(): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: 'https://other.auth0.com/', sub: 'auth0|ada', aud: 'https://other.example', exp: 1 };
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}

describe('tv exchange without management credentials', () => {
  const alone = { AUTH0_CLIENT_ID: undefined, AUTH0_CLIENT_SECRET: undefined };

  it('needs the domain only, and tells causes from the catalogue', async () => {
    const desk = await openExchangeDesk();
    const app = desk.sandbox.applicationSecrets('Acme Web').client_id;
    const fine = await desk.exchange({ args: ['--app', app], options: { env: alone } });
    expect([fine.exit, fine.data?.client_id]).toEqual([0, app]);
    const refused = await desk.exchange({
      user: 'auth0|radia',
      args: ['--app', app],
      options: { env: alone },
    });
    expect([refused.exit, refused.error?.code]).toEqual([
      6,
      'exchange.federated_connection_refresh_token_not_found',
    ]);
    expect(refused.diagnosis[0]).toEqual({
      cause: expect.stringContaining('never connected an account of `google-oauth2`'),
      fix: `tv connect --app ${app} --connection google-oauth2`,
    });
  });

  it('takes a name as a client id, and says so', async () => {
    const desk = await openExchangeDesk();
    const { exit, warnings, error } = await desk.exchange({ options: { env: alone } });
    expect([exit, error?.code]).toEqual([4, 'access.app_credentials']);
    expect(warnings).toEqual(['exchange.tenant_unread', 'exchange.app_unread']);
  });

  it('keeps to the expected tenant, and needs a domain', async () => {
    const desk = await openExchangeDesk();
    const other = await desk.exchange({
      args: ['--expect-tenant', 'acme.eu.auth0.com'],
      options: { env: alone },
    });
    expect([other.exit, other.error?.code]).toEqual([6, 'refused.wrong_tenant']);
    const nowhere = await desk.exchange({ options: { env: { ...alone, AUTH0_DOMAIN: undefined } } });
    expect([nowhere.exit, nowhere.error?.code]).toEqual([2, 'config.no_profile']);
    const half = await desk.exchange({ options: { env: { AUTH0_DOMAIN: undefined } } });
    expect([half.exit, half.error?.code]).toEqual([2, 'config.incomplete_environment']);
    const users = await desk.run(['tokensets', 'list', '--user', 'auth0|ada', '--json'], { env: alone });
    expect(readOutcome(users).error?.code).toBe('config.incomplete_environment');
  });

  it('goes on when the management credentials are rejected or lack scopes', async () => {
    const desk = await openExchangeDesk();
    const app = desk.sandbox.applicationSecrets('Acme Web').client_id;
    const rejected = await desk.exchange({
      args: ['--app', app],
      options: { env: { AUTH0_CLIENT_SECRET: 'wrong' } },
    });
    expect([rejected.exit, rejected.warnings]).toEqual([0, ['exchange.tenant_unread']]);
    await desk.control('POST', '/scopes', {
      client_id: desk.sandbox.credentials.clientId,
      scopes: ['read:logs'],
    });
    const poor = await desk.exchange({ args: ['--app', app], options: { env: { TV_TOKEN_CACHE: 'off' } } });
    expect(poor.exit).toBe(0);
    expect(new Set(poor.warnings)).toEqual(new Set(['exchange.tenant_unread']));
  });

  it('sends no name in place of a client id where applications cannot be read', async () => {
    const desk = await openExchangeDesk();
    await desk.control('POST', '/scopes', {
      client_id: desk.sandbox.credentials.clientId,
      scopes: ['read:connections'],
    });
    const { exit, error } = await desk.exchange();
    expect([exit, error?.code, error?.missing_scopes]).toEqual([4, 'access.scope', ['read:clients']]);
    const sent = JSON.stringify(await desk.control('GET', '/requests'));
    expect(sent).not.toContain('Acme Web');
    const app = desk.sandbox.applicationSecrets('Acme Web').client_id;
    expect((await desk.exchange({ args: ['--app', app, '--user', 'auth0|nobody'] })).exit).toBe(0);
  });

  it('sends what was asked for, in each way to authenticate', async () => {
    const endpoint = await serveTokenEndpoint();
    try {
      const desk = await openExchangeDesk();
      const token = desk.sandbox.mintToken({
        user: 'auth0|ada',
        app: 'Acme Web',
        type: 'refresh_token',
      }).token;
      endpoint.answer(200, { access_token: 'gho_0123456789abcdefghijklmnop', expires_in: 60, scope: 'a,b' });
      const send = (...args: readonly string[]) =>
        desk.exchange({
          args: ['--app', 'the app', ...args],
          token: { text: token },
          options: { env: { ...alone, AUTH0_DOMAIN: endpoint.origin, TV_APP_CLIENT_SECRET: 'p&ss word' } },
        });
      expect((await send()).data?.scopes).toEqual(['a', 'b']);
      expect((await send('--client-auth', 'client_secret_basic')).exit).toBe(0);
      const [post, basic] = endpoint.calls;
      expect(post?.parameters).toMatchObject({
        client_id: 'the app',
        client_secret: 'p&ss word',
        subject_token: token,
      });
      expect(basic?.parameters.client_secret).toBeUndefined();
      const pair = Buffer.from(basic?.authorization?.replace('Basic ', '') ?? '', 'base64').toString();
      expect(pair).toBe('the+app:p%26ss+word');
    } finally {
      await endpoint.close();
    }
  });
});

describe('tv exchange explain', () => {
  it('answers offline', async () => {
    const desk = await openExchangeDesk();
    const offline = {
      env: { AUTH0_DOMAIN: undefined, AUTH0_CLIENT_ID: undefined, AUTH0_CLIENT_SECRET: undefined },
    };
    const { exit, stdout } = await desk.run(['exchange', 'explain', 'user_not_found'], offline);
    expect(exit).toBe(0);
    expect(filtered(stdout)).toMatchSnapshot();
    const all = await desk.run(['exchange', 'explain', '-o', 'id'], offline);
    expect(all.stdout.split('\n')).toContain('federated_connection_refresh_token_not_found');
    const byWords = await desk.json(['exchange', 'explain', 'Rotating refresh token not supported'], offline);
    expect(byWords.data).toMatchObject({
      code: 'invalid_request',
      cases: [{ description: 'Rotating refresh token not supported' }],
    });
    const unknown = await desk.run(['exchange', 'explain', 'mfa_requird', '--json'], offline);
    expect([unknown.exit, readOutcome(unknown).error?.hint]).toEqual([
      5,
      expect.stringContaining('Did you mean `mfa_required`'),
    ]);
  });
});
