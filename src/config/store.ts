import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { asTvError, TvError } from '../core/errors.ts';
import type { Profile, ProfileList, ProfileStore, TokenKey } from '../core/profiles.ts';
import { Secret, secretOf } from '../core/secret.ts';
import { nearest, shellQuote } from '../core/text.ts';
import { untilAborted } from '../core/until-aborted.ts';
import { readActiveName, writeActiveName } from './active-profile.ts';
import { createHomelessStore, sandboxProfile } from './built-in-profile.ts';
import type { FoundDirectories } from './directories.ts';
import { parseTenantDomain } from './domain.ts';
import type { Environment } from './environment.ts';
import { type Keychain, openKeychain, secretNotes } from './keychain.ts';
import { reasonOf } from './private-files.ts';
import { profileCredentials, profileOrigins } from './profile-credentials.ts';
import { createProfileFiles, type ProfileFiles } from './profile-files.ts';
import { checkNewName, sandboxName } from './profile-name.ts';
import { runSecretCommand } from './secret-command.ts';
import { isPrivateKey } from './secret-text.ts';
import { createSecretKeeper, type SecretKeeper, type SecretPlace } from './secrets.ts';
import type { StoredProfile, StoredSecret } from './stored-profile.ts';
import { createTokenCache } from './token-cache.ts';

/** What a profile store depends on. */
export interface StoreOptions {
  readonly directories: FoundDirectories;
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  /** The keychain to use instead of the machine's. */
  readonly keychain?: () => Promise<Keychain | null>;
  /** Ends the wait for a secret command or a keychain. */
  readonly signal?: AbortSignal;
}

interface Parts extends StoreOptions {
  readonly root: string;
  readonly files: ProfileFiles;
  readonly secrets: SecretKeeper;
}

/** Profiles of this machine; without a directory for them there is the built-in one only. */
export function createProfileStore(options: StoreOptions): ProfileStore {
  const root = options.directories.config;
  if (root === null) return createHomelessStore();
  const files = createProfileFiles(root);
  const keychain = options.keychain ?? (() => openKeychain(options.env, options.platform));
  const parts: Parts = { ...options, root, files, secrets: createSecretKeeper(root, keychain) };
  const store: ProfileStore = {
    directory: files.directory,
    list: () => readAll(files),
    load: async (name) => (name === sandboxName ? sandboxProfile : (await find(files, name)).profile),
    activeName: () => readActiveName(root),
    async activate(name) {
      await store.load(name);
      await writeActiveName(root, name);
    },
    save: (profile, secret, saving) => save(parts, profile, secret, saving?.isNew ?? false),
    rename: (from, to) => rename(parts, from, to),
    remove: (name) => remove(parts, name),
    readSecret: (profile) => readSecret(parts, profile),
    async credentials(profile, secret) {
      // A bad domain is told before a secret is fetched for it.
      parseTenantDomain(profile.domain);
      return profileCredentials(
        profile,
        secret ?? (await readSecret(parts, profile)),
        store.origins(profile),
      );
    },
    expectedPlace: async () => ({ kind: (await keychain()) === null ? 'file' : 'keychain' }),
    secretNotes: ({ secret }) => secretNotes(secret, join(root, 'secrets'), options.env, options.platform),
    origins: (profile) =>
      profileOrigins(profile, { profile: files.pathOf(profile.name), secrets: join(root, 'secrets') }),
    parseDomain: (text) => parseTenantDomain(text),
    checkName: checkNewName,
  };
  return store;
}

async function readAll(files: ProfileFiles): Promise<ProfileList> {
  const read = await Promise.all(
    (await files.names()).map((name) =>
      files.read(name).catch((error: unknown) => {
        const failure = asTvError(error);
        if (failure.code === 'internal.bug') throw error;
        return failure;
      }),
    ),
  );
  return {
    profiles: [
      ...read.flatMap((one) => (one === null || one instanceof TvError ? [] : [one.profile])),
      sandboxProfile,
    ],
    unreadable: read.filter((one) => one instanceof TvError),
  };
}

async function find(files: ProfileFiles, name: string): Promise<StoredProfile> {
  const stored = await files.read(name);
  if (stored !== null) return stored;
  const close = nearest(name, [...(await files.names()), sandboxName]);
  throw new TvError('not_found.profile', `There is no profile \`${name}\``, {
    hint:
      close === undefined
        ? `See \`tv profiles list\`, or add it with \`tv profiles add ${shellQuote(name)}\``
        : `Did you mean \`${close}\`? See \`tv profiles list\``,
    extra: { profile: name, ...(close === undefined ? {} : { nearest: close }) },
  });
}

function refuseSandbox(name: string, what: string): void {
  if (name !== sandboxName) return;
  throw new TvError('usage.invalid_value', `The profile \`sandbox\` is built in and cannot be ${what}`);
}

async function save(parts: Parts, profile: Profile, secret: Secret | null, isNew: boolean): Promise<Profile> {
  const { files, secrets } = parts;
  if (isNew) checkNewName(profile.name);
  refuseSandbox(profile.name, 'changed');
  const old = isNew ? null : await files.read(profile.name);
  const place = await placeSecret(parts, profile, secret, old);
  const stored: StoredProfile = { profile, secret: place };
  try {
    // This one rename puts profile and secret in force together.
    await (isNew ? files.create(stored) : files.replace(stored));
  } catch (error) {
    await forget(secrets, profile.name, place, old?.secret);
    throw error;
  }
  if (old !== null) await forget(secrets, profile.name, old.secret, place);
  return {
    ...profile,
    secret: place.kind === 'keychain' || place.kind === 'file' ? { kind: place.kind } : place,
  };
}

async function placeSecret(
  { secrets }: Parts,
  profile: Profile,
  secret: Secret | null,
  old: StoredProfile | null,
): Promise<StoredSecret> {
  const source = profile.secret;
  // The path must hold wherever the next command runs.
  if (source.kind === 'key_file') return { kind: 'key_file', path: resolve(source.path) };
  if (source.kind === 'command' || source.kind === 'none') return source;
  if (secret !== null) return secrets.store(profile.name, secret);
  if (old !== null && isPlace(old.secret)) return old.secret;
  throw new TvError('config.secret', `There is no secret to store for the profile \`${profile.name}\``);
}

function isPlace(secret: StoredSecret): secret is SecretPlace {
  return secret.kind === 'keychain' || secret.kind === 'file';
}

/** Removes a stored secret that is not in force; one that cannot be removed is litter, and the change stands. */
async function forget(
  secrets: SecretKeeper,
  name: string,
  unused: StoredSecret,
  inForce: StoredSecret | undefined,
): Promise<void> {
  if (unused === inForce || !isPlace(unused)) return;
  await secrets.remove(name, unused).catch(() => undefined);
}

async function rename({ files, root }: Parts, from: string, to: string): Promise<void> {
  refuseSandbox(from, 'renamed');
  await find(files, from);
  checkNewName(to);
  const active = await readActiveName(root);
  await files.rename(from, to);
  if (active === from) await writeActiveName(root, to);
}

async function remove({ files, root, secrets, directories, env }: Parts, name: string): Promise<void> {
  refuseSandbox(name, 'removed');
  const { profile, secret } = await find(files, name);
  const active = await readActiveName(root);
  if (isPlace(secret)) await secrets.remove(name, secret);
  const key = tokenKey(profile);
  if (key !== null) await createTokenCache({ directories, env }).drop(key);
  if (active === name) await writeActiveName(root, null);
  await files.remove(name);
}

/** What the tokens of a profile are cached under; null when none can be. */
function tokenKey({ clientId, domain, audience }: Profile): TokenKey | null {
  if (clientId === null) return null;
  try {
    const tenant = parseTenantDomain(domain, audience ?? undefined);
    return { domain: tenant.label, clientId, audience: tenant.audience };
  } catch {
    // Nobody ever got a token for what is no domain.
    return null;
  }
}

async function readSecret({ files, secrets, env, signal }: Parts, profile: Profile): Promise<Secret> {
  const source = profile.secret;
  if (source.kind === 'command') return runSecretCommand(profile.name, source.command, env, { signal });
  if (source.kind === 'key_file') return readKey(profile.name, source.path);
  const stored = await find(files, profile.name);
  if (isPlace(stored.secret)) {
    const read = secrets.read(profile.name, stored.secret);
    // The dialog of a keychain may stand open for a minute.
    return signal === undefined ? read : untilAborted(signal, read);
  }
  throw new TvError('config.secret', `The profile \`${profile.name}\` has no secret`, {
    hint: `Store one with \`tv profiles update ${profile.name} --client-secret-stdin\``,
  });
}

async function readKey(profile: string, path: string): Promise<Secret> {
  const failure = (cause: string): TvError =>
    new TvError('config.secret', `The private key of the profile \`${profile}\` could not be read`, {
      cause,
      hint: `Put the key there, or name another with \`tv profiles update ${profile} --private-key-file <path>\``,
    });
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw failure(`\`${path}\`: ${reasonOf(error)}`);
  });
  if (!isPrivateKey(text)) throw failure(`\`${path}\` does not hold a private key in PEM form`);
  return new Secret(secretOf(text));
}
