import { type RateBounds, type RateSample, RateWindow } from './rate-window.ts';

/** History from which the lower bound is trusted; milliseconds. */
const settledMs = 1500;
/** Bounds this close, upper to lower, are a measurement. */
const close = 2;
/** No bucket is taken to refill more slowly, tokens per second: what others took may look as if nothing came in at all. */
const slowest = 1 / 30;
/** A measurement is not replaced by a looser one before this; milliseconds. */
const holdMs = 30_000;

/** What is known of a bucket's refill, in tokens per second. */
export class Refill {
  /** A lower bound, safe to take as credit between two answers. */
  rate = 0;
  /** The best guess. */
  guess: number;
  /** Whether the history is long enough to trust the bound. */
  settled = false;
  #window = new RateWindow();
  /** How far apart the bounds of the guess were, upper to lower. */
  #spread = Infinity;
  #measuredAt = Number.NEGATIVE_INFINITY;
  #grownAt = 0;
  #hitAt = Number.NEGATIVE_INFINITY;
  /** Whether the bucket has been full since the burst at the start, which says nothing of the refill. */
  #wasFull = false;

  /** `guess` is what the first headers suggest. */
  constructor(guess: number) {
    this.guess = Math.max(slowest, guess);
  }

  /** Whether the guess is a measurement. */
  get measured(): boolean {
    return this.#spread < Infinity;
  }

  /** Learns from the newest answer; `suggestion` is what its headers alone say, `ownRate` what was sent at when the guess held it back. */
  add(sample: RateSample, suggestion: number, ownRate: number | undefined): void {
    const now = sample.receivedAt;
    const bounds = this.#window.add(sample);
    this.settled = bounds.span >= settledMs;
    this.rate = this.settled ? bounds.lower : Math.max(this.rate, bounds.lower);
    if (!this.measured && !this.settled) this.guess = Math.max(slowest, suggestion);
    const spread = bounds.upper / bounds.lower;
    const better = spread <= this.#spread * 1.05 || now - this.#measuredAt > holdMs;
    if (spread <= close && better && bounds.middle !== undefined) this.#measure(bounds.middle, spread, now);
    else this.#correct(bounds);
    if (ownRate !== undefined) this.#grow(sample, ownRate, now);
    this.#grownAt = now;
  }

  /** Somebody else has emptied the bucket: less is coming in for us, and the history is no longer true. */
  refused(): void {
    this.#window = new RateWindow();
    this.settled = false;
    this.rate *= 0.8;
    this.guess = Math.max(slowest, this.guess * 0.8);
  }

  #measure(rate: number, spread: number, now: number): void {
    this.guess = Math.max(slowest, rate);
    this.#spread = spread;
    this.#measuredAt = now;
  }

  /** Loose bounds say only where the guess cannot be; far off, and it is no measurement any more. */
  #correct({ lower, upper }: RateBounds): void {
    const within = Math.max(slowest, lower, Math.min(this.guess, upper));
    if (Math.abs(within / this.guess - 1) > 0.15) this.#spread = Infinity;
    this.guess = within;
  }

  /**
   * For a bucket too small to measure: one that stays full says only that the refill is no less than what is taken, so a little more is
   * tried; one that was full and no longer is has been taken at its refill.
   */
  #grow({ full }: RateSample, ownRate: number, now: number): void {
    if (!full && this.#wasFull && now - this.#hitAt > holdMs) {
      this.guess = Math.min(this.guess, ownRate);
      this.#hitAt = now;
    }
    this.#wasFull = full;
    const pace = now - this.#hitAt < 2 * holdMs ? 1 : this.#hitAt > 0 ? 1.02 : 1.2;
    if (full) this.guess *= pace ** Math.min(1, (now - this.#grownAt) / 1000);
  }
}
