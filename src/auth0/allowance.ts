/** A token bucket of our own: what a share of the limit, or a limit that only refusals reveal, allows. */
export class Allowance {
  #credit: number;
  #at: number;

  /** Starts with some credit, which is a burst. */
  constructor(credit: number, now: number) {
    this.#credit = credit;
    this.#at = now;
  }

  /** What may be sent at once; negative while a loan is saved for. */
  get credit(): number {
    return this.#credit;
  }

  /** Milliseconds until one request is allowed at so many a second; a loan is saved for first. */
  delay(rate: number, now: number): number {
    if (!Number.isFinite(rate)) return 0;
    this.#refill(rate, now);
    return this.#credit >= 1 ? 0 : Math.ceil(((1 - this.#credit) * 1000) / rate);
  }

  /** Takes one, on credit if need be. */
  take(rate: number, now: number): void {
    this.#refill(rate, now);
    this.#credit -= 1;
  }

  /** Takes the rest of the burst away. */
  drain(now: number): void {
    this.#credit = Math.min(this.#credit, 0);
    this.#at = now;
  }

  #refill(rate: number, now: number): void {
    if (Number.isFinite(rate)) {
      const cap = Math.max(1, this.#credit, rate / 2);
      this.#credit = Math.min(cap, this.#credit + (rate * (now - this.#at)) / 1000);
    }
    this.#at = now;
  }
}
