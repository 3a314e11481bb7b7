import { dirname } from 'node:path';
import type { Context } from '../../core/context.ts';
import { namesPath, recallNames, withSeen } from './name-cache.ts';

/** Keeps the names in a result for completion (0600, below the state directory); a failure to do so is silent. */
export async function keepNames(
  noun: 'connections' | 'apps',
  data: unknown,
  context: Pick<Context, 'directories' | 'credentials' | 'clock'>,
): Promise<void> {
  try {
    const { state } = await context.directories();
    if (state === null) return;
    const { profile, tenant } = await context.credentials();
    const path = namesPath(state, profile === null ? { tenant: tenant.label } : { profile });
    const now = context.clock.now();
    const names = withSeen(recallNames(path, now), noun, data, now);
    const { ensurePrivateDirectory, writePrivateFile } = await import('../../config/private-files.ts');
    await ensurePrivateDirectory(dirname(path));
    await writePrivateFile(path, `${JSON.stringify(names)}\n`);
  } catch {
    // Completion without names is all that is lost.
  }
}
