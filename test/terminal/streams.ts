import type { Clock } from '../../src/core/clock.ts';
import type { OutputFormat } from '../../src/core/globals.ts';
import type { OutputStream } from '../../src/core/host.ts';
import type { Result } from '../../src/core/result.ts';
import { type RenderOptions, renderResult } from '../../src/terminal/render.ts';

/** A stream that keeps what is written to it, each write after a turn of the event loop. */
export class MemoryStream implements OutputStream {
  readonly writes: string[] = [];
  readonly isTTY: boolean;
  readonly #width: number | undefined;
  /** Writes that are taken before the reader has gone. */
  readonly #limit: number;

  constructor(options: { readonly width?: number; readonly limit?: number } = {}) {
    this.isTTY = options.width !== undefined;
    this.#width = options.width;
    this.#limit = options.limit ?? Number.POSITIVE_INFINITY;
  }

  async write(text: string): Promise<void> {
    await Promise.resolve();
    if (this.writes.length >= this.#limit) throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    this.writes.push(text);
  }

  columns(): number | undefined {
    return this.#width;
  }

  get text(): string {
    return this.writes.join('');
  }

  get lines(): readonly string[] {
    return this.text.split('\n').slice(0, -1);
  }
}

/** What a test chooses of how a result is rendered. */
export interface Rendering extends Partial<Omit<RenderOptions, 'stdout' | 'stderr'>> {
  /** Columns of the terminal both streams are; a pipe when absent. */
  readonly width?: number;
}

/** Renders a result into memory. */
export async function render(
  result: Result,
  format: OutputFormat,
  rendering: Rendering = {},
): Promise<{ readonly stdout: MemoryStream; readonly stderr: MemoryStream; readonly error: unknown }> {
  const { width, ...options } = rendering;
  const streams = width === undefined ? {} : { width };
  const stdout = new MemoryStream(streams);
  const stderr = new MemoryStream(streams);
  const error = await renderResult(result, {
    format,
    header: true,
    env: { NO_COLOR: '1' },
    colourFlag: undefined,
    quiet: false,
    now: Date.UTC(2025, 0, 2, 3, 4, 5),
    ...options,
    stdout,
    stderr,
  }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { stdout, stderr, error };
}

/** A clock that stands where the test puts it. */
export class StillClock implements Clock {
  time = 0;

  now(): number {
    return this.time;
  }

  sleep(): Promise<void> {
    return Promise.resolve();
  }
}
