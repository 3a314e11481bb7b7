import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { add, filesBelow, openBareDesk } from './profiles-desk.ts';
import { lastError } from './tv.ts';

describe('tv profiles update', () => {
  it('that fails leaves the old secret in force', async () => {
    const desk = await openBareDesk();
    await add(desk, 'acme');
    const before = filesBelow(join(desk.home, 'config')).map((path) => [path, readFileSync(path, 'utf8')]);
    const failed = await desk.run(['profiles', 'update', 'acme', '--client-secret-stdin', '--json'], {
      stdin: 'not-the-new-secret',
    });
    expect([failed.exit, lastError(failed.stderr).code]).toEqual([4, 'access.credentials']);
    expect(filesBelow(join(desk.home, 'config')).map((path) => [path, readFileSync(path, 'utf8')])).toEqual(
      before,
    );
    expect((await desk.run(['profiles', 'test', 'acme'])).exit).toBe(0);
  });

  it('changes what is named and keeps the rest, with only the new secret kept', async () => {
    const desk = await openBareDesk();
    await add(desk, 'acme', '--read-only', '--default-timeout', '9');
    const [old] = filesBelow(join(desk.home, 'config/secrets'));
    const { data } = await desk.json(
      [
        'profiles',
        'update',
        'acme',
        '--client-secret-stdin',
        '--no-read-only',
        '--protected',
        '--default-output',
        'json',
      ],
      { stdin: desk.sandbox.credentials.clientSecret },
    );
    expect(data).toMatchObject({
      read_only: false,
      protected: true,
      active: true,
      origins: { timeout: expect.stringMatching(/^9 /), output: expect.stringMatching(/^json /) },
    });
    const kept = filesBelow(join(desk.home, 'config/secrets'));
    expect(kept).toHaveLength(1);
    expect(kept).not.toEqual([old]);
    const { stdout } = await desk.run(['tokensets', 'list', '--user', 'auth0|ada']);
    expect(Array.isArray(JSON.parse(stdout))).toBe(true);
    const unset = await desk.json([
      'profiles',
      'update',
      'acme',
      '--unset',
      'default-output',
      '--no-protected',
      '--no-verify',
    ]);
    expect(unset.data).toMatchObject({ protected: false, scopes: null });
    expect(unset.data).not.toHaveProperty('origins.output');
  });

  it.each([
    [['acme'], 2, 'usage.missing_argument'],
    [['acme', '--no-verify'], 2, 'usage.missing_argument'],
    [['acme', '--audience', 'https://x/', '--unset', 'audience'], 2, 'usage.conflict'],
    [['acme', '--domain', 'acme'], 2, 'config.invalid_domain'],
    [['sandbox', '--protected'], 2, 'usage.invalid_value'],
    [['amce', '--protected'], 5, 'not_found.profile'],
    [['acme', '--domain', 'http://127.0.0.1:9', '--max-wait', '0'], 7, 'network.unreachable'],
  ])('refuses %o', async (words, exit, code) => {
    const desk = await openBareDesk();
    await add(desk, 'acme');
    const before = readFileSync(join(desk.home, 'config/profiles/acme.json'), 'utf8');
    const transcript = await desk.run(['profiles', 'update', ...words, '--json']);
    expect([transcript.exit, lastError(transcript.stderr).code]).toEqual([exit, code]);
    expect(readFileSync(join(desk.home, 'config/profiles/acme.json'), 'utf8')).toBe(before);
  });
});

describe('the other verbs', () => {
  it('test fetches a fresh token and tells what each command lacks', async () => {
    const desk = await openBareDesk();
    await add(desk, 'acme');
    const client_id = desk.sandbox.credentials.clientId;
    await desk.control('POST', '/scopes', { client_id, scopes: ['read:connections'] });
    const { data, exit } = await desk.json(['profiles', 'test']);
    expect(exit).toBe(0);
    expect(data).toMatchObject({
      scopes: ['read:connections'],
      missing_scopes: { 'tokensets list': expect.arrayContaining(['read:users']) },
    });
    const people = await desk.run(['profiles', 'test']);
    expect(people.stdout).toMatch(/Scopes lacking\t.*tokensets: read:users/);
  });

  it('test refuses another tenant than the expected one', async () => {
    const desk = await openBareDesk();
    await add(desk, 'acme');
    const words = ['profiles', 'test', 'acme', '--expect-tenant', 'acme.eu.auth0.com', '--json'];
    const { exit, stderr } = await desk.run(words);
    expect([exit, lastError(stderr).code]).toEqual([6, 'refused.wrong_tenant']);
  });

  it('the sandbox needs no set-up', async () => {
    const desk = await openBareDesk();
    const { exit, data } = await desk.json(['profiles', 'test', 'sandbox']);
    expect([exit, data]).toEqual([0, expect.objectContaining({ name: 'sandbox', missing_scopes: {} })]);
  });

  it('rename keeps secret and activity; remove takes all of it away, when told so', async () => {
    const desk = await openBareDesk();
    await add(desk, 'acme');
    expect((await desk.json(['profiles', 'rename', 'acme', 'beta'])).data).toMatchObject({
      name: 'beta',
      active: true,
    });
    expect((await desk.run(['profiles', 'test'])).exit).toBe(0);
    const unasked = await desk.run(['profiles', 'remove', 'beta', '--json']);
    expect([unasked.exit, lastError(unasked.stderr).code]).toEqual([2, 'usage.confirmation']);
    expect((await desk.json(['profiles', 'remove', 'beta', '--dry-run'])).data).toEqual({
      name: 'beta',
      removed: false,
    });
    expect((await desk.json(['profiles', 'remove', 'beta', '--yes'])).data).toEqual({
      name: 'beta',
      removed: true,
    });
    expect(filesBelow(join(desk.home, 'config'))).toEqual([]);
    expect(filesBelow(join(desk.home, 'state'))).toEqual([]);
  });

  it('-o id prints the name that the profile has now', async () => {
    const desk = await openBareDesk();
    await add(desk, 'acme');
    const id = async (...words: readonly string[]) =>
      (await desk.run(['profiles', ...words, '-o', 'id'])).stdout;
    expect(await id('rename', 'acme', 'beta', '--dry-run')).toBe('acme\n');
    expect(await id('rename', 'acme', 'beta')).toBe('beta\n');
    expect(await id('use', 'beta')).toBe('beta\n');
    expect(await id('remove', 'beta', '--yes')).toBe('beta\n');
  });

  it('a corrupt profile is told by name, left alone, and does not hide the others', async () => {
    const desk = await openBareDesk();
    await add(desk, 'acme');
    const path = join(desk.home, 'config/profiles/broken.json');
    writeFileSync(path, '{"version": 1,');
    const list = await desk.json(['profiles', 'list']);
    expect(list.exit).toBe(8);
    expect(list.data).toMatchObject([{ name: 'acme' }, { name: 'sandbox' }]);
    expect(list.stderr).toContain(path);
    expect(lastError(list.stderr)).toMatchObject({ code: 'api.partial', exit: 8 });
    const show = await desk.run(['profiles', 'show', 'broken', '--json']);
    expect([show.exit, lastError(show.stderr).code]).toEqual([2, 'config.file']);
    expect(readFileSync(path, 'utf8')).toBe('{"version": 1,');
  });
});
