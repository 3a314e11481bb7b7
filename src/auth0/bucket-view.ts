/** A request that was sent. */
export interface Ticket {
  readonly number: number;
  /** Requests that the server had surely counted before it saw this one. */
  readonly counted: number;
  /** Requests that it has counted with this one, if none overtook another. */
  readonly likely: number;
}

/**
 * What is surely left in a bucket. Requests overtake each other, so an answer's `remaining` may or may not know of those that were under
 * way with it; they are taken as not known, which errs on the safe side.
 */
export class BucketView {
  /** Requests sent so far. */
  sent = 0;
  /** Requests under way. */
  flying = 0;
  #counted = 0;
  #refusals = 0;
  #anchor = { counted: 0, number: 0, remaining: 0, at: 0 };
  #groupLeast = Infinity;

  /** When the newest word on the bucket came; milliseconds since the epoch. */
  get at(): number {
    return this.#anchor.at;
  }

  /** Tokens left when the newest word came, less everything sent since. */
  get left(): number {
    return this.#anchor.remaining - (this.taken - this.#anchor.counted);
  }

  /** Requests that have taken a token or may still do so. */
  get taken(): number {
    return this.sent - this.#refusals;
  }

  send(): Ticket {
    this.sent += 1;
    this.flying += 1;
    return { number: this.sent, counted: this.#counted, likely: this.taken };
  }

  /** A request that took no token: refused, or never sent. */
  untaken(): void {
    this.flying -= 1;
    this.#refusals += 1;
  }

  /** A request that is over, its token gone. */
  over(): void {
    this.flying -= 1;
    this.#counted += 1;
  }

  /** Takes `remaining` of an answered request; says whether it is the newest word. Call after `over`. */
  remains(ticket: Ticket, remaining: number, at: number): boolean {
    const newest = ticket.number >= this.#anchor.number;
    if (newest) this.#anchor = { counted: ticket.counted + 1, number: ticket.number, remaining, at };
    this.#groupLeast = Math.min(this.#groupLeast, remaining);
    if (this.flying === 0) {
      // The least that remained in a group of overlapping requests is what all of them have left.
      if (this.#groupLeast > this.left) this.#settle(this.#groupLeast, at);
      this.#groupLeast = Infinity;
    }
    return newest;
  }

  /** Takes the bucket as empty, because somebody was refused. */
  empty(at: number): void {
    this.#settle(0, at);
  }

  #settle(remaining: number, at: number): void {
    this.#anchor = { counted: this.#counted, number: this.sent, remaining, at };
  }
}
