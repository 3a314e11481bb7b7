import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TvError } from '../core/errors.ts';
import { Secret } from '../core/secret.ts';
import type { Keychain } from './keychain.ts';
import { ensurePrivateDirectory, fileError, readIfThere, writePrivateFile } from './private-files.ts';
import { encodeName } from './profile-name.ts';

/** Where one stored secret is; each one stored gets a place of its own, so that storing never touches the old one. */
export type SecretPlace =
  | { readonly kind: 'keychain'; readonly account: string }
  /** `file` is its name in the `secrets` directory. */
  | { readonly kind: 'file'; readonly file: string };

/** Stored secrets: in the keychain, or in 0600 files where there is none. */
export interface SecretKeeper {
  /** Stores in the keychain, or in a file when the keychain fails or does not give back what it was given. */
  store(profile: string, secret: Secret): Promise<SecretPlace>;
  /** Throws `config.secret` when it is not there or cannot be read. */
  read(profile: string, place: SecretPlace): Promise<Secret>;
  /** Does nothing when it is not there; throws `config.secret` when it cannot be removed. */
  remove(profile: string, place: SecretPlace): Promise<void>;
}

/** Keeps secrets under the config directory or in the keychain, which is opened at the first need. */
export function createSecretKeeper(
  configDirectory: string,
  keychain: () => Promise<Keychain | null>,
): SecretKeeper {
  const directory = join(configDirectory, 'secrets');
  return {
    async store(profile, secret) {
      // The account is named after the profile; the suffix tells the new secret from the one it replaces.
      const id = randomBytes(4).toString('hex');
      const account = `${profile}#${id}`;
      if (await keeps(await keychain(), account, secret)) return { kind: 'keychain', account };
      const file = `${encodeName(profile)}.${id}`;
      await ensurePrivateDirectory(directory).catch((error: unknown) => {
        throw fileError('written', directory, error);
      });
      await writePrivateFile(join(directory, file), secret.reveal()).catch((error: unknown) => {
        throw fileError('written', join(directory, file), error);
      });
      return { kind: 'file', file };
    },
    async read(profile, place) {
      const value =
        place.kind === 'file'
          ? await readSecretFile(profile, join(directory, place.file))
          : await readEntry(profile, place.account, await keychain());
      if (value !== null && value !== '') return new Secret(value);
      throw lost(profile, place.kind === 'file' ? join(directory, place.file) : 'the keychain');
    },
    async remove(profile, place) {
      if (place.kind === 'file') {
        await rm(join(directory, place.file), { force: true }).catch((error: unknown) => {
          throw fileError('written', directory, error);
        });
        return;
      }
      const opened = await keychain();
      if (opened === null) throw locked(profile, 'There is no keychain here');
      await opened.remove(place.account).catch((error: unknown) => {
        throw locked(profile, messageOf(error));
      });
    },
  };
}

async function keeps(keychain: Keychain | null, account: string, secret: Secret): Promise<boolean> {
  if (keychain === null) return false;
  try {
    await keychain.write(account, secret.reveal());
    return (await keychain.read(account)) === secret.reveal();
  } catch {
    return false;
  }
}

async function readSecretFile(profile: string, path: string): Promise<string | null> {
  try {
    return readIfThere(path);
  } catch (error) {
    const { message, hint } = fileError('read', path, error);
    throw new TvError('config.secret', `The secret of the profile \`${profile}\` could not be read`, {
      cause: message,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

async function readEntry(
  profile: string,
  account: string,
  keychain: Keychain | null,
): Promise<string | null> {
  if (keychain === null) throw locked(profile, 'There is no keychain here');
  return keychain.read(account).catch((error: unknown) => {
    throw locked(profile, messageOf(error));
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function locked(profile: string, cause: string): TvError {
  return new TvError(
    'config.secret',
    `The keychain that holds the secret of the profile \`${profile}\` could not be used`,
    {
      cause,
      hint: `Unlock the keychain, or store the secret anew with \`tv profiles update ${profile} --client-secret-stdin\``,
    },
  );
}

function lost(profile: string, place: string): TvError {
  return new TvError(
    'config.secret',
    `The secret of the profile \`${profile}\` is not in ${place} any more`,
    {
      hint: `Store it anew with \`tv profiles update ${profile} --client-secret-stdin\``,
    },
  );
}
