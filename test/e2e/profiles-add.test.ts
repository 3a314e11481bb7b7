import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { add, addWords, filesBelow, openBareDesk } from './profiles-desk.ts';
import { lastError } from './tv.ts';

describe('tv profiles add', () => {
  it('takes a secret without what an editor puts around it', async () => {
    const desk = await openBareDesk();
    const stdin = `\uFEFF${desk.sandbox.credentials.clientSecret}\r\n\n`;
    expect((await desk.run(addWords(desk, 'acme'), { stdin })).exit).toBe(0);
  });

  it('verifies, stores and shows the profile, the first one active', async () => {
    const desk = await openBareDesk();
    const { exit, data, stderr } = await desk.json(addWords(desk, 'acme.eu'), {
      stdin: desk.sandbox.credentials.clientSecret,
    });
    expect(exit).toBe(0);
    expect(data).toEqual({
      name: 'acme.eu',
      domain: desk.sandbox.origin,
      client_id: desk.sandbox.credentials.clientId,
      auth: 'client_secret',
      secret_source: 'file',
      active: true,
      protected: false,
      read_only: false,
      origins: {
        domain: expect.stringContaining('acme.eu.json'),
        client_id: expect.stringContaining('acme.eu.json'),
        client_secret: expect.stringContaining('(masked)'),
      },
      scopes: expect.arrayContaining(['read:users']),
      missing_scopes: {},
      expires_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(stderr).toContain('`TV_KEYCHAIN=off`');
    expect((await desk.json(['profiles', 'list'])).data).toEqual([
      expect.objectContaining({ name: 'acme.eu', active: true, secret_source: 'file' }),
      expect.objectContaining({ name: 'sandbox', active: false, auth: 'sandbox', secret_source: 'none' }),
    ]);
    const { exit: used } = await desk.run(['tokensets', 'list', '--user', 'auth0|ada']);
    expect(used).toBe(0);
  });

  it('keeps the secret in the one file that must hold it, and every file private', async () => {
    const desk = await openBareDesk();
    await add(desk, 'acme');
    await desk.run(['profiles', 'test', '--debug']);
    await desk.run(['profiles', 'show']);
    const files = filesBelow(desk.home);
    const secret = desk.sandbox.credentials.clientSecret;
    const holding = files.filter((path) => readFileSync(path, 'utf8').includes(secret));
    expect(holding).toEqual([expect.stringMatching(/\/config\/secrets\/acme\.[0-9a-f]{8}$/)]);
    expect(files.length).toBeGreaterThan(3);
    for (const path of files)
      expect({ path, mode: statSync(path).mode & 0o777 }).toEqual({ path, mode: 0o600 });
    for (const directory of ['config', 'config/profiles', 'config/secrets', 'state/tokens']) {
      expect(statSync(join(desk.home, directory)).mode & 0o777).toBe(0o700);
    }
  });

  it.each([
    ['a wrong secret', ['--client-secret-stdin'], 'wrong-client-secret'],
    ['a token that is none', ['--token-stdin'], 'not-a-management-token'],
  ])('%s is exit 4, and nothing is stored', async (_, option, stdin) => {
    const desk = await openBareDesk();
    const words = [...addWords(desk, 'acme').slice(0, -1), ...option, '--json'];
    const { exit, stdout, stderr } = await desk.run(words, { stdin });
    expect([exit, stdout]).toEqual([4, '']);
    expect(stderr).not.toContain(stdin);
    expect(stderr).toContain('Nothing was stored');
    expect(lastError(stderr).code).toBe('access.credentials');
    expect(filesBelow(join(desk.home, 'config'))).toEqual([]);
  });

  it('takes a ready token', async () => {
    const desk = await openBareDesk();
    const { clientId, clientSecret } = desk.sandbox.credentials;
    const response = await fetch(`${desk.sandbox.origin}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        audience: `${desk.sandbox.origin}/api/v2/`,
      }),
    });
    const { access_token: token } = (await response.json()) as { readonly access_token: string };
    const words = ['profiles', 'add', 'ready', '--domain', desk.sandbox.origin, '--token-stdin'];
    const { exit, data, stderr } = await desk.json(words, { stdin: `${token}\n` });
    expect(exit).toBe(0);
    expect(data).toMatchObject({ auth: 'token', client_id: null });
    expect(stderr).not.toContain(token);
    expect((await desk.run(['tokensets', 'list', '--user', 'auth0|ada'])).exit).toBe(0);
    expect(filesBelow(join(desk.home, 'state/tokens'))).toEqual([]);
  });

  it('takes a command that prints the secret, and shows no argument of it', async () => {
    const desk = await openBareDesk();
    writeFileSync(join(desk.home, 'print'), `#!/bin/sh\nprintf '%s\\n' "$SAFE"\n`, { mode: 0o700 });
    const command = './print --item vault/auth0';
    const words = [...addWords(desk, 'acme').slice(0, -1), '--client-secret-command', command];
    const env = { SAFE: desk.sandbox.credentials.clientSecret };
    const { exit, data } = await desk.json(words, { env });
    expect(exit).toBe(0);
    expect(data).toMatchObject({
      secret_source: 'command',
      origins: { client_secret: 'command ./print … (masked)' },
    });
    const broken = await desk.run(['profiles', 'test', '--json'], { env: { SAFE: '' } });
    expect(broken.exit).toBe(2);
    expect(lastError(broken.stderr).code).toBe('config.secret');
    const shown = await desk.json(['profiles', 'show', 'acme'], { env: { SAFE: '' } });
    expect([shown.exit, shown.data]).toEqual([
      0,
      expect.objectContaining({ scopes: null, missing_scopes: null }),
    ]);
  });

  it.each([
    [[], 'usage.no_input'],
    [['--domain', 'acme.eu.auth0.com'], 'usage.no_input'],
    [['--domain', 'acme.eu.auth0.com', '--client-id', 'x'], 'usage.no_input'],
    [['--domain', 'https://manage.auth0.com/dashboard/eu/acme'], 'config.invalid_domain'],
    [['--domain', '{tenant}.auth0.com'], 'config.invalid_domain'],
    [['--domain', 'http://acme.eu.auth0.com'], 'config.invalid_domain'],
    [
      ['--domain', 'a.auth0.com', '--client-id', 'x', '--client-secret-stdin', '--token-stdin'],
      'usage.conflict',
    ],
    [
      [
        '--domain',
        'a.auth0.com',
        '--client-id',
        'x',
        '--client-secret-command',
        'y',
        '--signing-alg',
        'RS256',
      ],
      'usage.conflict',
    ],
    [['--domain', 'a.auth0.com', '--client-id', 'x', '--private-key-file', 'nowhere.pem'], 'config.secret'],
    [['--client-secret', 'on-the-command-line'], 'usage.unknown_option'],
  ])('refuses %o', async (words, code) => {
    const desk = await openBareDesk();
    const { exit, stderr } = await desk.run(['profiles', 'add', 'acme', ...words, '--json'], {
      stdin: 's3cret',
    });
    expect([exit, lastError(stderr).code]).toEqual([2, code]);
    expect(filesBelow(join(desk.home, 'config'))).toEqual([]);
  });

  it.each([
    ['sandbox', 'config.exists'],
    ['a/b', 'usage.invalid_value'],
    ['../up', 'usage.invalid_value'],
  ])('refuses the name %s', async (name, code) => {
    const desk = await openBareDesk();
    const { exit, stderr } = await desk.run([...addWords(desk, name), '--json'], { stdin: 'x' });
    expect([exit, lastError(stderr).code]).toEqual([2, code]);
  });

  it('stores nothing in a dry run', async () => {
    const desk = await openBareDesk();
    const { exit } = await desk.run([...addWords(desk, 'acme'), '--dry-run'], {
      stdin: desk.sandbox.credentials.clientSecret,
    });
    expect(exit).toBe(0);
    expect(filesBelow(join(desk.home, 'config'))).toEqual([]);
  });

  it('loses none of those added side by side', async () => {
    const desk = await openBareDesk();
    const names = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
    const same = ['same', 'same'];
    const runs = await Promise.all(
      [...names, ...same].map((name) =>
        desk.run([...addWords(desk, name), '--no-verify'], { stdin: `secret-of-${name}` }),
      ),
    );
    expect(runs.map(({ exit }) => exit).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 2]);
    const { stdout } = await desk.run(['profiles', 'list', '-o', 'id']);
    expect(stdout.trim().split('\n')).toEqual([...names, 'same', 'sandbox']);
    expect(filesBelow(join(desk.home, 'config/secrets'))).toHaveLength(7);
  });
});
