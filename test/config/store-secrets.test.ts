import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Keychain } from '../../src/config/keychain.ts';
import { TvError } from '../../src/core/errors.ts';
import { Secret } from '../../src/core/secret.ts';
import { memoryKeychain, openStore, readTree, refusalOf, sampleProfile } from './place.ts';

const secret = new Secret('s3cr3t-value-of-acme');

describe('rotation', () => {
  it('that fails leaves the old secret in force', async () => {
    const keychain = memoryKeychain();
    const obstacle = { path: '', text: '' };
    const { store } = await openStore({
      ...keychain,
      async write(account, value) {
        await keychain.write(account, value);
        if (obstacle.path === '') return;
        // A directory in the place of the file makes the last step fail, whoever runs the test.
        await rm(obstacle.path);
        await mkdir(join(obstacle.path, 'in-the-way'), { recursive: true });
      },
    });
    await store.save(sampleProfile(), secret, { isNew: true });
    const path = join(store.directory, 'acme.json');
    Object.assign(obstacle, { path, text: await readFile(path, 'utf8') });
    const error = await refusalOf(
      store.save(sampleProfile({ clientId: 'new' }), new Secret('the-new-secret')),
    );
    expect(error.code).toBe('config.file');
    await rm(path, { recursive: true });
    await writeFile(path, obstacle.text);
    expect([...keychain.entries.values()]).toEqual([secret.reveal()]);
    expect((await store.readSecret(await store.load('acme'))).reveal()).toBe(secret.reveal());
  });

  it('keeps only the new secret in the keychain', async () => {
    const keychain = memoryKeychain();
    const { store, place } = await openStore(keychain);
    const saved = await store.save(sampleProfile(), secret, { isNew: true });
    expect(saved.secret).toEqual({ kind: 'keychain' });
    await store.save(saved, new Secret('the-new-secret'));
    expect([...keychain.entries.values()]).toEqual(['the-new-secret']);
    await store.save({ ...saved, secret: { kind: 'command', command: 'printf x' } }, null);
    expect(keychain.entries.size).toBe(0);
    expect([...(await readTree(place.config)).keys()]).toHaveLength(1);
  });

  it('without a new secret keeps the old one', async () => {
    const { store } = await openStore(memoryKeychain());
    const saved = await store.save(sampleProfile(), secret, { isNew: true });
    await store.save({ ...saved, readOnly: true }, null);
    const kept = await store.load('acme');
    expect(kept.readOnly).toBe(true);
    expect((await store.readSecret(kept)).reveal()).toBe(secret.reveal());
  });
});

describe('a keychain that', () => {
  it('refuses gives way to the file', async () => {
    const refusing: Keychain = { ...memoryKeychain(), write: () => Promise.reject(new Error('locked')) };
    const { store } = await openStore(refusing);
    expect((await store.save(sampleProfile(), secret)).secret).toEqual({ kind: 'file' });
  });

  it('forgets gives way to the file', async () => {
    const { store } = await openStore({ ...memoryKeychain(), write: async () => undefined });
    expect((await store.save(sampleProfile(), secret)).secret).toEqual({ kind: 'file' });
  });

  it('is locked later is told', async () => {
    const keychain = memoryKeychain();
    const { store } = await openStore({
      ...keychain,
      read: async (account) => {
        const value = keychain.entries.get(account);
        if (keychain.entries.size > 1) throw new Error('the collection is locked');
        return value ?? null;
      },
    });
    const saved = await store.save(sampleProfile(), secret);
    expect(saved.secret.kind).toBe('keychain');
    keychain.entries.set('other', 'x');
    const error = await refusalOf(store.readSecret(saved));
    expect(error.code).toBe('config.secret');
    expect(error.details.cause).toContain('locked');
  });
});

describe('the wait for a secret ends with the signal', () => {
  const reason = new TvError('cancelled.terminated', 'Ended by SIGTERM');

  it('where a keychain does not answer', async () => {
    const controller = new AbortController();
    const keychain = memoryKeychain();
    const asked = { read: false };
    const silent: Keychain = {
      ...keychain,
      read: (account) => (asked.read ? new Promise(() => undefined) : keychain.read(account)),
    };
    const { store } = await openStore(silent, controller.signal);
    const saved = await store.save(sampleProfile(), secret);
    asked.read = true;
    setTimeout(() => controller.abort(reason), 20);
    expect(await refusalOf(store.readSecret(saved))).toBe(reason);
  });

  it('where a command runs', async () => {
    const controller = new AbortController();
    const { store } = await openStore(null, controller.signal);
    const profile = sampleProfile({ secret: { kind: 'command', command: 'sleep 30' } });
    setTimeout(() => controller.abort(reason), 200);
    expect(await refusalOf(store.readSecret(profile))).toBe(reason);
    expect(await refusalOf(store.readSecret(profile))).toBe(reason);
  });

  it('and at a Ctrl-C that only the command heard of', async () => {
    const { store } = await openStore();
    const profile = sampleProfile({ secret: { kind: 'command', command: 'kill -INT $$' } });
    expect((await refusalOf(store.readSecret(profile))).code).toBe('cancelled.interrupted');
  });
});

describe('secrets elsewhere', () => {
  it('are printed by a command, without the line end', async () => {
    const { store, place } = await openStore();
    const command = 'printf "%s\\n" "$((40 + 2))-from-command"; echo noise >&2';
    const saved = await store.save(sampleProfile({ secret: { kind: 'command', command } }), null);
    expect((await store.readSecret(saved)).reveal()).toBe('42-from-command');
    expect([...(await readTree(place.config))].some(([, { text }]) => text.includes('42-from-command'))).toBe(
      false,
    );
    expect(JSON.stringify(store.origins(saved))).not.toContain('$((40');
  });

  it.each([
    ['echo "no such item" >&2; exit 3', 'exit code 3: no such item'],
    ['true', 'it printed nothing'],
    ['printf topsecret; echo "bad topsecret" >&2; exit 1', 'exit code 1: bad (secret)'],
    ['exec 2>&1; cat /dev/zero', 'it printed more than a secret'],
  ])('are not there when the command fails: %s', async (command, cause) => {
    const { store } = await openStore();
    const error = await refusalOf(store.readSecret(sampleProfile({ secret: { kind: 'command', command } })));
    expect(error.code).toBe('config.secret');
    expect(error.details.cause).toBe(cause);
  });

  it('stay in the key file, of which only the absolute path is kept', async () => {
    const { store, place } = await openStore();
    await mkdir(place.config, { recursive: true });
    const path = join(place.config, 'key.pem');
    const key = '-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----';
    await writeFile(path, `${key}\n`);
    const profile = sampleProfile({
      auth: 'private_key_jwt',
      secret: { kind: 'key_file', path },
      signingAlg: 'PS256',
    });
    const saved = await store.save(profile, null);
    expect((await store.readSecret(saved)).reveal()).toBe(key);
    expect(await store.credentials(saved, null)).toMatchObject({ authentication: { alg: 'PS256' } });
    expect([...(await readTree(store.directory))].some(([, { text }]) => text.includes('MIIEvQ'))).toBe(
      false,
    );
    await writeFile(path, 'not a key');
    expect((await refusalOf(store.readSecret(saved))).code).toBe('config.secret');
    await rm(path);
    expect((await refusalOf(store.readSecret(saved))).details.cause).toContain('no such file');
    const relative = await store.save({ ...saved, secret: { kind: 'key_file', path: 'k.pem' } }, null);
    expect(relative.secret).toEqual({ kind: 'key_file', path: join(process.cwd(), 'k.pem') });
  });
});
