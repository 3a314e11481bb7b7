import { run } from './cli/run.ts';
import { systemClock } from './core/clock.ts';
import { TvError } from './core/errors.ts';
import type { Host, OutputStream } from './core/host.ts';

/** Wraps a stream of the process: writes wait for the reader, a reader that has gone is an error with code EPIPE. */
function outputStream(stream: NodeJS.WriteStream): OutputStream {
  let broken: Error | undefined;
  stream.on('error', (error) => {
    broken = error;
  });
  return {
    isTTY: stream.isTTY === true,
    columns: () => (stream.isTTY ? stream.columns : undefined),
    write: (text) =>
      new Promise((resolve, reject) => {
        if (broken !== undefined) {
          reject(broken);
          return;
        }
        stream.write(text, (error) => (error ? reject(error) : resolve()));
      }),
  };
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

/** Runs the command line of this process and sets its exit code. */
export async function main(): Promise<void> {
  const { signal, release } = cancellation();
  const host: Host = {
    argv: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    home: homeDirectory(),
    stdin: process.stdin,
    stdout: outputStream(process.stdout),
    stderr: outputStream(process.stderr),
    promptOutput: process.stderr,
    clock: systemClock,
    signal,
  };
  try {
    process.exitCode = await run(host);
  } finally {
    release();
    process.stdin.unref?.();
  }
}
