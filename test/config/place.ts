import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { FoundDirectories } from '../../src/config/directories.ts';
import type { Keychain } from '../../src/config/keychain.ts';
import { createProfileStore } from '../../src/config/store.ts';
import { TvError } from '../../src/core/errors.ts';
import type { Profile, ProfileStore } from '../../src/core/profiles.ts';

/** Directories of one test, removed after it. */
export async function makePlace(): Promise<
  FoundDirectories & { readonly config: string; readonly state: string }
> {
  const root = await mkdtemp(join(tmpdir(), 'tv-config-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return { config: join(root, 'config'), state: join(root, 'state') };
}

/** Every file under a directory: its mode and text by its path. */
export async function readTree(
  directory: string,
): Promise<ReadonlyMap<string, { readonly mode: number; readonly text: string }>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(async (path) => {
        const { mode } = await stat(path);
        return [path, { mode: mode & 0o777, text: await readFile(path, 'utf8') }] as const;
      }),
    ),
  );
}

/** The error a promise ends with; fails when it does not. */
export async function refusalOf(work: Promise<unknown>): Promise<TvError> {
  const outcome = await work.then(
    () => new Error('it was not refused'),
    (error: unknown) => error,
  );
  if (outcome instanceof TvError) return outcome;
  throw outcome;
}

/** A keychain in memory. */
export function memoryKeychain(): Keychain & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    read: async (account) => entries.get(account) ?? null,
    write: async (account, value) => {
      entries.set(account, value);
    },
    remove: async (account) => {
      entries.delete(account);
    },
  };
}

/** A profile with a client secret. */
export function sampleProfile(changes: Partial<Profile> = {}): Profile {
  return {
    name: 'acme',
    domain: 'acme.eu.auth0.com',
    clientId: 'abc',
    auth: 'client_secret',
    secret: { kind: 'keychain' },
    signingAlg: null,
    audience: null,
    protected: false,
    readOnly: false,
    defaults: {},
    ...changes,
  };
}

/** A profile store of one test; without a keychain unless one is given. */
export async function openStore(keychain: Keychain | null = null, signal?: AbortSignal) {
  const place = await makePlace();
  const env = { PATH: process.env.PATH };
  const store: ProfileStore = createProfileStore({
    directories: place,
    env,
    platform: 'linux',
    keychain: async () => keychain,
    ...(signal === undefined ? {} : { signal }),
  });
  return { place, env, store };
}
