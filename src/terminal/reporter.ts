import type { Clock } from '../core/clock.ts';
import { isMachineFormat, type OutputFormat } from '../core/globals.ts';
import type { OutputStream } from '../core/host.ts';
import { scrub } from '../core/secret.ts';
import type { ProgressState, Reporter } from '../core/terminal-ports.ts';
import { stripControls } from '../core/text.ts';
import { wrapBlock, wrapPainted } from './block.ts';
import { type Environment, loadPalette, type Palette, wantsColour } from './colour.ts';
import { jsonLine } from './documents.ts';
import { ProgressLine } from './progress-line.ts';
import { columnsOf, wrapWidth } from './render-options.ts';
import { cutToWidth } from './width.ts';

/** How and where a running command tells what it does. */
export interface ReporterOptions {
  readonly format: OutputFormat;
  readonly stderr: OutputStream;
  readonly env: Environment;
  readonly colourFlag: boolean | undefined;
  /** Drops notes and progress. */
  readonly quiet: boolean;
  /** Writes debug lines. */
  readonly debug: boolean;
  readonly clock: Clock;
}

/** A reporter that writes to a stream. */
export interface TerminalReporter extends Reporter {
  /** Clears the progress line and resolves when all that was told is written; call before a failure is told and at the end. */
  flush(): Promise<void>;
  /** The stream, with the progress line cleared before each write, where it is on the same terminal. */
  guard(stream: OutputStream): OutputStream;
}

const clearLine = '\r\u001b[2K';

/** Makes the reporter of a run. */
export async function createReporter(options: ReporterOptions): Promise<TerminalReporter> {
  const { stderr, env, colourFlag } = options;
  return new StderrReporter(options, await loadPalette(wantsColour(stderr, env, colourFlag)));
}

class StderrReporter implements TerminalReporter {
  readonly #options: ReporterOptions;
  readonly #palette: Palette;
  readonly #line: ProgressLine;
  #written: Promise<void> = Promise.resolve();
  /** Whether progress is one line that is redrawn; a dumb terminal knows of no redrawing. */
  readonly #inPlace: boolean;
  /** Whether a progress line stands on the terminal. */
  #drawn = false;

  constructor(options: ReporterOptions, palette: Palette) {
    this.#options = options;
    this.#palette = palette;
    const { clock, stderr } = options;
    this.#inPlace = stderr.isTTY && options.env.TERM !== 'dumb';
    this.#line = new ProgressLine({ clock, inPlace: this.#inPlace, show: (text) => this.#draw(text) });
  }

  note(message: string, code = 'note'): void {
    if (this.#options.quiet) return;
    this.#tell(code, message, '', (text) => text);
  }

  warn(code: string, message: string): void {
    this.#tell(code, message, 'warning: ', this.#palette.warn);
  }

  show(text: string): void {
    const { stderr, env, colourFlag } = this.#options;
    if (this.#machine && !stderr.isTTY) {
      this.#tell('notice', text, '', (line) => line);
      return;
    }
    const lines = wrapPainted(scrub(text), this.#width, wantsColour(stderr, env, colourFlag));
    this.#write(`${lines.join('\n')}\n`);
  }

  progress(state: ProgressState | null): void {
    if (this.#options.quiet) return;
    if (state === null) this.#forget();
    else this.#line.update(state);
  }

  debug(line: string | (() => string)): void {
    if (!this.#options.debug) return;
    const text = clean(typeof line === 'string' ? line : line());
    this.#write(
      this.#machine ? `${jsonLine({ debug: { message: text } })}\n` : `${this.#palette.muted(text)}\n`,
    );
  }

  async flush(): Promise<void> {
    this.#forget();
    await this.#written;
  }

  guard(stream: OutputStream): OutputStream {
    if (!stream.isTTY || !this.#inPlace) return stream;
    return {
      isTTY: true,
      columns: () => stream.columns(),
      write: async (text) => {
        this.#clear();
        await this.#written;
        await stream.write(text);
      },
    };
  }

  get #machine(): boolean {
    return isMachineFormat(this.#options.format);
  }

  get #width(): number {
    return wrapWidth(this.#options.stderr);
  }

  #tell(code: string, message: string, label: string, paint: (text: string) => string): void {
    if (this.#machine) {
      const line = clean(
        message
          .trim()
          .replace(/:\n\s*/g, ': ')
          .replace(/\n\s*/g, '; '),
      );
      this.#write(`${jsonLine({ warning: { code, message: line } })}\n`);
      return;
    }
    const [first = '', ...more] = wrapBlock(scrub(message), this.#width, label);
    const head = `${paint(label.trimEnd())}${first.slice(label.trimEnd().length)}`;
    this.#write(`${[head, ...more].join('\n')}\n`);
  }

  #draw(text: string): void {
    if (!this.#inPlace) {
      // A program knows notes and warnings only, so a long run tells it how far it is as one of them (product section 3).
      const message = clean(text);
      const line = jsonLine({ warning: { code: 'progress', message } });
      this.#queue(this.#machine ? `${line}\n` : `${message}\n`);
      return;
    }
    this.#drawn = true;
    this.#queue(`${clearLine}${cutToWidth(text, columnsOf(this.#options.stderr) - 1)}`);
  }

  #forget(): void {
    this.#clear();
    this.#line.end();
  }

  #clear(): void {
    if (!this.#drawn) return;
    this.#drawn = false;
    this.#queue(clearLine);
  }

  #write(text: string): void {
    this.#clear();
    this.#queue(text);
  }

  /** A reader of stderr that has gone must not end the work, so failures to write are dropped. */
  #queue(text: string): void {
    this.#written = this.#written.then(() => this.#options.stderr.write(text)).catch(() => undefined);
  }
}

function clean(text: string): string {
  return stripControls(scrub(text));
}
