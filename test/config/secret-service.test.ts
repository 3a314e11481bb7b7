import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openKeychain, secretNotes } from '../../src/config/keychain.ts';
import { createProfileStore } from '../../src/config/store.ts';
import { Secret } from '../../src/core/secret.ts';
import { makePlace, readTree, refusalOf, sampleProfile } from './place.ts';

/** Stands in for libsecret's program: the same words, stdin, output and exit codes, with a JSON file as its keychain. */
const standIn = `#!${process.execPath}
const fs = require('node:fs');
const [verb, ...words] = process.argv.slice(2);
fs.appendFileSync(process.env.STAND_IN + '.argv', JSON.stringify(process.argv.slice(2)) + '\\n');
if (process.env.STAND_IN_FAILS) {
  process.stderr.write('secret-tool: Cannot create an item in a locked collection\\n');
  process.exit(1);
}
const key = words.slice(words.indexOf('service')).join(' ');
const entries = fs.existsSync(process.env.STAND_IN) ? JSON.parse(fs.readFileSync(process.env.STAND_IN, 'utf8')) : {};
if (verb === 'store') entries[key] = fs.readFileSync(0, 'utf8');
else if (entries[key] === undefined) process.exit(1);
else if (verb === 'lookup') process.stdout.write(entries[key]);
else delete entries[key];
fs.writeFileSync(process.env.STAND_IN, JSON.stringify(entries));
`;

async function makeDesktop() {
  const place = await makePlace();
  const bin = join(place.config, '..', 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'secret-tool'), standIn);
  chmodSync(join(bin, 'secret-tool'), 0o755);
  const file = join(bin, 'entries.json');
  const env = { PATH: bin, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', STAND_IN: file };
  return { place, env, argv: () => readFileSync(`${file}.argv`, 'utf8') };
}

describe('the Secret Service', () => {
  it('keeps, gives back and forgets a secret that is never an argument', async () => {
    const { env, argv } = await makeDesktop();
    const keychain = await openKeychain(env, 'linux');
    if (keychain === null) throw new Error('no keychain');
    expect(await keychain.read('acme#1')).toBeNull();
    await keychain.write('acme#1', 'two\nlines "and" $quotes');
    expect(await keychain.read('acme#1')).toBe('two\nlines "and" $quotes');
    expect(await keychain.read('acme#2')).toBeNull();
    await keychain.remove('acme#1');
    await keychain.remove('acme#1');
    expect(await keychain.read('acme#1')).toBeNull();
    expect(argv()).toContain('["lookup","service","tokenvault-cli","username","acme#1"]');
    expect(argv()).not.toContain('quotes');
  });

  it('holds the secret of a profile, and no file does', async () => {
    const { place, env } = await makeDesktop();
    const store = createProfileStore({ directories: place, env, platform: 'linux' });
    const saved = await store.save(sampleProfile(), new Secret('in-the-keychain'));
    expect(saved.secret).toEqual({ kind: 'keychain' });
    expect((await store.readSecret(saved)).reveal()).toBe('in-the-keychain');
    const texts = [...(await readTree(place.config)).values()].map(({ text }) => text).join('\n');
    expect(texts).not.toContain('in-the-keychain');
  });

  it('that refuses to keep a secret leaves it to a file; one that holds it and fails is told', async () => {
    const { place, env } = await makeDesktop();
    const open = (extra: Record<string, string>) =>
      createProfileStore({ directories: place, env: { ...env, ...extra }, platform: 'linux' });
    const saved = await open({}).save(sampleProfile(), new Secret('in-the-keychain'));
    const locked = open({ STAND_IN_FAILS: '1' });
    const error = await refusalOf(locked.readSecret(saved));
    expect(error.code).toBe('config.secret');
    expect(error.details.cause).toContain('locked collection');
    const other = await locked.save(sampleProfile({ name: 'other' }), new Secret('in-a-file'));
    expect(other.secret).toEqual({ kind: 'file' });
  });

  it.each([
    ['switched off', { TV_KEYCHAIN: 'off' }, false],
    ['without a session bus', { DBUS_SESSION_BUS_ADDRESS: '' }, false],
    ['without its program', { PATH: '/nowhere' }, true],
  ])('%s there is none, and a hint where one would help', async (_, changed, hinted) => {
    const { env } = await makeDesktop();
    expect(await openKeychain({ ...env, ...changed }, 'linux')).toBeNull();
    const notes = (platform: NodeJS.Platform) =>
      secretNotes({ kind: 'file' }, '/c/secrets', { ...env, ...changed }, platform);
    expect(notes('linux')[0]).toContain('in a file in `/c/secrets` that only you can read');
    expect(notes('linux')[0]?.includes('TV_KEYCHAIN=off')).toBe('TV_KEYCHAIN' in changed);
    expect(notes('linux').join().includes('apt install')).toBe(hinted);
    expect(notes('darwin')).toHaveLength(1);
  });

  it('is there without the optional package of another platform, which is not asked for', async () => {
    expect(await openKeychain({ PATH: '' }, 'win32')).toBeNull();
  });
});

const onPath = (name: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find((path) => existsSync(path));
const needed = ['dbus-run-session', 'gnome-keyring-daemon', 'secret-tool'];
const missing = needed.filter((name) => onPath(name) === undefined);

const session = `
printf 'pw' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
for i in 1 2 3 4 5 6 7 8 9 10; do secret-tool lookup service none username none 2>/dev/null && break; sleep 0.2; done
set -e
printf 'real-keychain-secret' | node "$TV" profiles add acme --domain acme.eu.auth0.com --client-id a1 --client-secret-stdin --no-verify --json
secret-tool search --all service tokenvault-cli 2>&1
node "$TV" profiles remove acme --yes
`;

describe('a real GNOME Keyring', () => {
  it.skipIf(missing.length > 0)(
    `keeps the secret of a profile${missing.length > 0 ? ` (skipped: no ${missing.join(', ')})` : ''}`,
    async () => {
      const place = await makePlace();
      const home = join(place.config, '..', 'home');
      const run = join(home, 'run');
      mkdirSync(run, { recursive: true, mode: 0o700 });
      symlinkSync(process.execPath, join(home, 'node'));
      const stdout = execFileSync('dbus-run-session', ['--', 'sh', '-c', session], {
        env: {
          PATH: `${home}${delimiter}${process.env.PATH}`,
          HOME: home,
          XDG_RUNTIME_DIR: run,
          TV: join(import.meta.dirname, '../../bin/tv.js'),
          TV_CONFIG_DIR: place.config,
          TV_STATE_DIR: place.state,
        },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: 60_000,
      });
      expect(stdout).toContain('"secret_source": "keychain"');
      expect(stdout).toContain('secret = real-keychain-secret');
      expect(stdout).toContain('attribute.username = acme#');
      expect([...(await readTree(place.config)).keys()]).toEqual([]);
    },
    90_000,
  );
});
