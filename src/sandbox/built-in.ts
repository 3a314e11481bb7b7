import type { Clock } from '../core/clock.ts';
import { startSandbox } from './index.ts';
import type { Sandbox, SandboxOptions } from './options.ts';

/** Port of the built-in sandbox, so that its address, and with it issuer and tenant name, stay the same between commands. */
export const builtInPort = 4199;
/** Origin and issuer of the built-in sandbox. */
export const builtInBaseUrl = `http://127.0.0.1:${builtInPort}`;

/** How the built-in sandbox is started. */
export interface BuiltInOptions {
  /** Where its state is kept; null keeps nothing. */
  readonly stateFile: string | null;
  readonly clock: Clock;
  readonly seed?: Pick<SandboxOptions, 'scenario' | 'generation' | 'users'>;
}

/**
 * Starts the sandbox behind the profile `sandbox`. When another command holds its port it listens on any free one and
 * still speaks as its usual address, so that tokens and lists of one command are good in the next.
 */
export async function startBuiltIn(options: BuiltInOptions): Promise<Sandbox> {
  const settings = {
    baseUrl: builtInBaseUrl,
    clock: options.clock,
    ...(options.stateFile === null ? {} : { stateFile: options.stateFile }),
    ...options.seed,
  };
  try {
    return await startSandbox({ ...settings, port: builtInPort });
  } catch (error) {
    if (!isTaken(error)) throw error;
    return startSandbox({ ...settings, port: 0 });
  }
}

function isTaken(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
  );
}
