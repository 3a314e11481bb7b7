/** How long a measured refill holds before it is measured again, and when to try anew after a failure; milliseconds. */
const everyMs = 60_000;
const failedMs = 8000;
/** A bucket smaller than this cannot spare enough to see a difference. */
export const smallest = 8;
/** After a burst, the times at which one request looks how far the bucket has come; milliseconds. */
const looks = [50, 100, 200, 400, 800, 1600, 3200];
const longestMs = 8000;

/**
 * Measures the refill of a bucket that a share would leave full, which tells nothing: a part of it is spent at once on credit, and a few
 * requests watch it fill up again. What was lent is saved afterwards, so that the share holds on average.
 */
export class Sounding {
  readonly #share: number;
  #startedAt: number | undefined;
  #lastAt = Number.NEGATIVE_INFINITY;
  #lent = 0;
  #looked = 0;

  /** `share` is between 0 and 1. */
  constructor(share: number) {
    this.#share = share;
  }

  /** Whether one is under way, when the reserve may be halved. */
  get active(): boolean {
    return this.#startedAt !== undefined;
  }

  /** Requests that may be sent on credit now. */
  loan(now: number): number {
    if (this.#startedAt === undefined) return 0;
    const due = this.#startedAt + (looks[this.#looked] ?? Infinity);
    if (now >= due) {
      this.#looked += 1;
      this.#lent += 1;
    }
    return this.#lent;
  }

  /** Milliseconds until the next look; Infinity when none is to come. */
  delay(now: number): number {
    if (this.#startedAt === undefined) return Infinity;
    return Math.max(1, this.#startedAt + (looks[this.#looked] ?? Infinity) - now);
  }

  /** Gives up the one that is under way. */
  stop(): void {
    this.#startedAt = undefined;
  }

  /** Starts when it is time and the bucket is full, ends when it is full again. `saved` is what may be sent without a loan. */
  update(
    now: number,
    bucket: {
      readonly limit: number;
      readonly full: boolean;
      readonly measured: boolean;
      readonly saved: number;
    },
  ): void {
    const { limit, full, measured, saved } = bucket;
    if (this.#startedAt !== undefined) {
      const spent = now - this.#startedAt > (looks[0] ?? 0);
      if ((full && spent) || now - this.#startedAt > longestMs) this.#startedAt = undefined;
      return;
    }
    const due = now - this.#lastAt > (measured ? everyMs : failedMs);
    if (full && due && limit >= smallest && this.#share < 1) {
      this.#startedAt = now;
      this.#lastAt = now;
      this.#looked = 0;
      this.#lent = Math.max(
        0,
        Math.floor(limit * Math.max(this.#share, 0.5)) - 1 - Math.max(0, Math.floor(saved)),
      );
    }
  }
}
