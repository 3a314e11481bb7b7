import { describe, expect, it } from 'vitest';
import { type MapOptions, orderedMap } from '../../src/auth0/ordered-map.ts';

/** Work that ends when the test says so. */
function handWork(): {
  readonly begun: number[];
  readonly work: (item: number) => Promise<string>;
  end(item: number): void;
  fail(item: number): void;
} {
  const begun: number[] = [];
  const waiting = new Map<number, { resolve: (text: string) => void; reject: (error: Error) => void }>();
  return {
    begun,
    work: (item) =>
      new Promise((resolve, reject) => {
        begun.push(item);
        waiting.set(item, { resolve, reject });
      }),
    end: (item) => waiting.get(item)?.resolve(`item ${item}`),
    fail: (item) => waiting.get(item)?.reject(new Error(`failed ${item}`)),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Scene {
  readonly results: string[];
  readonly finished: Promise<void>;
  readonly controller: AbortController;
  exhausted: number;
}

function collect(
  items: Iterable<number> | AsyncIterable<number>,
  work: (item: number) => Promise<string>,
  options: Partial<MapOptions> & { readonly atMost?: number } = {},
): Scene {
  const { atMost = Number.POSITIVE_INFINITY, ...more } = options;
  const controller = new AbortController();
  const results: string[] = [];
  const scene = { results, controller, exhausted: 0, finished: Promise.resolve() };
  const run = async (): Promise<void> => {
    const onExhausted = (): void => {
      scene.exhausted += 1;
    };
    const map = orderedMap(items, work, { width: 3, signal: controller.signal, onExhausted, ...more });
    for await (const result of map) {
      results.push(result);
      if (results.length >= atMost) break;
    }
  };
  scene.finished = run();
  scene.finished.catch(() => undefined);
  return scene;
}

describe('work side by side', () => {
  it('gives results in the order of the items, with no more begun than there is room for', async () => {
    const hand = handWork();
    const scene = collect([0, 1, 2, 3, 4], hand.work);
    await turn();
    expect(hand.begun).toEqual([0, 1, 2]);
    hand.end(2);
    hand.end(1);
    await turn();
    expect(scene.results).toEqual([]);
    expect(hand.begun).toEqual([0, 1, 2]);
    hand.end(0);
    await turn();
    expect(scene.results).toEqual(['item 0', 'item 1', 'item 2']);
    expect(hand.begun).toEqual([0, 1, 2, 3, 4]);
    hand.end(4);
    hand.end(3);
    await scene.finished;
    expect(scene.results.slice(3)).toEqual(['item 3', 'item 4']);
    expect(scene.exhausted).toBe(1);
  });

  it('gives results as the items end when that is asked for, and begins others in their place', async () => {
    const hand = handWork();
    const scene = collect([0, 1, 2, 3, 4], hand.work, { asTheyEnd: true });
    await turn();
    hand.end(2);
    hand.end(1);
    await turn();
    expect(scene.results).toEqual(['item 2', 'item 1']);
    expect(hand.begun).toEqual([0, 1, 2, 3, 4]);
    for (const item of [4, 3, 0]) hand.end(item);
    await scene.finished;
    expect(scene.results).toEqual(['item 2', 'item 1', 'item 4', 'item 3', 'item 0']);
  });

  it('ends at a failed item, in its turn', async () => {
    const hand = handWork();
    const scene = collect([0, 1, 2], hand.work);
    await turn();
    hand.fail(1);
    hand.end(2);
    hand.end(0);
    await expect(scene.finished).rejects.toThrow('failed 1');
    expect(scene.results).toEqual(['item 0']);
  });

  it('as they end, gives what was in flight beside a failed item before its error, and begins nothing more', async () => {
    const hand = handWork();
    let failed = 0;
    const onFailed = (): void => {
      failed += 1;
    };
    const scene = collect([0, 1, 2, 3, 4], hand.work, { asTheyEnd: true, onFailed });
    await turn();
    hand.fail(1);
    await turn();
    hand.end(2);
    hand.fail(0);
    await expect(scene.finished).rejects.toThrow('failed 1');
    expect({ results: scene.results, begun: hand.begun, failed }).toEqual({
      results: ['item 2'],
      begun: [0, 1, 2],
      failed: 1,
    });
  });

  it('gives what came before a source that fails, then its error', async () => {
    const hand = handWork();
    async function* source(): AsyncGenerator<number> {
      yield 0;
      throw new Error('line 2 is unreadable');
    }
    const scene = collect(source(), hand.work);
    await turn();
    hand.end(0);
    await expect(scene.finished).rejects.toThrow('line 2 is unreadable');
    expect(scene.results).toEqual(['item 0']);
    expect(scene.exhausted).toBe(0);
  });

  it('after an abort finishes what is in flight and begins nothing more', async () => {
    const hand = handWork();
    const scene = collect([0, 1, 2, 3, 4], hand.work);
    await turn();
    scene.controller.abort(new Error('interrupted'));
    hand.end(0);
    hand.fail(1);
    hand.end(2);
    await expect(scene.finished).rejects.toThrow('interrupted');
    expect(scene.results).toEqual(['item 0', 'item 2']);
    expect(hand.begun).toEqual([0, 1, 2]);
  });

  it('does not wait for a source that stays silent after an abort', async () => {
    const hand = handWork();
    const silent: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
    };
    const scene = collect(silent, hand.work);
    await turn();
    scene.controller.abort(new Error('interrupted'));
    await expect(scene.finished).rejects.toThrow('interrupted');
  });

  it('tells the source when the reader stops', async () => {
    const hand = handWork();
    let returned = 0;
    async function* source(): AsyncGenerator<number> {
      try {
        for (let item = 0; ; item += 1) yield item;
      } finally {
        returned += 1;
      }
    }
    const scene = collect(source(), hand.work, { atMost: 1 });
    await turn();
    hand.end(0);
    await scene.finished;
    await turn();
    expect(returned).toBe(1);
    expect(hand.begun.length).toBeLessThanOrEqual(4);
  });

  it('of nothing gives nothing', async () => {
    const scene = collect([], handWork().work);
    await scene.finished;
    expect(scene).toMatchObject({ results: [], exhausted: 1 });
  });
});
