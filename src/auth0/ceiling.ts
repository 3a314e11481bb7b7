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
  #refusedAt: number | undefined;
  #holdMs = firstHoldMs;
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
    const measured = this.#accepted / seconds;
    const known = this.#refusedAt !== undefined && this.#accepted > 0;
    const next = known ? measured * Math.min(this.#share, 0.95) : Math.max(measured, 1) * 0.8 * this.#share;
    // The same answer twice is the limit itself: ask less often whether it has gone.
    const same = known && this.rate !== undefined && Math.abs(next / this.rate - 1) < 0.15;
    this.#holdMs = same ? Math.min(longestHoldMs, this.#holdMs * 2) : firstHoldMs;
    this.rate = Math.max(
      lowest,
      this.#accepted === 0 ? (this.rate ?? 1) / 2 : Math.min(next, this.rate ?? Infinity),
    );
    this.#refusedAt = now;
    this.#since = now;
    this.#accepted = 0;
    this.#grownAt = now;
  }

  /** Raises the ceiling by a hundredth a second once it has held for long. */
  grow(now: number): void {
    if (this.rate === undefined || this.#refusedAt === undefined || now - this.#refusedAt < this.#holdMs)
      return;
    this.rate *= 1.01 ** Math.min(1, (now - this.#grownAt) / 1000);
    this.#grownAt = now;
  }
}
