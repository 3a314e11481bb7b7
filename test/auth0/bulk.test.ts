import { describe, expect, test } from 'vitest';
import { orderedMap } from '../../src/auth0/ordered-map.ts';
import { openTenant } from '../../src/auth0/tenant.ts';
import { systemClock } from '../../src/core/clock.ts';
import { TvError } from '../../src/core/errors.ts';
import { collect, failureOf, recordingReporter, settingsFor } from './support.ts';
import { type Reply, type Seen, tinyServer } from './tiny-server.ts';

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const soon = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function options(width = 8) {
  const controller = new AbortController();
  return { controller, width, signal: controller.signal, onExhausted: () => {} };
}

describe('work side by side', () => {
  test('keeps the order of the items', async () => {
    const work = async (item: number): Promise<number> => {
      await soon((item * 7) % 11);
      return item;
    };
    expect(await collect(orderedMap(range(100), work, options()))).toEqual(range(100));
  });

  test('begins no more than the width allows, and only as results are taken', async () => {
    let begun = 0;
    let flying = 0;
    let widest = 0;
    let pulled = 0;
    async function* source(): AsyncGenerator<number> {
      for (const item of range(1000)) {
        pulled += 1;
        yield item;
      }
    }
    const work = async (item: number): Promise<number> => {
      begun += 1;
      flying += 1;
      widest = Math.max(widest, flying);
      await soon(1);
      flying -= 1;
      return item;
    };
    const results = orderedMap(source(), work, options(5))[Symbol.asyncIterator]();
    await results.next();
    await soon(50);
    expect(widest).toBe(5);
    expect(begun).toBeLessThanOrEqual(6);
    expect(pulled).toBeLessThanOrEqual(7);
    await results.return?.(undefined);
  });

  test('gives the first result while the source still waits', async () => {
    async function* slow(): AsyncGenerator<number> {
      yield 1;
      await new Promise(() => {});
    }
    const results = orderedMap(slow(), async (item) => item, options());
    expect(await results.next()).toEqual({ value: 1, done: false });
  });

  test('a result that is always ready does not starve the items behind it', async () => {
    let begun = 0;
    const results = orderedMap(
      range(50),
      async (item) => {
        begun += 1;
        return item;
      },
      options(10),
    );
    for (let taken = 1; taken <= 30; taken += 1) await results.next();
    expect(begun).toBeGreaterThanOrEqual(34);
    await results.return(undefined);
  });

  test('an item that fails ends it, after the results before it', async () => {
    const work = async (item: number): Promise<number> => {
      if (item === 3) throw new Error('third');
      return item;
    };
    const taken: number[] = [];
    await expect(async () => {
      for await (const item of orderedMap(range(10), work, options())) taken.push(item);
    }).rejects.toThrow('third');
    expect(taken).toEqual([0, 1, 2]);
  });

  test('a source that fails ends it', async () => {
    async function* source(): AsyncGenerator<number> {
      yield 1;
      throw new Error('source');
    }
    await expect(collect(orderedMap(source(), async (item) => item, options()))).rejects.toThrow('source');
  });

  test('after an abort what was in flight is given, then the reason is thrown', async () => {
    const { controller, ...rest } = options(4);
    const reason = new TvError('cancelled.interrupted', 'Interrupted');
    let begun = 0;
    const work = async (item: number): Promise<number> => {
      begun += 1;
      await soon(10);
      if (item === 1) controller.abort(reason);
      return item;
    };
    const taken: number[] = [];
    let thrown: unknown;
    try {
      for await (const item of orderedMap(range(100), work, rest)) taken.push(item);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBe(reason);
    expect(taken).toEqual(range(begun));
    expect(begun).toBeLessThan(10);
  });

  test('a reader who stops ends the source', async () => {
    let ended = false;
    async function* source(): AsyncGenerator<number> {
      try {
        for (const item of range(1000)) yield item;
      } finally {
        ended = true;
      }
    }
    for await (const item of orderedMap(source(), async (one) => one, options())) if (item === 2) break;
    await soon(5);
    expect(ended).toBe(true);
  });
});

/** A real server with a token bucket. */
async function bulkServer(
  bucket: { rate: number; size: number },
  over: (request: Seen) => Reply | undefined = () => undefined,
) {
  let tokens = bucket.size;
  let at = Date.now();
  let flying = 0;
  const stats = { widest: 0, refused: 0, served: 0 };
  const server = await tinyServer(async (request) => {
    flying += 1;
    stats.widest = Math.max(stats.widest, flying);
    const now = Date.now();
    tokens = Math.min(bucket.size, tokens + ((now - at) / 1000) * bucket.rate);
    at = now;
    const allowed = tokens >= 1;
    if (allowed) tokens -= 1;
    stats[allowed ? 'served' : 'refused'] += 1;
    const headers = {
      'x-ratelimit-limit': String(bucket.size),
      'x-ratelimit-remaining': String(Math.floor(tokens)),
      'x-ratelimit-reset': String(Math.ceil(now / 1000 + (bucket.size - tokens) / bucket.rate)),
    };
    await soon(2);
    flying -= 1;
    return { status: allowed ? 200 : 429, json: [], ...over(request), headers };
  });
  return { server, stats };
}

describe('bulk work over HTTP', () => {
  test('runs at the ceiling of a real bucket without a refusal', async () => {
    const { server, stats } = await bulkServer({ rate: 100, size: 50 });
    await using _ = server;
    const tenant = openTenant(settingsFor(server.baseUrl, { clock: systemClock, rateShare: 100 }));
    const started = performance.now();
    const lists = await collect(
      tenant.bulk.map(range(350), (item) => tenant.tokensets.listTokensets(`auth0|${item}`)),
    );
    const seconds = (performance.now() - started) / 1000;
    await tenant.close();
    expect(lists).toHaveLength(350);
    expect(stats.refused).toBe(0);
    expect(stats.widest).toBeGreaterThanOrEqual(4);
    expect(seconds).toBeGreaterThan(2.9);
    expect(seconds).toBeLessThan(6);
    expect(tenant.bulk.rate()).toBeGreaterThan(80);
  });

  test('two kinds of requests of one bucket share it', async () => {
    const { server, stats } = await bulkServer({ rate: 100, size: 20 }, ({ path }) =>
      path.includes('connected-accounts') ? { json: { connected_accounts: [] } } : undefined,
    );
    await using _ = server;
    const tenant = openTenant(settingsFor(server.baseUrl, { clock: systemClock, rateShare: 100 }));
    const both = (item: number) =>
      Promise.all([
        tenant.tokensets.listTokensets(`a|${item}`),
        tenant.tokensets.listConnectedAccounts(`a|${item}`),
      ]);
    await collect(tenant.bulk.map(range(60), both));
    await tenant.close();
    expect(stats.served).toBe(120);
    expect(stats.refused).toBeLessThanOrEqual(1);
  });

  test('without a limit header at least eight run side by side', async () => {
    let flying = 0;
    let widest = 0;
    await using server = await tinyServer(async () => {
      flying += 1;
      widest = Math.max(widest, flying);
      await soon(20);
      flying -= 1;
      return { json: [] };
    });
    const tenant = openTenant(settingsFor(server.baseUrl, { clock: systemClock }));
    await collect(tenant.bulk.map(range(60), (item) => tenant.tokensets.listTokensets(`a|${item}`)));
    await tenant.close();
    expect(widest).toBeGreaterThanOrEqual(8);
    expect(widest).toBeLessThanOrEqual(64);
  });

  test('a server error among many is tried again and the rest goes on', async () => {
    const failed = new Set<string>();
    await using server = await tinyServer(({ path }) => {
      if (!/%7C\d*7\//.test(path) || failed.has(path)) return { json: [] };
      failed.add(path);
      return { status: 503 };
    });
    const tenant = openTenant(settingsFor(server.baseUrl));
    const lists = await collect(
      tenant.bulk.map(range(30), (item) => tenant.tokensets.listTokensets(`a|${item}`)),
    );
    await tenant.close();
    expect(lists).toHaveLength(30);
    expect(failed.size).toBe(3);
  });

  test('refusals that never end are told after --max-wait', async () => {
    await using server = await tinyServer(() => ({ status: 429, headers: { 'retry-after': '5' } }));
    const reporter = recordingReporter();
    const tenant = openTenant(settingsFor(server.baseUrl, { reporter, maxWaitSeconds: 20 }));
    const error = await failureOf(
      collect(tenant.bulk.map(range(5), (item) => tenant.tokensets.listTokensets(`a|${item}`))),
    );
    await tenant.close();
    expect(error.code).toBe('api.rate_limit');
    expect(reporter.progressed.some((state) => state?.waiting === 'waiting 5.0 s for the rate limit')).toBe(
      true,
    );
  });

  test('Ctrl-C ends the queue with the signal’s reason', async () => {
    const { server } = await bulkServer({ rate: 5, size: 5 });
    await using _ = server;
    const controller = new AbortController();
    const reason = new TvError('cancelled.interrupted', 'Interrupted');
    const tenant = openTenant(
      settingsFor(server.baseUrl, { clock: systemClock, signal: controller.signal, rateShare: 100 }),
    );
    setTimeout(() => controller.abort(reason), 300);
    const taken: number[] = [];
    const started = performance.now();
    let thrown: unknown;
    try {
      for await (const list of tenant.bulk.map(range(1000), (item) =>
        tenant.tokensets.listTokensets(`a|${item}`),
      ))
        taken.push(list.length);
    } catch (error) {
      thrown = error;
    }
    await tenant.close();
    expect(thrown).toBe(reason);
    expect(taken.length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test('single requests are not paced before or after', async () => {
    await using server = await tinyServer(() => ({
      json: [],
      headers: { 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9999999999' },
    }));
    const tenant = openTenant(settingsFor(server.baseUrl, { clock: systemClock }));
    await tenant.tokensets.listTokensets('a|1');
    await collect(tenant.bulk.map([1], () => tenant.tokensets.listTokensets('a|2')));
    await Promise.all([tenant.tokensets.listTokensets('a|3'), tenant.tokensets.listTokensets('a|4')]);
    await tenant.close();
    expect(server.seen).toHaveLength(4);
  });
});
