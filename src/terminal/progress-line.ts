import type { Clock } from '../core/clock.ts';
import type { ProgressState } from '../core/terminal-ports.ts';
import { type ProgressStart, progressText } from './progress.ts';

/** Where a progress line is drawn. */
export interface ProgressOutput {
  readonly clock: Clock;
  /** Whether the line is redrawn in place; else every state shown is a line of its own. */
  readonly inPlace: boolean;
  /** Writes the state, told as one text. */
  readonly show: (text: string) => void;
}

/** Milliseconds between redraws of the line, and between lines where none is redrawn. */
const redrawEvery = 100;
const lineEvery = 10_000;

/** Decides when progress is shown: at most ten times a second where it is redrawn, every ten seconds of a long run elsewhere. */
export class ProgressLine {
  readonly #output: ProgressOutput;
  #start: ProgressStart | undefined;
  #state: ProgressState | undefined;
  #lastShown = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(output: ProgressOutput) {
    this.#output = output;
  }

  /** Takes the newest state. */
  update(state: ProgressState): void {
    const { clock, inPlace } = this.#output;
    this.#take(state, clock.now());
    const due = this.#lastShown + (inPlace ? redrawEvery : lineEvery) - clock.now();
    if (due <= 0) this.#show();
    else if (inPlace) this.#showLater(due);
  }

  /** Forgets what was told; nothing is shown later on. */
  end(): void {
    this.#state = undefined;
    this.#start = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #take(state: ProgressState, now: number): void {
    const running = this.#state;
    // A wait inside of work that is counted is told on the line of that work, whose pace goes on.
    if (running !== undefined && running.label !== state.label && isWait(state) && !isWait(running)) {
      this.#state = { ...running, ...(state.waiting === undefined ? {} : { waiting: state.waiting }) };
      return;
    }
    if (this.#start?.label !== state.label) {
      this.#start = { label: state.label, at: now, done: state.done };
      if (!this.#output.inPlace) this.#lastShown = now;
    }
    this.#state = state;
  }

  #show(): void {
    const { clock, show } = this.#output;
    if (this.#state === undefined || this.#start === undefined) return;
    this.#lastShown = clock.now();
    show(progressText(this.#state, this.#start, clock.now()));
  }

  #showLater(delay: number): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#show();
    }, delay);
    this.#timer.unref();
  }
}

/** Whether nothing is counted but waited for. */
function isWait({ waiting, done, total }: ProgressState): boolean {
  return waiting !== undefined && done === 0 && total === undefined;
}
