import type { Clock } from './clock.ts';

/** A stream the program writes to. */
export interface OutputStream {
  /** Resolves when the text is taken; rejects with code EPIPE when the reader has gone. */
  write(text: string): Promise<void>;
  readonly isTTY: boolean;
  /** Columns of the terminal, read anew each time; undefined when it is none. */
  columns(): number | undefined;
}

/** Everything of the process that the program may touch; built in `main.ts` only. */
export interface Host {
  /** Arguments after `node tv.js`. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** Undefined when there is no home. */
  readonly home: string | undefined;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** The stream prompts draw on. */
  readonly promptOutput: NodeJS.WriteStream;
  readonly clock: Clock;
  /** Aborted with a `TvError` (`cancelled.*`) on SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
}
