import type { Clock } from '../../core/clock.ts';

/** What a bucket said about one request. */
export interface Verdict {
  readonly allowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** Shown when no limit was asked for. */
const generousLimit = 10_000;

/**
 * A token bucket as Auth0's: burst is the bucket, refill is spread over the second.
 * `x-ratelimit-reset` is the Unix second at which it gains a token again.
 */
export class Bucket {
  readonly #perSecond: number;
  readonly #limit: number;
  readonly #clock: Clock;
  readonly #refuses: boolean;
  #tokens: number;
  #at: number;

  /** `perSecond` undefined never refuses and shows a generous limit; `burst` is the size of the bucket, by default a second's worth. */
  constructor(perSecond: number | undefined, clock: Clock, burst?: number) {
    this.#refuses = perSecond !== undefined;
    this.#perSecond = perSecond ?? generousLimit;
    this.#limit = burst ?? this.#perSecond;
    this.#clock = clock;
    this.#tokens = this.#limit;
    this.#at = clock.now();
  }

  /** Takes a token for a request, if there is one. */
  take(): Verdict {
    const now = this.#clock.now();
    const gained = (Math.max(0, now - this.#at) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#limit, this.#tokens + gained);
    this.#at = now;
    const allowed = !this.#refuses || this.#tokens >= 1;
    if (allowed) this.#tokens = Math.max(0, this.#tokens - 1);
    return { allowed, headers: this.#headers(now) };
  }

  #headers(now: number): Record<string, string> {
    const remaining = Math.floor(this.#tokens);
    const missing = remaining + 1 - this.#tokens;
    const wait = remaining >= this.#limit ? 0 : (missing / this.#perSecond) * 1000;
    return {
      'x-ratelimit-limit': String(this.#limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(Math.ceil((now + wait) / 1000)),
    };
  }
}
