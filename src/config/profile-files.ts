import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { constants, copyFile, link, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type Conf from 'conf';
import { TvError } from '../core/errors.ts';
import { parseJson } from '../core/json.ts';
import { withoutByteOrderMark } from '../core/text.ts';
import { ensurePrivateDirectory, errorCode, fileError, isMissing, readConfig } from './private-files.ts';
import { decodeName, encodeName } from './profile-name.ts';
import {
  corruptFile,
  formatStoredProfile,
  parseStoredProfile,
  type StoredProfile,
} from './stored-profile.ts';

const extension = 'json';
type ProfileFile = Conf<Record<string, unknown>>;

/** The directory with one file a profile. */
export interface ProfileFiles {
  readonly directory: string;
  /** Names that have a file, in order; opens none of them. */
  names(): Promise<readonly string[]>;
  pathOf(name: string): string;
  /** Null when there is no such profile; throws `config.file`. */
  read(name: string): Promise<StoredProfile | null>;
  /** Creates the file; throws `config.exists` when there is one, even one that another process just made. */
  create(stored: StoredProfile): Promise<void>;
  /** Replaces the file whole; throws `config.file` when what is there cannot be understood. */
  replace(stored: StoredProfile): Promise<void>;
  /** Throws `config.exists` when the new name is taken. */
  rename(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Profile files under the config directory, each a conf store of its own, so that no lock is needed. */
export function createProfileFiles(configDirectory: string): ProfileFiles {
  const directory = join(configDirectory, 'profiles');
  const pathOf = (name: string): string => join(directory, `${encodeName(name)}.${extension}`);
  return {
    directory,
    pathOf,
    names: async () => listNames(directory),
    read: (name) => readProfile(name, pathOf(name)),
    async create(stored) {
      const temporary = `.new-${randomBytes(6).toString('hex')}`;
      const path = join(directory, `${temporary}.${extension}`);
      await writing(directory, async () => {
        try {
          await write(directory, temporary, stored);
          await takeName(path, pathOf(stored.profile.name), stored.profile.name);
        } finally {
          await rm(path, { force: true });
        }
      });
    },
    async replace(stored) {
      await writing(directory, () => write(directory, encodeName(stored.profile.name), stored));
    },
    async rename(from, to) {
      await writing(directory, async () => {
        await takeName(pathOf(from), pathOf(to), to);
        await rm(pathOf(from), { force: true });
      });
    },
    async remove(name) {
      await writing(directory, () => rm(pathOf(name), { force: true }));
    },
  };
}

function listNames(directory: string): readonly string[] {
  return entriesOf(directory)
    .filter((entry) => entry.endsWith(`.${extension}`))
    .flatMap((entry) => decodeName(entry.slice(0, -extension.length - 1)) ?? [])
    .sort();
}

function entriesOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw fileError('read', directory, error);
  }
}

/** Reads without conf, which makes the directory of a file that is not there and takes long to load. */
async function readProfile(name: string, path: string): Promise<StoredProfile | null> {
  const text = readConfig(path);
  if (text === null) return null;
  const content = parseJson(text);
  if (content === undefined) throw corruptFile(path, 'It is not JSON');
  return parseStoredProfile(name, path, content);
}

async function write(directory: string, configName: string, stored: StoredProfile): Promise<void> {
  const file = await openFile(directory, configName);
  file.store = { ...formatStoredProfile(stored) };
}

async function openFile(directory: string, configName: string): Promise<ProfileFile> {
  const Conf = await loadConf();
  try {
    return new Conf<Record<string, unknown>>({
      cwd: directory,
      configName,
      fileExtension: extension,
      configFileMode: 0o600,
      deserialize: (text) => JSON.parse(withoutByteOrderMark(text)),
      accessPropertiesByDotNotation: false,
    });
  } catch (error) {
    const path = join(directory, `${configName}.${extension}`);
    if (errorCode(error) !== undefined) throw fileError('read', path, error);
    // The parser's message would quote the file.
    throw corruptFile(path, 'It is not JSON');
  }
}

/** conf asks for the home directory when it is loaded, which an account without one does not survive. */
async function loadConf(): Promise<typeof Conf> {
  try {
    return (await import('conf')).default;
  } catch (error) {
    throw new TvError('config.file', 'The profile files could not be opened', {
      cause: 'This account has no home directory',
      hint: 'Set `HOME` to a directory, or give the credentials in the `AUTH0_*` environment variables',
      origin: error,
    });
  }
}

/** Gives a file a name that must be free; atomic, also between processes. */
async function takeName(from: string, to: string, name: string): Promise<void> {
  try {
    await link(from, to).catch((error: unknown) => {
      if (errorCode(error) === 'EEXIST' || isMissing(error)) throw error;
      // A file system without hard links.
      return copyFile(from, to, constants.COPYFILE_EXCL);
    });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    throw new TvError('config.exists', `There is a profile \`${name}\` already`, {
      hint: `Change it with \`tv profiles update ${name}\`, or choose another name`,
      origin: error,
    });
  }
}

async function writing(directory: string, work: () => Promise<void>): Promise<void> {
  try {
    await ensurePrivateDirectory(directory);
    await work();
  } catch (error) {
    throw error instanceof TvError ? error : fileError('written', directory, error);
  }
}
