import { fstatSync, writeSync } from 'node:fs';
import { run } from './cli/run.ts';
import { systemClock } from './core/clock.ts';
import { TvError } from './core/errors.ts';
import { exitCodes } from './core/exit-codes.ts';
import type { Host, OutputStream } from './core/host.ts';

/**
 * Wraps a stream of the process: writes wait for the reader, a reader that has gone is an error with code EPIPE. What is
 * no terminal is written to directly, which on POSIX is what Node's stream does too, only that it takes long to open.
 */
function outputStream(fd: 1 | 2, open: () => NodeJS.WriteStream, direct: boolean): OutputStream {
  let opened: NodeJS.WriteStream | undefined;
  let broken: Error | undefined;
  const stream = (): NodeJS.WriteStream => {
    opened ??= open().on('error', (error) => {
      broken = error;
    });
    return opened;
  };
  const isTTY = !direct && stream().isTTY === true;
  const writeStream = (text: string | Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      if (broken !== undefined) {
        reject(broken);
        return;
      }
      stream().write(text, (error) => (error ? reject(error) : resolve()));
    });
  return {
    isTTY,
    columns: () => (isTTY ? stream().columns : undefined),
    write: async (text) => {
      const rest = direct && opened === undefined ? writeDirectly(fd, text) : text;
      if (rest.length > 0) await writeStream(rest);
    },
  };
}

/** Writes what the reader takes at once and gives back the rest. */
function writeDirectly(fd: 1 | 2, text: string): Uint8Array {
  let rest: Uint8Array = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
  }
  return rest;
}

/** Whether a descriptor is a pipe, a socket (which is what Node makes for a child) or a file, of a system where these can be written at once. */
function isDirect(fd: 1 | 2): boolean {
  if (process.platform === 'win32') return false;
  try {
    const status = fstatSync(fd);
    return status.isFIFO() || status.isSocket() || status.isFile();
  } catch {
    return false;
  }
}

function homeDirectory(): string | undefined {
  return process.env.HOME || process.env.USERPROFILE || undefined;
}

/** Aborts on the first Ctrl-C or SIGTERM; a second Ctrl-C ends the process at once. */
function cancellation(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) {
      release();
      process.kill(process.pid, 'SIGINT');
      return;
    }
    controller.abort(new TvError('cancelled.interrupted', 'Interrupted'));
  };
  const terminate = (): void => controller.abort(new TvError('cancelled.terminated', 'Ended by SIGTERM'));
  const release = (): void => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', terminate);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', terminate);
  return { signal: controller.signal, release };
}

/** Node ends with 0 when nothing is left that could happen, whatever was still waited for. */
function stranded(): void {
  process.exitCode = exitCodes.internal;
  writeSync(
    2,
    'error: `tv` stopped in the middle: it waits for something that will never come. This is a bug\n',
  );
}

/** Runs the command line of this process and sets its exit code. */
export async function main(): Promise<void> {
  const { signal, release } = cancellation();
  let stdinOpened = false;
  const host: Host = {
    argv: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    home: homeDirectory(),
    // Opening stdin takes a while, and few commands read it.
    get stdin() {
      stdinOpened = true;
      return process.stdin;
    },
    stdout: outputStream(1, () => process.stdout, isDirect(1)),
    stderr: outputStream(2, () => process.stderr, isDirect(2)),
    get promptOutput() {
      return process.stderr;
    },
    clock: systemClock,
    signal,
  };
  process.once('beforeExit', stranded);
  try {
    process.exitCode = await run(host);
  } finally {
    process.off('beforeExit', stranded);
    release();
    if (stdinOpened) process.stdin.unref?.();
    if (signal.aborted) endAnyway(signal.reason);
  }
}

/** Ends a cancelled process that still waits for what cannot be stopped, such as the opening of a pipe that nobody writes to. */
function endAnyway(reason: unknown): void {
  const terminated = reason instanceof TvError && reason.code === 'cancelled.terminated';
  setTimeout(() => process.kill(process.pid, terminated ? 'SIGTERM' : 'SIGINT'), 200).unref();
}
