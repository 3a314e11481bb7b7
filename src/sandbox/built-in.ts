import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../core/clock.ts';
import { startSandbox } from './index.ts';
import type { Sandbox, SandboxOptions } from './options.ts';
import { makeDirectories } from './state/state-file.ts';

/** Port of the built-in sandbox, so that its address, and with it issuer and tenant name, stay the same between commands. */
export const builtInPort = 4199;
/** Origin and issuer of the built-in sandbox. */
export const builtInBaseUrl = `http://127.0.0.1:${builtInPort}`;

/** How the built-in sandbox is started. */
export interface BuiltInOptions {
  /** Where its state is kept; null keeps nothing. */
  readonly stateFile: string | null;
  /** Told when the state cannot be kept there, and so is not kept at all. */
  readonly onUnkept: (message: string) => void;
  readonly clock: Clock;
  readonly seed?: Pick<SandboxOptions, 'scenario' | 'generation' | 'users'>;
}

/**
 * Starts the sandbox behind the profile `sandbox`. When another command holds its port it listens on any free one and
 * still speaks as its usual address, so that tokens and lists of one command are good in the next.
 */
export async function startBuiltIn(options: BuiltInOptions): Promise<Sandbox> {
  const stateFile = writableFile(options);
  const settings = {
    baseUrl: builtInBaseUrl,
    clock: options.clock,
    ...(stateFile === null ? {} : { stateFile }),
    ...options.seed,
  };
  try {
    return await startSandbox({ ...settings, port: builtInPort });
  } catch (error) {
    if (!isTaken(error)) throw error;
    return startSandbox({ ...settings, port: 0 });
  }
}

/** The state file where its directory can be written, else null. */
function writableFile({ stateFile, onUnkept }: BuiltInOptions): string | null {
  if (stateFile === null) return null;
  const directory = dirname(stateFile);
  try {
    makeDirectories(directory);
    accessSync(directory, constants.W_OK);
    return stateFile;
  } catch {
    onUnkept(
      `\`${directory}\` cannot be written, so the sandbox forgets all at the end of this command; set \`TV_STATE_DIR\` to a directory that can be`,
    );
    return null;
  }
}

function isTaken(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
  );
}
