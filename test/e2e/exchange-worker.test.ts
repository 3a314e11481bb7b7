import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ExchangeDesk, openExchangeDesk } from './exchange-desk.ts';

describe('tv exchange as a privileged worker', () => {
  const app = 'Acme Nightly Worker';
  const worker = ['--user', 'ada@example.com', '--worker-key-file', 'allowed/worker.pem'];
  const asked = [...worker, '--audit-context', 'nightly report'];
  const none = { text: '' };

  async function workerDesk(mode = 0o600) {
    const desk = await openExchangeDesk();
    mkdirSync(join(desk.home, 'allowed'));
    const path = join(desk.home, 'allowed', 'worker.pem');
    writeFileSync(path, desk.sandbox.applicationSecrets(app).worker_key ?? '');
    chmodSync(path, mode);
    return desk;
  }

  it('signs its request and gets a token, which the log tells as a worker’s', async () => {
    const desk = await workerDesk();
    const { exit, data, warnings } = await desk.exchange({ app, token: none, args: asked });
    expect({ exit, warnings }).toEqual({ exit: 0, warnings: [] });
    expect(data?.subject_token_type).toBe('urn:ietf:params:oauth:token-type:jwt');
    const [event] = (await desk.api('GET', '/logs?q=type:seta&sort=date:-1')) as readonly unknown[];
    expect(event).toMatchObject({
      user_id: 'auth0|ada',
      details: { is_privileged_worker: true, audit_context: 'nightly report' },
    });
  });

  it('asks for narrower scopes', async () => {
    const desk = await workerDesk();
    const { exit, data } = await desk.exchange({ app, token: none, args: [...asked, '--scope', 'openid'] });
    expect([exit, data?.scopes]).toEqual([0, ['openid']]);
  });

  it('warns when others can read the key', async () => {
    const desk = await workerDesk(0o644);
    const { exit, warnings } = await desk.exchange({ app, token: none, args: asked });
    expect([exit, warnings]).toEqual([0, ['app.key_file']]);
  });

  it.each([
    ['scopes beyond the grants', ['--scope', 'mail.send'], 'google-oauth2', /`mail.send`/],
    ['a connection without a grant', [], 'windowslive', /`windowslive` is not granted/],
    ['a long audit context', ['--audit-context', 'x'.repeat(257)], 'google-oauth2', /257 characters/],
  ])('refuses %s before it is sent, exit 2', async (_, args, connection, cause) => {
    const desk = await workerDesk();
    const { exit, error, diagnosis } = await desk.exchange({
      app,
      connection,
      token: none,
      args: [...asked, ...args],
    });
    expect([exit, error?.code]).toEqual([2, 'usage.invalid_value']);
    expect(diagnosis.some((item) => cause.test(item.cause))).toBe(true);
    expect(JSON.stringify(await desk.api('GET', '/logs?q=type:feta'))).not.toContain(
      'is_privileged_worker":true',
    );
  });

  it('checks a JWT that the worker signed itself', async () => {
    const desk = await workerDesk();
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ sub: 'ada@example.com' })}.c2ln`;
    const { exit, error, diagnosis } = await desk.exchange({
      app,
      token: { text },
      args: ['--subject', 'jwt'],
    });
    expect(exit).toBe(2);
    expect(diagnosis).toHaveLength(7);
    expect(JSON.stringify(error)).not.toContain(text);
  });

  it('refuses what does not go together before anything is sent', async () => {
    const desk = await workerDesk();
    const table: readonly (readonly [readonly string[], string])[] = [
      [['--subject', 'jwt'], 'usage.no_input'],
      [['--audit-context', 'x'], 'usage.missing_argument'],
      [['--worker-key-file', 'allowed/worker.pem', '--user', 'auth0|ada'], 'usage.missing_argument'],
      [['--worker-key-file', 'allowed/worker.pem', '--audit-context', 'x'], 'usage.missing_argument'],
      [[...asked, '--subject', 'access_token'], 'usage.conflict'],
      [[...asked, '--login'], 'usage.conflict'],
      [[...asked, '--subject-token-stdin'], 'usage.conflict'],
      [[...asked, '--subject', 'jwt', '--login-hint', '42'], 'usage.conflict'],
      [[...worker, '--audit-context', 'x', '--user', 'nobody'], 'usage.invalid_value'],
      [[...asked, '--worker-key-file', '-'], 'usage.invalid_value'],
      [[...asked, '--worker-key-file', 'allowed'], 'usage.file'],
    ];
    for (const [args, code] of table) {
      const { exit, error } = await desk.exchange({ app, token: none, args });
      expect([args, exit, error?.code]).toEqual([args, 2, code]);
    }
    expect(await desk.control('GET', '/requests')).toEqual([]);
  });
});

/** A JWT that a worker signed by itself, good for one use. */
function ownJwt({ sandbox }: ExchangeDesk, app: string): string {
  const { client_id: id, worker_key: key } = sandbox.applicationSecrets(app);
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: id,
    sub: 'auth0|ada',
    aud: `${sandbox.baseUrl}/`,
    iat: Math.floor(Date.now() / 1000),
    jti: randomUUID(),
    audit_context: 'nightly report',
  };
  const signed = `${part({ alg: 'RS256', typ: 'token-vault-req+jwt' })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), createPrivateKey(key ?? ''));
  return `${signed}.${signature.toString('base64url')}`;
}

describe('a privileged worker that Auth0 refuses', () => {
  const app = 'Acme Nightly Worker';

  it('is told that its JWT was used before', async () => {
    const desk = await openExchangeDesk();
    const text = ownJwt(desk, app);
    expect((await desk.exchange({ app, token: { text } })).exit).toBe(0);
    const again = await desk.exchange({ app, token: { text } });
    expect([again.exit, again.error?.code]).toEqual([6, 'exchange.invalid_grant']);
    expect(again.diagnosis[0]?.cause).toMatch(/used before/);
    expect(again.stderr).not.toContain(text);
  });

  it('hears of its several keys only where a key can be the matter', async () => {
    const desk = await openExchangeDesk();
    const { client_id: id } = desk.sandbox.applicationSecrets(app);
    const client = (await desk.api('GET', `/clients/${id}`)) as {
      readonly token_vault_privileged_access: { readonly credentials: readonly { readonly id: string }[] };
    };
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const other = (await desk.api('POST', `/clients/${id}/credentials`, {
      credential_type: 'public_key',
      pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      kid: 'a-name-of-its-own',
    })) as { readonly id: string };
    const access = client.token_vault_privileged_access;
    const credentials = [...access.credentials.slice(0, 1), { id: other.id }];
    await desk.patchApp(app, { token_vault_privileged_access: { ...access, credentials } });
    mkdirSync(join(desk.home, 'allowed'));
    const unknown = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    for (const [name, key] of Object.entries({ own: privateKey, unknown })) {
      const pem = key.export({ type: 'pkcs8', format: 'pem' });
      writeFileSync(join(desk.home, 'allowed', name), pem, { mode: 0o600 });
    }
    const ask = (key: string, env: Readonly<Record<string, string>>) =>
      desk.exchange({
        app,
        token: { text: '' },
        args: ['--user', 'auth0|ada', '--audit-context', 'x', '--worker-key-file', `allowed/${key}`],
        options: { env },
      });
    const rejected = await ask('own', { TV_APP_CLIENT_SECRET: 'wrong' });
    expect([rejected.exit, rejected.error?.code]).toEqual([4, 'access.app_credentials']);
    expect(rejected.error?.hint).not.toContain('--worker-key-id');
    const unsigned = await ask('unknown', {});
    expect([unsigned.exit, unsigned.error?.code]).toEqual([6, 'exchange.invalid_grant']);
    expect(unsigned.error?.hint).toContain('--worker-key-id');
  });

  it('is told that its address is not allowed', async () => {
    const desk = await openExchangeDesk();
    const id = desk.sandbox.applicationSecrets(app).client_id;
    const client = (await desk.api('GET', `/clients/${id}`)) as {
      readonly token_vault_privileged_access: object;
    };
    const access = { ...client.token_vault_privileged_access, ip_allowlist: ['203.0.113.0/24'] };
    await desk.patchApp(app, { token_vault_privileged_access: access });
    const { exit, error, diagnosis } = await desk.exchange({ app, token: { text: ownJwt(desk, app) } });
    expect([exit, error?.code]).toEqual([6, 'exchange.access_denied']);
    expect(diagnosis[0]?.cause).toMatch(/`ip_allowlist`/);
  });

  it('is told about grants by Auth0 where the tenant cannot be read', async () => {
    const desk = await openExchangeDesk();
    const { client_id: id } = desk.sandbox.applicationSecrets(app);
    const env = { AUTH0_CLIENT_ID: undefined, AUTH0_CLIENT_SECRET: undefined };
    const { exit, error, diagnosis } = await desk.exchange({
      app,
      connection: 'windowslive',
      token: { text: ownJwt(desk, app) },
      args: ['--app', id],
      options: { env },
    });
    expect([exit, error?.code]).toEqual([6, 'exchange.access_denied']);
    expect(diagnosis[0]?.cause).toMatch(/do not name `windowslive`/);
  });
});
