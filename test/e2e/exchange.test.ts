import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openExchangeDesk } from './exchange-desk.ts';
import { filtered } from './tv.ts';

const keys = [
  'ok',
  'connection',
  'client_id',
  'subject_token_type',
  'issued_token_type',
  'token_type',
  'expires_in',
  'expires_at',
  'scopes',
  'missing_scopes',
  'access_token',
  'token_thumbprint',
];
const calendar = 'https://www.googleapis.com/auth/calendar.readonly';

describe('tv exchange', () => {
  it('exchanges a refresh token, masked, with a thumbprint that the tenant log knows', async () => {
    const desk = await openExchangeDesk();
    const { exit, data, stderr } = await desk.exchange();
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(Object.keys(data ?? {})).toEqual(keys);
    expect(data).toMatchObject({
      ok: true,
      connection: 'google-oauth2',
      subject_token_type: 'urn:ietf:params:oauth:token-type:refresh_token',
      token_type: 'Bearer',
      scopes: ['openid', 'profile', 'email', calendar],
      missing_scopes: [],
      access_token: 'ya29.…(masked)',
    });
    const [event] = (await desk.api('GET', '/logs?q=type:seta&sort=date:-1')) as readonly {
      readonly details: { readonly token_thumbprint: string };
    }[];
    expect(event?.details.token_thumbprint).toBe(data?.token_thumbprint);
  });

  it('exchanges an access token of an API, which it tells by itself', async () => {
    const desk = await openExchangeDesk();
    const { exit, data, warnings } = await desk.exchange({
      app: 'Acme Assistant API',
      token: 'access_token',
    });
    expect({ exit, warnings }).toEqual({ exit: 0, warnings: [] });
    expect(data?.subject_token_type).toBe('urn:ietf:params:oauth:token-type:access_token');
  });

  it('shows people who, what, scopes and time left', async () => {
    const desk = await openExchangeDesk();
    const token = desk.sandbox.mintToken({ user: 'auth0|ada', app: 'Acme Web', type: 'refresh_token' }).token;
    const secret = desk.sandbox.applicationSecrets('Acme Web').client_secret ?? '';
    const { exit, stdout } = await desk.run(
      [
        'exchange',
        '--app',
        'Acme Web',
        '--connection',
        'google-oauth2',
        '--user',
        'ada@example.com',
        '--subject-token-stdin',
      ],
      { stdin: `${token}\n`, env: { TV_APP_CLIENT_SECRET: secret } },
    );
    expect(exit).toBe(0);
    expect(filtered(stdout).replace(/Thumbprint\t[0-9a-f]{64}/, 'Thumbprint\tSHA256')).toMatchSnapshot();
  });

  it('reveals only on request, alone for a pipe, and never under TV_NO_REVEAL', async () => {
    const desk = await openExchangeDesk();
    const first = await desk.exchange();
    const hash = first.data?.token_thumbprint;
    const token = desk.sandbox
      .secrets()
      .find((secret) => createHash('sha256').update(secret).digest('hex') === hash);
    const reveals = [token ?? ''];
    const revealed = await desk.exchange({ args: ['--reveal'], options: { reveals } });
    expect(revealed.data?.access_token).toBe(token);
    const subject = desk.sandbox.mintToken({
      user: 'auth0|ada',
      app: 'Acme Web',
      type: 'refresh_token',
    }).token;
    const secret = desk.sandbox.applicationSecrets('Acme Web').client_secret ?? '';
    const bare = await desk.run(
      ['exchange', '--app', 'Acme Web', '--connection', 'google-oauth2', '--token-only'],
      { reveals, env: { TV_SUBJECT_TOKEN: subject, TV_APP_CLIENT_SECRET: secret } },
    );
    expect(bare).toEqual({ exit: 0, stdout: `${token}\n`, stderr: '' });
    for (const format of ['json', 'jsonl', 'csv', 'yaml', 'id']) {
      const { stdout } = await desk.run(
        ['exchange', '--app', 'Acme Web', '--connection', 'google-oauth2', '--token-only', '-o', format],
        { reveals, env: { TV_SUBJECT_TOKEN: subject, TV_APP_CLIENT_SECRET: secret } },
      );
      expect([format, stdout]).toEqual([format, `${token}\n`]);
    }
    for (const flag of ['--reveal', '--token-only']) {
      const refused = await desk.exchange({ args: [flag], options: { env: { TV_NO_REVEAL: '1' } } });
      expect([refused.exit, refused.error?.code]).toEqual([6, 'refused.no_reveal']);
    }
    const masked = await desk.exchange({ options: { env: { TV_NO_REVEAL: '1' } } });
    expect(masked.data?.access_token).toBe('ya29.…(masked)');
  });

  it('exits 3 when an expected scope is missing, and tells which', async () => {
    const desk = await openExchangeDesk();
    const fine = await desk.exchange({ args: ['--expect-scope', 'openid', '--expect-scope', calendar] });
    expect(fine.exit).toBe(0);
    const missing = await desk.exchange({ args: ['--expect-scope', 'openid mail.send'] });
    expect(missing.exit).toBe(3);
    expect(missing.data?.missing_scopes).toEqual(['mail.send']);
    expect(missing.warnings).toEqual(['exchange.missing_scopes']);
  });

  it('authenticates in the own way of the application, or as it is told', async () => {
    const desk = await openExchangeDesk();
    await desk.patchApp('Acme Web', { token_endpoint_auth_method: 'client_secret_basic' });
    const dry = await desk.exchange({ args: ['--dry-run'] });
    expect(dry.data).toMatchObject({ dry_run: true, client_auth: 'client_secret_basic' });
    expect((await desk.exchange()).exit).toBe(0);
    expect((await desk.exchange({ args: ['--client-auth', 'client_secret_basic'] })).exit).toBe(0);
  });

  it('sends nothing with --dry-run, and shows the parameters masked', async () => {
    const desk = await openExchangeDesk();
    const { exit, data } = await desk.exchange({ args: ['--dry-run', '--login-hint', '42'] });
    expect(exit).toBe(0);
    expect(data?.parameters).toEqual({
      grant_type: 'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token',
      subject_token: '(secret)',
      subject_token_type: 'urn:ietf:params:oauth:token-type:refresh_token',
      requested_token_type: 'http://auth0.com/oauth/token-type/federated-connection-access-token',
      connection: 'google-oauth2',
      login_hint: '42',
    });
    const requests = (await desk.control('GET', '/requests')) as readonly { readonly path: string }[];
    const sent = JSON.stringify(requests);
    expect(sent).not.toContain('federated-connection-access-token');
  });

  it('reads token and secret from files, too', async () => {
    const desk = await openExchangeDesk();
    mkdirSync(join(desk.home, 'allowed'));
    const [token, secret] = ['allowed/token', 'allowed/secret'];
    writeFileSync(
      join(desk.home, token),
      desk.sandbox.mintToken({ user: 'auth0|ada', app: 'Acme Web', type: 'refresh_token' }).token,
    );
    writeFileSync(join(desk.home, secret), `${desk.sandbox.applicationSecrets('Acme Web').client_secret}\n`);
    const { exit } = await desk.run([
      'exchange',
      ...['--app', 'Acme Web', '--connection', 'github'],
      ...['--subject-token-file', token, '--app-secret-file', secret],
    ]);
    expect(exit).toBe(0);
  });

  it('leaves no token or secret in the trace', async () => {
    const desk = await openExchangeDesk();
    const { exit, stderr } = await desk.exchange({ args: ['--debug'] });
    expect(exit).toBe(0);
    expect(stderr).toContain('POST /oauth/token 200');
  });
});
