import { Ceiling } from './ceiling.ts';
import { type RateBounds, RateWindow } from './rate-window.ts';
import { rateLimitOf, resetMs } from './response-headers.ts';
import type { Outcome } from './retry.ts';

/** A request that was sent. */
export interface Ticket {
  readonly number: number;
  readonly sentAt: number;
}

/** How a request that was sent went. */
export interface Answer {
  readonly outcome: Outcome;
  readonly sentAt: number;
  readonly receivedAt: number;
  /** How long a refused request asks to wait. */
  readonly pauseMs: number;
}

const widest = 64;
const narrowest = 8;
const unlimited = 16;
/** History from which the lower bound is trusted; milliseconds. */
const settledMs = 1500;
/** How long a measured rate holds before a full bucket makes it worth asking for more; milliseconds. */
const holdMs = 60_000;

/**
 * Decides when the next request of a bucket may be sent, from what `x-ratelimit-*` said and when (performance.md). Pure but for its
 * own memory: every time comes from the caller.
 *
 * Tokens now are the `remaining` of the newest answered request, less what was sent after it, plus what came in since. The rate is a
 * lower bound, which costs nothing: what it leaves in the bucket shows in the next `remaining`. Under a share below 1, a part of the
 * bucket stays with the other clients, and sending keeps to that part of the estimated refill.
 */
export class Pacer {
  /** Requests sent so far. */
  sent = 0;
  readonly #share: number;
  readonly #window = new RateWindow();
  readonly #ceiling: Ceiling;
  readonly #flying = new Set<number>();
  #limit: number | undefined;
  #answered = false;
  /** Newest-sent request that was answered: its number, what remained, when. */
  #anchor = { number: 0, remaining: 0, at: 0 };
  /** Lower bound of the refill, tokens per second, for credit between two answers. */
  #rate = 0;
  #settled = false;
  /** Best guess of the refill, kept between the bounds, for the share and for a first look. */
  #guess = 0;
  #measuredAt = Number.NEGATIVE_INFINITY;
  #grownAt = 0;
  #pausedUntil = 0;
  #limitedAt = Number.NEGATIVE_INFINITY;
  #latency = 100;
  /** What the share still allows, and since when. */
  #credit: number | undefined;
  #creditAt = 0;

  /** `share` is between 0 and 1. */
  constructor(share: number) {
    this.#share = share;
    this.#ceiling = new Ceiling(share);
  }

  /** Requests per second it allows itself; null before it knows. */
  rate(): number | null {
    const ceiling = this.#ceiling.rate;
    if (this.#limit === undefined || !(this.#settled || this.#share < 1)) return ceiling ?? null;
    const own = this.#share < 1 ? this.#guess * this.#share : this.#rate;
    return Math.min(own, ceiling ?? Infinity);
  }

  /** Milliseconds until the next request may be sent; 0 for now, Infinity for not before an answer. `last` spends the reserve. */
  delay(now: number, last: boolean): number {
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    if (this.#flying.size >= this.#width()) return Infinity;
    if (!this.#answered) return this.#flying.size === 0 ? 0 : Infinity;
    const own = this.#ownDelay(now);
    if (own > 0 || this.#limit === undefined) return own;
    return this.#bucketDelay(now, this.#limit, last);
  }

  /** Counts a request as sent. */
  send(now: number): Ticket {
    this.sent += 1;
    this.#flying.add(this.sent);
    this.#refillCredit(now);
    this.#credit = (this.#credit ?? 0) - 1;
    return { number: this.sent, sentAt: now };
  }

  /** Forgets a request that was never sent. */
  abandon(ticket: Ticket): void {
    this.#flying.delete(ticket.number);
  }

  /** Learns from an answer or a fault. */
  answer(ticket: Ticket, answer: Answer): void {
    this.#flying.delete(ticket.number);
    const { outcome, sentAt, receivedAt } = answer;
    if (outcome.kind === 'fault') return;
    if (outcome.status === 429) {
      this.#refused(outcome, answer);
      return;
    }
    this.#answered = true;
    this.#latency += 0.1 * (receivedAt - sentAt - this.#latency);
    this.#ceiling.accepted(receivedAt);
    const { limit, remaining } = rateLimitOf(outcome.headers);
    if (limit === undefined || remaining === undefined) return;
    if (limit !== this.#limit)
      this.#begin(limit, remaining, resetMs(outcome.headers, receivedAt), receivedAt);
    if (ticket.number >= this.#anchor.number) this.#learn(ticket, remaining, limit, answer);
  }

  #begin(limit: number, remaining: number, reset: number | undefined, now: number): void {
    this.#limit = limit;
    this.#window.clear();
    this.#settled = false;
    this.#rate = 0;
    // Either a bucket that is full again at `reset`, or one that gains a token then: too high in the second case, until measured.
    this.#guess =
      reset === undefined ? limit / 60 : Math.max(limit / 60, (limit - remaining) / (reset / 1000 + 1));
    this.#credit = Math.max(1, limit * this.#share - 1);
    this.#creditAt = now;
    this.#grownAt = now;
  }

  #learn(ticket: Ticket, remaining: number, limit: number, { sentAt, receivedAt }: Answer): void {
    this.#anchor = { number: ticket.number, remaining, at: receivedAt };
    const older = [...this.#flying].filter((number) => number < ticket.number).length;
    const bounds = this.#window.add({
      sentAt,
      receivedAt,
      low: ticket.number - older,
      high: this.sent,
      remaining,
      full: remaining >= limit - 1 - Math.floor(limit / 10),
    });
    this.#settled = bounds.span >= settledMs;
    this.#rate = this.#settled ? bounds.lower : Math.max(this.#rate, bounds.lower);
    this.#estimate(bounds, receivedAt);
  }

  #estimate({ lower, upper }: RateBounds, now: number): void {
    if (Number.isFinite(upper)) {
      this.#guess = Math.max(lower, Math.min(this.#guess, upper));
      this.#measuredAt = now;
    } else if (lower > this.#guess) {
      this.#guess = lower;
    } else if (now - this.#measuredAt > holdMs) {
      // A bucket that stays full says only that the refill is no less than what we take.
      this.#guess *= 1 + 0.3 * Math.min(1, (now - this.#grownAt) / 1000);
    }
    this.#grownAt = now;
  }

  #refused(outcome: Outcome & { readonly kind: 'answer' }, { sentAt, receivedAt, pauseMs }: Answer): void {
    const { limit, remaining } = rateLimitOf(outcome.headers);
    const pause = pauseMs > 0 ? pauseMs : 2000 / Math.max(this.#rate, this.#guess, 0.1);
    this.#pausedUntil = Math.max(this.#pausedUntil, receivedAt + pause);
    // Requests that were on their way together are one event.
    if (sentAt <= this.#limitedAt) return;
    this.#limitedAt = receivedAt;
    if (limit !== undefined && limit === this.#limit && remaining === 0) {
      this.#anchor = { number: this.sent, remaining: 0, at: receivedAt };
      this.#window.clear();
      this.#settled = false;
      this.#rate *= 0.8;
      this.#guess *= 0.8;
    } else {
      this.#answered = true;
      this.#ceiling.refused(receivedAt);
    }
  }

  #width(): number {
    if (this.#limit === undefined) return unlimited;
    const rate = this.#settled ? Math.max(this.#rate, this.#guess) : this.#limit;
    return Math.max(narrowest, Math.min(widest, Math.ceil((rate * this.#latency * 2) / 1000) + 4));
  }

  #ownRate(): number {
    const shared = this.#share < 1 && this.#limit !== undefined ? this.#guess * this.#share : Infinity;
    return Math.min(shared, this.#ceiling.rate ?? Infinity);
  }

  #refillCredit(now: number): void {
    const rate = this.#ownRate();
    if (!Number.isFinite(rate)) return;
    const cap = Math.max(1, this.#credit ?? 1, rate / 2);
    this.#credit = Math.min(cap, (this.#credit ?? 1) + (rate * (now - this.#creditAt)) / 1000);
    this.#creditAt = now;
  }

  #ownDelay(now: number): number {
    const rate = this.#ownRate();
    if (!Number.isFinite(rate)) return 0;
    this.#ceiling.grow(now);
    this.#refillCredit(now);
    const credit = this.#credit ?? 1;
    return credit >= 1 ? 0 : Math.ceil(((1 - credit) * 1000) / rate);
  }

  #bucketDelay(now: number, limit: number, last: boolean): number {
    const kept = Math.min(limit - 1, Math.max(1, Math.ceil((1 - this.#share) * limit)));
    const reserve = last && this.#share === 1 ? 0 : kept;
    const { number, remaining, at } = this.#anchor;
    const age = (now - at) / 1000;
    const base = remaining - (this.sent - number);
    const missing = reserve + 1 - Math.min(limit, base + this.#rate * age);
    if (missing <= 0) return 0;
    const settled = this.#rate > 0 ? (missing * 1000) / this.#rate : Infinity;
    // Nobody will tell more while nothing is under way: look again once the guess says that a token is there.
    const looked =
      this.#flying.size === 0 && !this.#settled ? this.#lookDelay(reserve + 1 - base, age) : Infinity;
    return Math.max(1, Math.ceil(Math.min(settled, looked, this.#flying.size === 0 ? 60_000 : Infinity)));
  }

  #lookDelay(missing: number, age: number): number {
    return Math.max(0, ((missing * 1.5) / this.#guess - age) * 1000);
  }
}
