import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProfileStore } from '../../src/config/store.ts';
import { createTokenCache } from '../../src/config/token-cache.ts';
import { Secret } from '../../src/core/secret.ts';
import { builtInBaseUrl } from '../../src/sandbox/built-in.ts';
import { openStore, readTree, refusalOf, sampleProfile } from './place.ts';

const secret = new Secret('s3cr3t-value-of-acme');

describe('a profile without a keychain', () => {
  it('is kept whole, its secret in one 0600 file only', async () => {
    const { store, place } = await openStore();
    const profile = sampleProfile({
      name: 'acme.eu',
      protected: true,
      defaults: { output: 'json', timeout: 5 },
    });
    const saved = await store.save(profile, secret, { isNew: true });
    expect(saved).toEqual({ ...profile, secret: { kind: 'file' } });
    expect(await store.load('acme.eu')).toEqual(saved);
    expect((await store.readSecret(saved)).reveal()).toBe(secret.reveal());
    const files = [...(await readTree(place.config))];
    expect(files.map(([, { mode }]) => mode)).toEqual([0o600, 0o600]);
    const holding = files.filter(([, { text }]) => text.includes(secret.reveal()));
    expect(holding.map(([path]) => path)).toEqual([expect.stringContaining('/secrets/')]);
    for (const directory of ['', 'profiles', 'secrets']) {
      expect((await stat(join(place.config, directory))).mode & 0o777).toBe(0o700);
    }
  });

  it('closes a directory of ours that others may enter', async () => {
    const { store, place } = await openStore();
    await mkdir(join(place.config, 'profiles'), { recursive: true });
    await chmod(join(place.config, 'profiles'), 0o755);
    await store.save(sampleProfile(), secret);
    expect((await stat(join(place.config, 'profiles'))).mode & 0o777).toBe(0o700);
  });

  it('keeps names apart that a file system may confuse', async () => {
    const { store } = await openStore();
    const names = ['Prod', 'prod', 'PROD', 'con', 'con.eu', 'a.b', 'a.b.json', 'x@y+z', 'nul'];
    for (const name of names)
      await store.save(sampleProfile({ name, clientId: name }), secret, { isNew: true });
    for (const name of names) expect((await store.load(name)).clientId).toBe(name);
    const listed = (await store.list()).profiles.map(({ name }) => name);
    expect([...listed].sort()).toEqual([...names, 'sandbox'].sort());
    expect(listed.at(-1)).toBe('sandbox');
    const encoded = await readTree(store.directory);
    const lowered = [...encoded.keys()].map((path) => path.toLowerCase());
    expect(new Set(lowered).size).toBe(names.length);
  });

  it.each(['', '-x', '../up', 'a/b', 'a b', 'é', 'x'.repeat(65), 'a\nb'])(
    'refuses the name %j',
    async (name) => {
      const { store } = await openStore();
      expect((await refusalOf(store.save(sampleProfile({ name }), secret, { isNew: true }))).code).toBe(
        'usage.invalid_value',
      );
    },
  );

  it('is added once when two processes add it', async () => {
    const { store } = await openStore();
    const tries = await Promise.allSettled(
      [1, 2, 3, 4].map((n) =>
        store.save(sampleProfile({ clientId: `c${n}` }), new Secret(`secret-number-${n}`), { isNew: true }),
      ),
    );
    const [won] = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const kept = await store.load('acme');
    expect(kept.clientId).toBe(won?.clientId);
    expect((await store.readSecret(kept)).reveal()).toBe(`secret-number-${kept.clientId?.slice(1)}`);
  });

  it('leaves no file of a secret behind', async () => {
    const { store, place } = await openStore();
    await store.save(sampleProfile(), secret, { isNew: true });
    await refusalOf(store.save(sampleProfile(), new Secret('loser-of-the-name'), { isNew: true }));
    await store.save(sampleProfile(), new Secret('the-new-secret'));
    await store.rename('acme', 'beta');
    const texts = [...(await readTree(place.config))].map(([, { text }]) => text).join('\n');
    expect(texts).toContain('the-new-secret');
    expect(texts).not.toContain(secret.reveal());
    expect(texts).not.toContain('loser-of-the-name');
    await store.remove('beta');
    expect((await readTree(place.config)).size).toBe(0);
  });

  it('loses none of many written side by side', async () => {
    const { store } = await openStore();
    const names = Array.from({ length: 25 }, (_, index) => `p${index}`);
    await Promise.all(
      names.map((name) => store.save(sampleProfile({ name }), new Secret(`secret of ${name}`))),
    );
    for (const name of names) {
      expect((await store.readSecret(await store.load(name))).reveal()).toBe(`secret of ${name}`);
    }
  });
});

describe('profile files', () => {
  it('may begin with the byte order mark of an editor, and can still be changed', async () => {
    const { store } = await openStore();
    const saved = await store.save(sampleProfile(), secret, { isNew: true });
    const path = join(store.directory, 'acme.json');
    await writeFile(path, `\uFEFF${await readFile(path, 'utf8')}`);
    expect(await store.load('acme')).toEqual(saved);
    await store.save({ ...saved, readOnly: true }, null);
    expect((await store.load('acme')).readOnly).toBe(true);
  });

  it.each([
    ['corrupt', '{"version": 1, "domain"', 'It is not JSON'],
    ['empty', '', 'It is not JSON'],
    ['foreign', '{"hello": 1}', 'version'],
    ['incomplete', '{"version": 1}', 'domain'],
    ['a list', '[1]', 'expected object'],
  ])('that are %s are told by name and left untouched', async (_, text, cause) => {
    const { store } = await openStore();
    await store.save(sampleProfile({ name: 'good' }), secret);
    const path = join(store.directory, 'bad.json');
    await writeFile(path, text);
    const error = await refusalOf(store.load('bad'));
    expect(error.code).toBe('config.file');
    expect(error.exit).toBe(2);
    expect(error.message).toContain(path);
    expect(error.details.cause).toContain(cause);
    await refusalOf(store.save(sampleProfile({ name: 'bad' }), secret));
    await refusalOf(store.remove('bad'));
    expect((await refusalOf(store.save(sampleProfile({ name: 'bad' }), secret, { isNew: true }))).code).toBe(
      'config.exists',
    );
    expect(await readFile(path, 'utf8')).toBe(text);
    expect((await store.list()).profiles.map(({ name }) => name)).toEqual(['good', 'sandbox']);
    expect((await store.list()).unreadable.map(({ message }) => message)).toEqual([error.message]);
  });

  it('of a newer version are told as such', async () => {
    const { store } = await openStore();
    await mkdir(store.directory, { recursive: true });
    await writeFile(join(store.directory, 'next.json'), '{"version": 2, "something": "else"}');
    expect((await refusalOf(store.load('next'))).message).toContain('newer version of `tv`');
  });

  it('cannot point a secret out of its directory', async () => {
    const { store } = await openStore();
    await store.save(sampleProfile(), secret);
    const path = join(store.directory, 'acme.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/"file": "[^"]*"/, '"file": "../active.json"'));
    expect((await refusalOf(store.load('acme'))).code).toBe('config.file');
  });

  it('are not made by reading', async () => {
    const { store, place } = await openStore();
    expect((await store.list()).profiles.map(({ name }) => name)).toEqual(['sandbox']);
    expect(await store.activeName()).toBeNull();
    const error = await refusalOf(store.load('sandbocks'));
    expect(error.code).toBe('not_found.profile');
    expect(error.exit).toBe(5);
    expect(error.hint).toContain('`sandbox`');
    await expect(stat(place.config)).rejects.toThrow('ENOENT');
  });
});

describe('the active profile', () => {
  it('follows a rename and goes with a removal', async () => {
    const { store } = await openStore();
    await store.save(sampleProfile(), secret);
    await store.activate('acme');
    await store.rename('acme', 'beta');
    expect(await store.activeName()).toBe('beta');
    expect((await store.readSecret(await store.load('beta'))).reveal()).toBe(secret.reveal());
    await store.remove('beta');
    expect(await store.activeName()).toBeNull();
    expect((await refusalOf(store.activate('beta'))).code).toBe('not_found.profile');
  });

  it('in a corrupt file is told and mended by choosing anew', async () => {
    const { store, place } = await openStore();
    await store.save(sampleProfile(), secret);
    await writeFile(join(place.config, 'active.json'), 'nonsense');
    const error = await refusalOf(store.activeName());
    expect([error.code, error.message]).toEqual(['config.file', expect.stringContaining('active.json')]);
    await store.activate('acme');
    expect(await store.activeName()).toBe('acme');
  });
});

describe('the built-in sandbox', () => {
  it('is always there and stays as it is', async () => {
    const { store } = await openStore();
    expect(await store.load('sandbox')).toMatchObject({ auth: 'sandbox', domain: builtInBaseUrl });
    await store.activate('sandbox');
    await store.save(sampleProfile(), secret);
    const sandbox = sampleProfile({ name: 'sandbox' });
    const codes = await Promise.all(
      [
        store.save(sandbox, secret, { isNew: true }),
        store.save(sandbox, secret),
        store.rename('sandbox', 'other'),
        store.rename('acme', 'sandbox'),
        store.remove('sandbox'),
      ].map(async (work) => (await refusalOf(work)).code),
    );
    expect(codes).toEqual([
      'config.exists',
      'usage.invalid_value',
      'usage.invalid_value',
      'config.exists',
      'usage.invalid_value',
    ]);
  });
});

describe('renaming and removing', () => {
  it('never takes a name that is taken', async () => {
    const { store } = await openStore();
    await store.save(sampleProfile(), secret);
    await store.save(sampleProfile({ name: 'beta', clientId: 'b' }), new Secret('secret-of-beta'));
    expect((await refusalOf(store.rename('acme', 'beta'))).code).toBe('config.exists');
    expect((await store.load('beta')).clientId).toBe('b');
    expect((await store.load('acme')).clientId).toBe('abc');
    expect((await refusalOf(store.rename('nobody', 'else'))).code).toBe('not_found.profile');
  });

  it('drops the cached token of a removed profile', async () => {
    const { store, place, env } = await openStore();
    await store.save(sampleProfile(), secret);
    const key = {
      domain: 'acme.eu.auth0.com',
      clientId: 'abc',
      audience: 'https://acme.eu.auth0.com/api/v2/',
    };
    const token = { token: new Secret('cached'), expiresAt: Date.now() + 3_600_000 };
    await createTokenCache({ directories: place, env }).write(key, token);
    await store.remove('acme');
    expect(await createTokenCache({ directories: place, env }).read(key)).toBeNull();
    expect((await readTree(place.state)).size).toBe(0);
  });
});

describe('a machine without a place for profiles', () => {
  it('has the sandbox, and is told what to set for more', async () => {
    const store = createProfileStore({
      directories: { config: null, state: null },
      env: {},
      platform: 'linux',
    });
    expect((await store.list()).profiles.map(({ name }) => name)).toEqual(['sandbox']);
    for (const work of [store.load('acme'), store.save(sampleProfile(), secret), store.activate('sandbox')]) {
      const error = await refusalOf(work);
      expect([error.code, error.hint]).toEqual(['config.file', expect.stringContaining('TV_CONFIG_DIR')]);
    }
  });
});
