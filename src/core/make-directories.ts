import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Creates a directory (0700) with those above it; throws what `mkdir` throws. Node's own recursion never ends where the
 * system lets nobody create anything, as below `/proc`.
 */
export async function makeDirectories(directory: string): Promise<void> {
  try {
    await mkdir(directory, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    const above = dirname(directory);
    if (codeOf(error) !== 'ENOENT' || above === directory) throw error;
    await makeDirectories(above);
    await mkdir(directory, { mode: 0o700 }).catch(unlessThere);
  }
}

function unlessThere(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
