import { Allowance } from './allowance.ts';
import { BucketView, type Ticket } from './bucket-view.ts';
import { Ceiling } from './ceiling.ts';
import { Refill } from './refill.ts';
import { rateLimitOf, resetMs } from './response-headers.ts';
import type { Outcome } from './retry.ts';
import { Sounding, smallest } from './sounding.ts';
import type { Headers } from './transport.ts';

/** How a request that was sent went. */
export interface Answer {
  readonly outcome: Outcome;
  readonly sentAt: number;
  readonly receivedAt: number;
  /** How long a refused request asks to wait; milliseconds. */
  readonly pauseMs: number;
}

/** No silence is longer while somebody waits; milliseconds. */
const longestWaitMs = 60_000;
/** Requests under way at most, at least, and while no header tells a limit. */
const widest = 64;
const narrowest = 8;
const unlimited = 16;

/**
 * Decides when the next request of a bucket may be sent, from what `x-ratelimit-*` said and when (performance.md). Pure but for its
 * own memory: every time comes from the caller.
 *
 * Tokens now are what was surely left, plus what has surely come in since; a request is sent when that is one above a reserve. Erring low
 * costs nothing, because what stays in the bucket shows in the next `remaining`. Under a share below 1 a part of the bucket stays with the
 * other clients, and sending keeps to that part of the estimated refill too.
 */
export class Pacer {
  readonly #share: number;
  readonly #view = new BucketView();
  readonly #ceiling: Ceiling;
  readonly #sounding: Sounding;
  #refill = new Refill(0);
  #allowance = new Allowance(1, 0);
  #limit: number | undefined;
  #answered = false;
  /** Whether the own rate has held a request back since the last answer. */
  #held = false;
  #pausedUntil = 0;
  #limitedAt = Number.NEGATIVE_INFINITY;
  /** Running mean, milliseconds. */
  #latency = 100;

  /** `share` is between 0 and 1. */
  constructor(share: number) {
    this.#share = share;
    this.#ceiling = new Ceiling(share);
    this.#sounding = new Sounding(share);
  }

  /** Requests sent so far. */
  get sent(): number {
    return this.#view.sent;
  }

  /** Requests per second it allows itself; null before it knows. */
  rate(): number | null {
    const ceiling = this.#ceiling.rate;
    if (this.#limit === undefined || !this.#refill.settled) return ceiling ?? null;
    return Math.min(this.#refill.guess * this.#share, ceiling ?? Infinity);
  }

  /** Milliseconds until the next request may be sent; 0 for now, Infinity for not before an answer. `last` spends the reserve. */
  delay(now: number, last: boolean): number {
    const wait = this.#wait(now, last);
    // With nothing under way there will be no answer to wait for.
    return this.#view.flying === 0 ? Math.min(wait, longestWaitMs) : wait;
  }

  #wait(now: number, last: boolean): number {
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    if (this.#view.flying >= this.#width()) return Infinity;
    if (!this.#answered) return this.#view.flying === 0 ? 0 : Infinity;
    this.#ceiling.grow(now);
    const own = this.#sounding.active ? 0 : this.#allowance.delay(this.#ownRate(), now);
    if (own > 0) {
      this.#held = true;
      return own;
    }
    if (this.#limit === undefined) return 0;
    return this.#bucketDelay(now, this.#limit, last);
  }

  /** Counts a request as sent. */
  send(now: number): Ticket {
    this.#allowance.take(this.#ownRate(), now);
    return this.#view.send();
  }

  /** Counts a request that another queue sent, before it was known to be of the same bucket. */
  borrowed(now: number): void {
    this.#allowance.take(this.#ownRate(), now);
    this.#view.send();
    this.#view.over();
  }

  /** Forgets a request that was never sent. */
  abandon(): void {
    this.#view.untaken();
  }

  /** Learns from an answer or a fault. */
  answer(ticket: Ticket, answer: Answer): void {
    const { outcome, sentAt, receivedAt } = answer;
    if (outcome.kind === 'answer' && outcome.status === 429) {
      this.#view.untaken();
      this.#refused(outcome, answer);
      return;
    }
    this.#view.over();
    if (outcome.kind === 'fault') return;
    this.#answered = true;
    this.#latency += 0.1 * (receivedAt - sentAt - this.#latency);
    this.#ceiling.accepted(receivedAt);
    const word = readBucket(outcome.headers, receivedAt);
    if (word === undefined) return;
    if (word.limit !== this.#limit) this.#begin(word, receivedAt);
    if (this.#view.remains(ticket, word.remaining, receivedAt)) this.#learn(ticket, word, answer);
  }

  #learn(ticket: Ticket, { limit, remaining, suggestion }: BucketWord, { sentAt, receivedAt }: Answer): void {
    const full = remaining >= limit - 1 - Math.floor(limit / 10);
    const { counted, likely } = ticket;
    const sample = {
      ...{ sentAt, receivedAt, remaining, full, likely },
      low: counted + 1,
      high: this.#view.taken,
    };
    const tries = this.#held && limit > 1 && limit < smallest;
    this.#refill.add(sample, suggestion, tries ? this.#ownRate() : undefined);
    this.#held = false;
    const measured = this.#refill.measured ? this.#refill.guess : undefined;
    // Under a limit that no header tells, a burst would only run into it.
    if (this.#ceiling.rate !== undefined) this.#sounding.stop();
    else this.#sounding.update(receivedAt, { limit, full, measured, saved: this.#allowance.credit });
  }

  #begin({ limit, suggestion }: BucketWord, now: number): void {
    this.#limit = limit;
    this.#refill = new Refill(suggestion);
    this.#allowance = new Allowance(Math.max(1, limit * this.#share - 1), now);
  }

  #refused(outcome: Outcome & { readonly kind: 'answer' }, { sentAt, receivedAt, pauseMs }: Answer): void {
    const word = readBucket(outcome.headers, receivedAt);
    const pause = pauseMs > 0 ? pauseMs : 2000 / Math.max(this.#refill.guess, 0.1);
    this.#pausedUntil = Math.max(this.#pausedUntil, receivedAt + pause);
    // Requests that were on their way together are one event.
    if (sentAt <= this.#limitedAt) return;
    this.#limitedAt = receivedAt;
    this.#answered = true;
    if (word !== undefined && this.#limit === undefined) this.#begin(word, receivedAt);
    if (word?.limit === this.#limit && word?.remaining === 0) {
      this.#view.empty(receivedAt);
      this.#refill.refused();
    } else {
      this.#sounding.stop();
      this.#ceiling.refused(receivedAt);
      this.#allowance.drain(receivedAt);
    }
  }

  #width(): number {
    if (this.#limit === undefined) return unlimited;
    if (this.#sounding.active) return widest;
    const rate = this.#refill.settled ? this.#refill.guess : this.#limit;
    return Math.max(narrowest, Math.min(widest, Math.ceil((rate * this.#latency * 2) / 1000) + 4));
  }

  #ownRate(): number {
    const shared = this.#share < 1 && this.#limit !== undefined ? this.#refill.guess * this.#share : Infinity;
    return Math.min(shared, this.#ceiling.rate ?? Infinity);
  }

  #bucketDelay(now: number, limit: number, last: boolean): number {
    const least = limit < 5 ? 0 : 1;
    const others = Math.ceil((1 - this.#share) * limit);
    const lent = this.#sounding.active ? Math.min(others, leastLeft(limit)) : others;
    const kept = Math.min(limit - 1, Math.max(least, lent));
    const wanted = (last && this.#share === 1 ? 0 : kept) + 1 - this.#view.left;
    const age = now - this.#view.at;
    const wait = refillMs(wanted, this.#refill.rate) - age;
    if (wait <= 0) return 0;
    // Nobody will tell more while nothing is under way: look again once the guess says that a token is there.
    const look = this.#view.flying === 0 ? refillMs(wanted * 1.5, this.#refill.guess) - age : Infinity;
    return Math.max(0, Math.ceil(Math.min(wait, look)));
  }
}

/** What stays in a bucket while it is measured: half of it, less of a small one, where a token or two would show nothing. */
function leastLeft(limit: number): number {
  return limit < 8 ? Math.floor(limit / 3) : Math.ceil(limit / 2);
}

/** Milliseconds in which so many tokens come in. */
function refillMs(tokens: number, rate: number): number {
  return tokens <= 0 ? 0 : (tokens * 1000) / rate;
}

/** What the headers of one answer say. */
interface BucketWord {
  readonly limit: number;
  readonly remaining: number;
  /** Tokens per second, as the headers alone suggest. */
  readonly suggestion: number;
}

function readBucket(headers: Headers, now: number): BucketWord | undefined {
  const { limit, remaining } = rateLimitOf(headers);
  if (limit === undefined || remaining === undefined) return undefined;
  const reset = resetMs(headers, now);
  // Right when `reset` is the time the bucket is full again; too high when it is the time of the next token, until measured. A
  // bucket of one is always empty when it answers, so that `reset` is all it tells.
  const suggestion =
    reset === undefined
      ? limit / 10
      : Math.max(limit / 60, (limit - remaining) / (reset / 1000 + (limit > 1 ? 1 : 0)));
  return { limit, remaining, suggestion };
}
