/** What one answer tells about the bucket; times are milliseconds since the epoch. */
export interface RateSample {
  readonly sentAt: number;
  readonly receivedAt: number;
  /** How many of our requests the server had counted, at least and at most, when it wrote `remaining`. */
  readonly low: number;
  readonly high: number;
  /** How many it had counted if no request overtook another. */
  readonly likely: number;
  readonly remaining: number;
  /** Whether the bucket was full or nearly so, when refill is lost. */
  readonly full: boolean;
}

/** Bounds of the refill rate, in tokens per second; what other clients take is already gone from them. */
export interface RateBounds {
  readonly lower: number;
  readonly upper: number;
  /** What the pair with the closest bounds says if no request overtook another; undefined while no pair lost nothing. */
  readonly middle: number | undefined;
  /** Length of the history, milliseconds. */
  readonly span: number;
}

const slotMs = 200;
const historyMs = 10_000;
const slowHistoryMs = 30_000;

/**
 * Bounds the refill rate by pairs of answers: between two of them the bucket gained what was counted plus what remained more.
 * `remaining` is a whole number and requests overtake each other, so each pair gives an interval, and longer pairs a narrower one.
 */
export class RateWindow {
  #samples: RateSample[] = [];

  /** Takes an answer and gives the bounds that hold now. */
  add(sample: RateSample): RateBounds {
    const bounds = this.#boundsAt(sample);
    const last = this.#samples.at(-1);
    if (last === undefined || sample.receivedAt - last.receivedAt >= slotMs) this.#samples.push(sample);
    const history = bounds.lower < 5 ? slowHistoryMs : historyMs;
    while ((this.#samples[0]?.receivedAt ?? Infinity) < sample.receivedAt - history) this.#samples.shift();
    return bounds;
  }

  /** Forgets everything, as when somebody else has emptied the bucket. */
  clear(): void {
    this.#samples = [];
  }

  #boundsAt(now: RateSample): RateBounds {
    let lower = 0;
    let upper = Infinity;
    let middle: number | undefined;
    let closest = Infinity;
    let lossless = !now.full;
    for (const then of this.#samples.toReversed()) {
      lossless &&= !then.full;
      const gain = now.remaining - then.remaining;
      const longest = (now.receivedAt - then.sentAt) / 1000;
      const shortest = (now.sentAt - then.receivedAt) / 1000;
      const least = longest > 0 ? (now.low - then.high + gain - 1) / longest : 0;
      lower = Math.max(lower, least);
      if (!lossless || shortest <= 0) continue;
      const most = (now.high - then.low + gain + 1) / shortest;
      upper = Math.min(upper, most);
      if (least > 0 && most / least < closest) {
        closest = most / least;
        middle = (2 * (gain + now.likely - then.likely)) / (longest + shortest);
      }
    }
    const first = this.#samples[0]?.receivedAt ?? now.receivedAt;
    return { lower, upper: Math.max(lower, upper), middle, span: now.receivedAt - first };
  }
}
