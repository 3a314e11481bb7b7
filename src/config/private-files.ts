import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TvError } from '../core/errors.ts';
import { makeDirectories } from '../core/make-directories.ts';

/** Creates a directory (0700) with those above it; one of ours that others may enter is closed to them. */
export async function ensurePrivateDirectory(directory: string): Promise<void> {
  await makeDirectories(directory);
  const { mode } = await stat(directory);
  if ((mode & 0o077) !== 0) await chmod(directory, 0o700);
}

/** Writes a 0600 file that is either the old one or wholly the new one, whenever it is read or the program dies. */
export async function writePrivateFile(path: string, content: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * Text of a small file, null when there is none; other errors are thrown. Read at once: the thread pool would cost a
 * start-up more than the files do.
 */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The same of a file of ours, whose errors are `config.file`. */
export function readConfig(path: string): string | null {
  try {
    return readIfThere(path);
  } catch (error) {
    throw fileError('read', path, error);
  }
}

/** Whether an error of `node:fs` says that there is no such file. */
export function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** The `code` of a Node error, such as `EACCES`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Why a file could not be used, for people: `permission denied`. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  const known: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOENT: 'no such file',
    ENOTDIR: 'a part of its path is not a directory',
    EISDIR: 'it is a directory',
    ENOSPC: 'the disk is full',
  };
  return (code === undefined ? undefined : known[code]) ?? code ?? 'unknown reason';
}

/** `config.file` for a file or directory that could not be read or written. */
export function fileError(action: 'read' | 'written', path: string, error: unknown): TvError {
  return new TvError('config.file', `\`${path}\` could not be ${action}: ${reasonOf(error)}`, {
    hint: 'Mend its permissions, or point `TV_CONFIG_DIR` at another directory',
    origin: error,
  });
}
