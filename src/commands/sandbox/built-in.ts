import { join } from 'node:path';
import type { Context } from '../../core/context.ts';
import type { Sandbox, SandboxOptions } from '../../sandbox/options.ts';

/** Opens the sandbox behind the profile `sandbox` for the time of `use`. */
export async function withBuiltInSandbox<T>(
  context: Context,
  seed: Pick<SandboxOptions, 'scenario' | 'generation' | 'users'>,
  use: (sandbox: Sandbox) => Promise<T> | T,
): Promise<T> {
  const { startBuiltIn } = await import('../../sandbox/built-in.ts');
  const { state } = await context.directories();
  const stateFile = state === null ? null : join(state, 'sandbox', 'tenant.json');
  const sandbox = await startBuiltIn({
    stateFile,
    clock: context.clock,
    seed,
    onUnkept: (message) => context.reporter.warn('sandbox.not_kept', message),
  });
  try {
    return await use(sandbox);
  } finally {
    await sandbox.close();
  }
}
