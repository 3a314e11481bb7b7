import type { Clock } from '../core/clock.ts';
import { TvError } from '../core/errors.ts';
import type { Lane, Slot } from './http.ts';
import { Pacer } from './pacer.ts';
import { rateLimitOf } from './response-headers.ts';
import type { Outcome } from './retry.ts';

interface Waiting {
  readonly route: string;
  /** Its place among all that ever waited. */
  readonly number: number;
  /** Lets it go, by the queue it is in by then. */
  readonly admit: (queue: Queue) => void;
  /** Tells that it will not be sent. */
  readonly drop: () => void;
}

/** Bucket of the routes that tell no limit. */
const noLimit = 'no limit';

/** A queue of requests that share one bucket of the rate limit. */
interface Queue {
  readonly pacer: Pacer;
  readonly waiting: Waiting[];
  /** When its alarm is due; undefined while none is set. */
  wakeAt: number | undefined;
}

/**
 * Queues of bulk requests, one for each bucket that the tenant's headers tell apart by their `x-ratelimit-limit`.
 * A route whose bucket is not known yet sends one request alone, and the rest wait for its answer (performance.md).
 */
export class Lanes implements Lane {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #share: number;
  readonly #queues = new Map<string, Queue>();
  /** Bucket of each route that has answered. */
  readonly #buckets = new Map<string, string>();
  #entered = 0;
  /** Work that is open; nothing is paced without. */
  #open = 0;
  /** Work whose items have all begun, so that nothing further will ask. */
  #exhausted = 0;

  constructor(settings: { readonly clock: Clock; readonly signal: AbortSignal; readonly share: number }) {
    this.#clock = settings.clock;
    this.#signal = settings.signal;
    this.#share = settings.share;
    settings.signal.addEventListener('abort', () => this.#pumpAll(), { once: true });
  }

  /** Requests per second that the busiest bucket is allowed; null before it is known. */
  get rate(): number | null {
    const busiest = [...this.#queues.values()].sort((a, b) => b.pacer.sent - a.pacer.sent)[0];
    return busiest?.pacer.rate() ?? null;
  }

  /** Starts pacing until the returned handle is closed. */
  start(): { exhausted(): void; close(): void } {
    let exhausted = false;
    let closed = false;
    this.#open += 1;
    return {
      exhausted: () => {
        if (closed) return;
        exhausted = true;
        this.#exhausted += 1;
        this.#pumpAll();
      },
      close: () => {
        if (closed) return;
        closed = true;
        this.#open -= 1;
        if (exhausted) this.#exhausted -= 1;
        if (this.#open === 0) this.#dropAll();
        else this.#pumpAll();
      },
    };
  }

  enter(route: string, again: boolean): Promise<Slot> | undefined {
    if (this.#open === 0) return undefined;
    const queue = this.#queueOf(route);
    return new Promise((resolve, reject) => {
      const admit = (from: Queue): void => {
        if (this.#signal.aborted) reject(this.#signal.reason);
        else resolve(this.#slot(route, from));
      };
      // What was refused goes first, so that results keep their order without a crowd waiting behind one.
      const number = again ? 0 : ++this.#entered;
      const waiting: Waiting = { route, number, admit, drop: () => reject(noLongerWanted()) };
      if (again) queue.waiting.unshift(waiting);
      else queue.waiting.push(waiting);
      this.#pump(queue);
    });
  }

  #slot(route: string, queue: Queue): Slot {
    const ticket = queue.pacer.send(this.#clock.now());
    return {
      done: (outcome, sentAt, receivedAt, pauseMs) => {
        queue.pacer.answer(ticket, { outcome, sentAt, receivedAt, pauseMs });
        if (outcome.kind === 'answer') this.#learnBucket(route, queue, outcome);
        this.#pump(queue);
      },
      abandon: () => {
        queue.pacer.abandon();
        this.#pump(queue);
      },
    };
  }

  #queueOf(route: string): Queue {
    const bucket = this.#buckets.get(route) ?? `unknown ${route}`;
    const known = this.#queues.get(bucket);
    if (known !== undefined) return known;
    return this.#create(bucket);
  }

  #create(bucket: string): Queue {
    const queue: Queue = { pacer: new Pacer(this.#share), waiting: [], wakeAt: undefined };
    this.#queues.set(bucket, queue);
    return queue;
  }

  /** Once an answer names the bucket of a route, its requests queue with the others of that bucket. */
  #learnBucket(route: string, queue: Queue, outcome: Outcome & { readonly kind: 'answer' }): void {
    const { limit } = rateLimitOf(outcome.headers);
    const known = this.#buckets.get(route);
    // An error of a proxy in front carries no headers; a route that answers at last with some leaves the queue of those without.
    const settled = known !== undefined && (known !== noLimit || limit === undefined);
    if (settled || (limit === undefined && outcome.status >= 400)) return;
    const bucket = limit === undefined ? noLimit : `limit ${limit}`;
    this.#buckets.set(route, bucket);
    this.#queues.delete(`unknown ${route}`);
    const shared = this.#queues.get(bucket);
    if (shared !== undefined) shared.pacer.borrowed(this.#clock.now());
    if (shared === undefined && known === undefined) this.#queues.set(bucket, queue);
    else this.#move(route, queue, shared ?? this.#create(bucket));
  }

  #move(route: string, from: Queue, to: Queue): void {
    const moved = from.waiting.filter((waiting) => waiting.route === route);
    from.waiting.splice(0, from.waiting.length, ...from.waiting.filter((waiting) => waiting.route !== route));
    // Two routes of one user stay side by side, so that the first users are complete long before the last.
    to.waiting.push(...moved);
    to.waiting.sort((one, other) => one.number - other.number);
    this.#pump(to);
  }

  /** What still waits when the last work is closed was begun for a reader who has stopped, so it must not be sent. */
  #dropAll(): void {
    for (const queue of this.#queues.values()) for (const { drop } of queue.waiting.splice(0)) drop();
  }

  #pumpAll(): void {
    for (const queue of this.#queues.values()) this.#pump(queue);
  }

  #pump(queue: Queue): void {
    const now = this.#clock.now();
    while (queue.waiting.length > 0) {
      const last = this.#open === this.#exhausted && queue.waiting.length <= 1;
      const delay = this.#signal.aborted ? 0 : queue.pacer.delay(now, last);
      if (delay > 0) {
        this.#wake(queue, now + delay);
        return;
      }
      queue.waiting.shift()?.admit(queue);
    }
  }

  #wake(queue: Queue, at: number): void {
    if (!Number.isFinite(at) || (queue.wakeAt !== undefined && queue.wakeAt <= at)) return;
    queue.wakeAt = at;
    this.#clock.sleep(Math.max(1, at - this.#clock.now()), this.#signal).then(
      () => {
        if (queue.wakeAt === at) queue.wakeAt = undefined;
        this.#pump(queue);
      },
      () => {},
    );
  }
}

function noLongerWanted(): TvError {
  return new TvError('cancelled.interrupted', 'Not sent, because nobody waits for it any more');
}
