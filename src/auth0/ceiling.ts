/** Fewer accepted requests than this between two refusals say little. */
const enough = 5;
/** A rate never goes below this, or nothing would be learned again; requests per second. */
const lowest = 0.05;
const firstHoldMs = 20_000;
const longestHoldMs = 600_000;

/**
 * A limit that no header tells, such as one per minute behind one per second: only refusals reveal it (facts 8.2).
 * Its bucket is empty at each refusal, so what was accepted between two of them is its refill.
 */
export class Ceiling {
  /** Requests per second; undefined while nothing was refused. */
  rate: number | undefined;
  readonly #share: number;
  #measured = false;
  #holdMs = 0;
  #refusedAt = 0;
  #grownAt = 0;
  #accepted = 0;
  #since: number | undefined;

  /** `share` is between 0 and 1. */
  constructor(share: number) {
    this.#share = share;
  }

  /** Counts a request that was let through. */
  accepted(now: number): void {
    this.#since ??= now;
    this.#accepted += 1;
  }

  /** Lowers the ceiling to what the refusal reveals. */
  refused(now: number): void {
    const seconds = Math.max(0.5, (now - (this.#since ?? now)) / 1000);
    const next = this.#next(this.#accepted / seconds);
    // The same answer twice is the limit itself: ask less often whether it has gone.
    const same =
      this.#measured &&
      this.#accepted >= enough &&
      this.rate !== undefined &&
      Math.abs(next / this.rate - 1) < 0.15;
    this.#holdMs = same ? Math.min(longestHoldMs, Math.max(firstHoldMs, this.#holdMs * 2)) : firstHoldMs;
    this.#measured ||= this.rate !== undefined && this.#accepted >= enough;
    this.rate = Math.max(lowest, next);
    this.#refusedAt = now;
    this.#grownAt = now;
    this.#since = now;
    this.#accepted = 0;
  }

  /** Raises the ceiling: fast until it was measured, by up to a hundredth a second once it has held for long. */
  grow(now: number): void {
    if (this.rate === undefined) return;
    const seconds = Math.min(1, (now - this.#grownAt) / 1000);
    this.#grownAt = now;
    if (!this.#measured) this.rate *= 1.2 ** seconds;
    else if (now - this.#refusedAt > this.#holdMs) this.rate *= (1 + 0.01 * this.#share ** 2) ** seconds;
  }

  #next(accepted: number): number {
    if (this.rate === undefined) return Math.max(0.5, accepted) * 0.8 * this.#share;
    if (this.#accepted < enough) return this.rate * (this.#accepted === 0 ? 0.5 : 0.8);
    return Math.min(this.rate, accepted * Math.min(this.#share, 0.97));
  }
}
