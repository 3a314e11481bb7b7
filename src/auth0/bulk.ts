import type { BulkOptions, BulkPort } from '../core/bulk-port.ts';
import type { Clock } from '../core/clock.ts';
import type { Lane } from './http.ts';
import { Lanes } from './lanes.ts';
import { orderedMap } from './ordered-map.ts';

/** Items begun and not yet taken: more than the pacer ever sends at once, so that one slow item does not hold up the rest. */
const width = 128;

/** Work over many users; while any is open, every request of the tenant goes through the pacer (performance.md). */
export class Bulk implements BulkPort {
  readonly #lanes: Lanes;
  readonly #signal: AbortSignal;

  constructor(settings: { readonly clock: Clock; readonly signal: AbortSignal; readonly share: number }) {
    this.#lanes = new Lanes(settings);
    this.#signal = settings.signal;
  }

  /** Where the tenant's requests queue. */
  get lane(): Lane {
    return this.#lanes;
  }

  rate(): number | null {
    return this.#lanes.rate;
  }

  async *map<Item, Out>(
    items: AsyncIterable<Item> | Iterable<Item>,
    work: (item: Item) => Promise<Out>,
    options: BulkOptions = {},
  ): AsyncGenerator<Out> {
    const pacing = this.#lanes.start();
    try {
      yield* orderedMap(items, work, {
        width,
        ...options,
        signal: this.#signal,
        onExhausted: () => pacing.exhausted(),
        onFailed: () => pacing.close(),
      });
    } finally {
      pacing.close();
    }
  }
}
