import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalFile, LocalPort } from '../core/local-port.ts';
import type { FoundDirectories } from './directories.ts';
import { isMissing } from './private-files.ts';

/** Directories below the state directory that hold tokens. */
const statePlaces = ['tokens', 'sandbox'];
/** Directories of `tv` are this deep at most. */
const deepest = 3;

/** Looks at the modes of what `tv` keeps on this machine; Windows has no modes, so there is nothing to tell. */
export function createLocalFiles(directories: FoundDirectories, platform: NodeJS.Platform): LocalPort {
  const { config, state } = directories;
  const places = [
    ...(config === null ? [] : [config]),
    ...(state === null ? [] : statePlaces.map((name) => join(state, name))),
  ];
  return {
    configFiles: async () => {
      if (platform === 'win32') return [];
      const found = await Promise.all(places.map((path) => lookAt(path, deepest)));
      return found.flat();
    },
  };
}

/** A directory with what is below it; nothing when it is empty or not there, since then it gives nothing away. */
async function lookAt(path: string, depth: number): Promise<readonly LocalFile[]> {
  const below = await filesBelow(path, depth);
  return below.length === 0 ? [] : [await describe(path, 'directory'), ...below].flat();
}

async function filesBelow(directory: string, depth: number): Promise<readonly LocalFile[]> {
  const entries = await orNone(readdir(directory, { withFileTypes: true }));
  const looks = entries.map((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return depth > 0 ? lookAt(path, depth - 1) : [];
    return entry.isFile() ? describe(path, 'file') : [];
  });
  return (await Promise.all(looks)).flat();
}

async function describe(path: string, kind: LocalFile['kind']): Promise<readonly LocalFile[]> {
  const found = await orNone(stat(path).then((stats) => [stats]));
  return found.map(({ mode }) => ({ path, kind, private: (mode & 0o077) === 0 }));
}

/** What went away while it was looked at, and what may not be looked at, is nobody else's either. */
async function orNone<T>(reading: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await reading;
  } catch (error) {
    if (isMissing(error) || isDenied(error)) return [];
    throw error;
  }
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}
