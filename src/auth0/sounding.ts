/** How long a measured refill holds before it is measured again; one that is less than it was; and a failure; milliseconds. */
const everyMs = 60_000;
const lessMs = 15_000;
const failedMs = 8000;
/** How long the bucket is held down at least, and at most when that does not suffice; milliseconds. */
const shortestMs = 1500;
const longestMs = 8000;
/** A bucket smaller than this cannot spare enough to see a difference. */
export const smallest = 5;

/**
 * Measures the refill of a bucket that a share would leave full, which tells nothing: for a short while it is held at its half, by sending
 * what comes in as it comes in. What was lent for that is saved afterwards, so that the share holds on average, and half of the bucket
 * stays with the other clients.
 */
export class Sounding {
  readonly #share: number;
  #startedAt: number | undefined;
  #lastAt = Number.NEGATIVE_INFINITY;
  /** The most that was found, less a little for each time since that found less. */
  #best = 0;

  /** `share` is between 0 and 1. */
  constructor(share: number) {
    this.#share = share;
  }

  /** Whether one is under way, when the reserve may be halved and requests may be sent on credit. */
  get active(): boolean {
    return this.#startedAt !== undefined;
  }

  /** Gives up the one that is under way. */
  stop(): void {
    this.#startedAt = undefined;
  }

  /** Starts when it is time, the bucket full and the last loan saved; ends when it has lasted long enough for a measurement. */
  update(
    now: number,
    bucket: {
      readonly limit: number;
      readonly full: boolean;
      /** The refill, once it is a measurement. */
      readonly measured: number | undefined;
      /** What may be sent without a loan; negative while one is saved for. */
      readonly saved: number;
    },
  ): void {
    const { limit, full, measured, saved } = bucket;
    if (this.#startedAt !== undefined) {
      if (now - this.#startedAt <= (measured === undefined ? longestMs : shortestMs)) return;
      this.#startedAt = undefined;
      this.#best = Math.max(measured ?? 0, this.#best * 0.9);
      return;
    }
    const due = now - this.#lastAt > this.#pauseMs(measured);
    if (full && due && saved >= 0 && limit >= smallest && this.#share < 1) {
      this.#startedAt = now;
      this.#lastAt = now;
    }
  }

  /** Found less than before, others may have taken their part of it just then, and have gone since. */
  #pauseMs(measured: number | undefined): number {
    if (measured === undefined) return failedMs;
    return measured < this.#best * 0.8 ? lessMs : everyMs;
  }
}
