import type { Clock } from '../core/clock.ts';
import { isMachineFormat, type OutputFormat } from '../core/globals.ts';
import type { OutputStream } from '../core/host.ts';
import { scrub } from '../core/secret.ts';
import type { ProgressState, Reporter } from '../core/terminal-ports.ts';
import { stripControls } from '../core/text.ts';
import { type Environment, loadPalette, type Palette, wantsColour } from './colour.ts';
import { jsonLine } from './documents.ts';
import { type ProgressStart, progressText } from './progress.ts';
import { columnsOf } from './render-options.ts';
import { cutToWidth } from './width.ts';
import { wrapText } from './wrap.ts';

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
  /** The stream, with the progress line cleared before each write, for a stdout that is on the same terminal. */
  guard(stdout: OutputStream): OutputStream;
}

/** Milliseconds between redraws of the line, and between lines where there is no terminal. */
const redrawEvery = 100;
const lineEvery = 10_000;
const clearLine = '\r\u001b[2K';

/** Makes the reporter of a run. */
export async function createReporter(options: ReporterOptions): Promise<TerminalReporter> {
  const { stderr, env, colourFlag } = options;
  return new StderrReporter(options, await loadPalette(wantsColour(stderr, env, colourFlag)));
}

class StderrReporter implements TerminalReporter {
  readonly #options: ReporterOptions;
  readonly #palette: Palette;
  #written: Promise<void> = Promise.resolve();
  #start: ProgressStart | undefined;
  #state: ProgressState | undefined;
  #lastDraw = Number.NEGATIVE_INFINITY;
  #drawn = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ReporterOptions, palette: Palette) {
    this.#options = options;
    this.#palette = palette;
  }

  note(message: string, code = 'note'): void {
    if (this.#options.quiet) return;
    this.#tell(code, message, '', (text) => text);
  }

  warn(code: string, message: string): void {
    this.#tell(code, message, 'warning: ', this.#palette.warn);
  }

  show(text: string): void {
    const { stderr } = this.#options;
    if (this.#machine && !stderr.isTTY) {
      this.#tell('notice', text, '', (line) => line);
      return;
    }
    const lines = scrub(text)
      .split('\n')
      .map((line) => this.#block(line));
    this.#write(`${lines.join('\n').trimEnd()}\n`);
  }

  progress(state: ProgressState | null): void {
    const { stderr, quiet, clock } = this.#options;
    if (quiet) return;
    if (state === null) {
      this.#forget();
      return;
    }
    if (this.#start?.label !== state.label) {
      this.#start = { label: state.label, at: clock.now(), done: state.done };
      if (!stderr.isTTY) this.#lastDraw = clock.now();
    }
    this.#state = state;
    const due = this.#lastDraw + (stderr.isTTY ? redrawEvery : lineEvery) - clock.now();
    if (due <= 0) this.#draw();
    else if (stderr.isTTY) this.#drawLater(due);
  }

  debug(line: string): void {
    if (!this.#options.debug) return;
    const text = clean(line);
    this.#write(
      this.#machine ? `${jsonLine({ debug: { message: text } })}\n` : `${this.#palette.muted(text)}\n`,
    );
  }

  async flush(): Promise<void> {
    this.#forget();
    await this.#written;
  }

  guard(stdout: OutputStream): OutputStream {
    if (!stdout.isTTY || !this.#options.stderr.isTTY) return stdout;
    return {
      isTTY: true,
      columns: () => stdout.columns(),
      write: async (text) => {
        this.#clear();
        await this.#written;
        await stdout.write(text);
      },
    };
  }

  get #machine(): boolean {
    return isMachineFormat(this.#options.format);
  }

  #tell(code: string, message: string, label: string, paint: (text: string) => string): void {
    const { stderr } = this.#options;
    const text = clean(message);
    if (this.#machine) {
      this.#write(`${jsonLine({ warning: { code, message: text } })}\n`);
      return;
    }
    const width = stderr.isTTY ? columnsOf(stderr) : Number.POSITIVE_INFINITY;
    const rest = label === '' ? '' : '  ';
    const [first = '', ...more] = wrapText(text, { width, first: label, rest, wholeWords: true });
    const head = `${paint(label.trimEnd())}${first.slice(label.trimEnd().length)}`;
    this.#write(`${[head, ...more].join('\n')}\n`);
  }

  /** A line of a block may be painted already: of its control sequences only colours stay, and these only in colour. */
  #block(line: string): string {
    const { stderr, env, colourFlag } = this.#options;
    if (!wantsColour(stderr, env, colourFlag)) return stripControls(line);
    const parts = line.split(/(\u001b\[[0-9;]*m)/);
    return parts.map((part, index) => (index % 2 === 1 ? part : stripControls(part))).join('');
  }

  #draw(): void {
    const { stderr, clock, format } = this.#options;
    if (this.#state === undefined || this.#start === undefined) return;
    this.#lastDraw = clock.now();
    const text = progressText(this.#state, this.#start, clock.now());
    if (!stderr.isTTY) {
      if (!isMachineFormat(format)) this.#queue(`${text}\n`);
      return;
    }
    this.#drawn = true;
    this.#queue(`${clearLine}${cutToWidth(text, columnsOf(stderr) - 1)}`);
  }

  #drawLater(delay: number): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
    }, delay);
    this.#timer.unref();
  }

  #forget(): void {
    this.#clear();
    this.#state = undefined;
    this.#start = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
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
