import { Bulk } from '../../src/auth0/bulk.ts';
import { judge, type Outcome } from '../../src/auth0/retry.ts';
import type { Clock } from '../../src/core/clock.ts';

/** A clock on which time passes only when nothing else can happen. */
export class VirtualClock implements Clock {
  #now = 1_700_000_000_000;
  #sleepers: { at: number; order: number; wake: () => void }[] = [];
  #order = 0;

  now(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#order += 1;
      this.#sleepers.push({ at: this.#now + ms, order: this.#order, wake: resolve });
    });
  }

  /** Runs until the promise has settled. */
  async drive<T>(work: Promise<T>): Promise<T> {
    let open = true;
    const settled = work.finally(() => {
      open = false;
    });
    settled.catch(() => {});
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!open) return settled;
      this.#sleepers.sort((a, b) => a.at - b.at || a.order - b.order);
      const next = this.#sleepers.shift();
      if (next === undefined) throw new Error('nothing will happen any more');
      this.#now = Math.max(this.#now, next.at);
      next.wake();
      while (this.#sleepers[0] !== undefined && this.#sleepers[0].at <= this.#now)
        this.#sleepers.shift()?.wake();
    }
  }
}

export interface Bucket {
  /** Tokens per second. */
  readonly rate: number;
  readonly size: number;
  readonly startEmpty?: boolean;
}

export interface Simulation {
  readonly requests: number;
  readonly share: number;
  /** What the headers tell; undefined sends none. */
  readonly visible?: Bucket;
  /** What no header tells. */
  readonly hidden?: Bucket;
  /** Milliseconds, from and to, one way. */
  readonly latency?: readonly [number, number];
  /** Requests per second of another client, evenly, within the given seconds. */
  readonly foreign?: { readonly rate: number; readonly from?: number; readonly to?: number };
  /** Whether `x-ratelimit-reset` is when the bucket is full again or when it next gains a token. */
  readonly reset?: 'full' | 'next' | 'none';
  /** Seconds after which it is cut short. */
  readonly atMost?: number;
}

export interface Outcomes {
  readonly seconds: number;
  readonly refused: number;
  readonly done: number;
  readonly foreignRefused: number;
  readonly foreignSent: number;
  readonly inOrder: boolean;
  readonly widest: number;
  readonly rate: number | null;
  /** Requests let through in each second. */
  readonly perSecond: readonly number[];
}

class TokenBucket {
  #tokens: number;
  #at: number;
  readonly #bucket: Bucket;

  constructor(bucket: Bucket, now: number) {
    this.#bucket = bucket;
    this.#tokens = bucket.startEmpty ? 0 : bucket.size;
    this.#at = now;
  }

  take(now: number): boolean {
    this.#tokens = Math.min(this.#bucket.size, this.#tokens + ((now - this.#at) / 1000) * this.#bucket.rate);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  headers(now: number, reset: Simulation['reset']): Record<string, string> {
    const { rate, size } = this.#bucket;
    const needed = reset === 'full' ? size - this.#tokens : Math.max(0, 1 - (this.#tokens % 1));
    return {
      'x-ratelimit-limit': String(size),
      'x-ratelimit-remaining': String(Math.floor(this.#tokens)),
      ...(reset === 'none' ? {} : { 'x-ratelimit-reset': String(Math.ceil(now / 1000 + needed / rate)) }),
      date: new Date(now).toUTCString(),
    };
  }
}

/** A small generator, so that a failure can be seen again. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** Bulk work against a token bucket, in virtual time. */
export async function simulate(simulation: Simulation, seed = 1): Promise<Outcomes> {
  const { visible, hidden, foreign, latency = [10, 40], reset = 'full' } = simulation;
  const clock = new VirtualClock();
  const start = clock.now();
  const random = dice(seed);
  const controller = new AbortController();
  const bulk = new Bulk({ clock, signal: controller.signal, share: simulation.share });
  const shown = visible && new TokenBucket(visible, start);
  const unseen = hidden && new TokenBucket(hidden, start);
  const perSecond: number[] = [];
  let refused = 0;
  let flying = 0;
  let widest = 0;
  let foreignRefused = 0;
  let foreignSent = 0;
  let over = false;
  const way = (): number => latency[0] + random() * (latency[1] - latency[0]);

  const serve = (): Outcome => {
    const now = clock.now();
    const let1 = (shown?.take(now) ?? true) && (unseen?.take(now) ?? true);
    const second = Math.floor((now - start) / 1000);
    if (let1) perSecond[second] = (perSecond[second] ?? 0) + 1;
    return { kind: 'answer', status: let1 ? 200 : 429, headers: shown?.headers(now, reset) ?? {} };
  };
  const request = async (item: number): Promise<number> => {
    for (let attempt = 0; ; attempt += 1) {
      const slot = await bulk.lane.enter('/users/{}/tokensets', attempt > 0);
      if (slot === undefined) throw new Error('not paced');
      flying += 1;
      widest = Math.max(widest, flying);
      const sentAt = clock.now();
      await clock.sleep(way());
      const outcome = serve();
      await clock.sleep(way());
      flying -= 1;
      const now = clock.now();
      const verdict = judge(outcome, { attempt, repeatable: true, faultRetries: 3, now, random: 0 });
      slot.done(outcome, sentAt, now, verdict.again ? verdict.waitMs : 0);
      if (!verdict.again) return item;
      refused += 1;
    }
  };
  const others = async (): Promise<void> => {
    if (foreign === undefined) return;
    await clock.sleep((foreign.from ?? 0) * 1000);
    while (!over && clock.now() - start < (foreign.to ?? Infinity) * 1000) {
      await clock.sleep((1000 / foreign.rate) * (0.5 + random()));
      foreignSent += 1;
      if (shown?.take(clock.now()) === false) foreignRefused += 1;
    }
  };
  const run = async (): Promise<{ done: number; inOrder: boolean }> => {
    let done = 0;
    let inOrder = true;
    for await (const item of bulk.map(
      Array.from({ length: simulation.requests }, (_, index) => index),
      request,
    )) {
      inOrder &&= item === done;
      done += 1;
      if (clock.now() - start > (simulation.atMost ?? Infinity) * 1000) break;
    }
    return { done, inOrder };
  };
  void others();
  const { done, inOrder } = await clock.drive(run());
  over = true;
  const seconds = (clock.now() - start) / 1000;
  return {
    seconds,
    refused,
    done,
    inOrder,
    widest,
    foreignRefused,
    foreignSent,
    rate: bulk.rate(),
    perSecond,
  };
}
