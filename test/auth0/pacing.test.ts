import { describe, expect, test } from 'vitest';
import { Pacer } from '../../src/auth0/pacer.ts';
import { type Bucket, type Simulation, simulate } from './bucket-sim.ts';

const sizes: Record<string, Bucket> = {
  '16/s, bucket 50': { rate: 16, size: 50 },
  '50/s, bucket 50': { rate: 50, size: 50 },
  '250/s, bucket 250': { rate: 250, size: 250 },
  '2/s, bucket 10': { rate: 2, size: 10 },
  '150/min, bucket 10': { rate: 2.5, size: 10 },
};
const resets = ['full', 'next', 'none'] as const;
const cases = Object.keys(sizes).flatMap((name) => resets.map((reset) => [name, reset] as const));

describe('the whole limit', () => {
  test.each(cases)('%s, reset tells %s: within 3 %% of the ceiling without a 429', async (name, reset) => {
    const bucket = sizes[name] as Bucket;
    const requests = bucket.size + Math.ceil(bucket.rate * 60);
    for (const seed of [1, 2]) {
      const outcome = await simulate({ requests, share: 1, visible: bucket, reset }, seed);
      expect(outcome.refused).toBe(0);
      expect(outcome.done).toBe(requests);
      expect(outcome.inOrder).toBe(true);
      expect(60 / outcome.seconds).toBeGreaterThanOrEqual(0.97);
      // No client can be faster than the bucket.
      expect(outcome.seconds).toBeGreaterThan(59.9);
      expect(Math.abs((outcome.rate ?? 0) / bucket.rate - 1)).toBeLessThan(0.1);
    }
  });

  test.each<[string, Partial<Simulation>]>([
    ['no latency', { latency: [0, 0.5] }],
    ['a slow and unsteady network', { latency: [20, 200] }],
  ])('%s', async (_name, over) => {
    const outcome = await simulate({
      requests: 50 + 50 * 60,
      share: 1,
      visible: { rate: 50, size: 50 },
      ...over,
    });
    expect(outcome.refused).toBe(0);
    expect(60 / outcome.seconds).toBeGreaterThanOrEqual(0.97);
  });

  test('a bucket that is empty at the start costs one refusal', async () => {
    const outcome = await simulate({
      requests: 960,
      share: 1,
      visible: { rate: 16, size: 50, startEmpty: true },
    });
    expect(outcome.refused).toBe(1);
    expect(60 / outcome.seconds).toBeGreaterThanOrEqual(0.95);
  });

  test('the Free plan: 2 at once, 2 a second', async () => {
    const outcome = await simulate({ requests: 122, share: 1, visible: { rate: 2, size: 2 } });
    expect(outcome.refused).toBe(0);
    expect(60 / outcome.seconds).toBeGreaterThanOrEqual(0.9);
  });
});

describe('other clients', () => {
  test('a steady one keeps what it takes', async () => {
    const outcome = await simulate({
      requests: 50 + 35 * 60,
      share: 1,
      visible: { rate: 50, size: 50 },
      foreign: { rate: 15 },
    });
    expect(outcome.foreignRefused).toBe(0);
    expect(outcome.refused).toBe(0);
    expect(60 / outcome.seconds).toBeGreaterThanOrEqual(0.95);
  });

  test('under a share, one that comes later is not refused, and its part comes back when it goes', async () => {
    const outcome = await simulate({
      requests: 2000,
      share: 0.5,
      visible: { rate: 50, size: 50 },
      foreign: { rate: 45, from: 10, to: 20 },
    });
    expect(outcome.foreignSent).toBeGreaterThan(400);
    expect(outcome.foreignRefused).toBe(0);
    const during = outcome.perSecond.slice(12, 16).reduce((sum, count) => sum + (count ?? 0), 0) / 4;
    const after = outcome.perSecond.slice(45, 60).reduce((sum, count) => sum + (count ?? 0), 0) / 15;
    expect(during).toBeLessThan(10);
    expect(after).toBeGreaterThan(20);
  });

  test('one that takes everything gets everything', async () => {
    const outcome = await simulate({
      requests: 1000,
      share: 1,
      visible: { rate: 50, size: 50 },
      foreign: { rate: 60, from: 3, to: 13 },
    });
    const during = outcome.perSecond.slice(5, 12).reduce((sum, count) => sum + (count ?? 0), 0) / 7;
    expect(during).toBeLessThan(5);
    expect(outcome.done).toBe(1000);
  });
});

describe('a share of the limit', () => {
  test.each<[string, number]>([
    ['16/s, bucket 50', 0.5],
    ['50/s, bucket 50', 0.5],
    ['250/s, bucket 250', 0.5],
    ['2/s, bucket 10', 0.5],
    ['16/s, bucket 50', 0.25],
    ['50/s, bucket 50', 0.1],
  ])('%s at %d', async (name, share) => {
    const { rate, size } = sizes[name] as Bucket;
    const requests = Math.ceil(size * share + rate * share * 100);
    for (const seed of [1, 2, 3]) {
      const outcome = await simulate({ requests, share, visible: { rate, size } }, seed);
      expect(outcome.refused).toBe(0);
      expect(outcome.seconds).toBeGreaterThan(80);
      expect(outcome.seconds).toBeLessThan(190);
    }
  });
});

describe('a small bucket', () => {
  const rates = [
    [2, 2],
    [2, 3],
    [3, 3],
    [1, 5],
    [5, 5],
    [6, 6],
    [7, 7],
  ] as const;
  const cases = [0.5, 0.25, 0.8].flatMap((share) => rates.map((rate) => [...rate, share] as const));

  test.each(cases)(
    'of %i/s and %i at a share of %d is neither starved nor overrun',
    async (rate, size, share) => {
      const requests = Math.ceil(size * share + rate * share * 60);
      for (const latency of [
        [0, 0.5],
        [25, 30],
      ] as const) {
        const outcome = await simulate({ requests, share, visible: { rate, size }, latency });
        expect(outcome.refused).toBe(0);
        expect(60 / outcome.seconds).toBeGreaterThan(0.7);
        expect(60 / outcome.seconds).toBeLessThan(1.2);
      }
    },
  );

  test.each([1, 0.5])('of one token goes by its reset, at a share of %d', async (share) => {
    const outcome = await simulate({ requests: 60 * share, share, visible: { rate: 1, size: 1 } });
    expect(outcome.refused).toBe(0);
    expect(60 / outcome.seconds).toBeGreaterThan(0.3);
  });
});

describe('a share of a bucket that is full again within a second', () => {
  const latencies = [
    [0, 0.5],
    [50, 60],
    [100, 120],
    [0.5, 100],
  ] as const;
  const rates = [10, 50, 100, 250];
  const cases = rates.flatMap((rate) => latencies.map((latency) => [rate, ...latency] as const));

  test.each(cases)('of %i, answers within %d to %d ms each way', async (rate, from, to) => {
    const requests = rate * 0.5 + rate * 0.5 * 60;
    const visible = { rate, size: rate };
    for (const reset of ['full', 'next'] as const) {
      const outcome = await simulate({ requests, share: 0.5, visible, reset, latency: [from, to] });
      expect(outcome.refused).toBe(0);
      expect(60 / outcome.seconds).toBeGreaterThan(0.8);
      expect(60 / outcome.seconds).toBeLessThan(1.2);
    }
  });
});

describe('limits that no header tells', () => {
  test.each<[string, Simulation, number]>([
    [
      '150/min behind 16/s',
      { requests: 310, share: 1, hidden: { rate: 2.5, size: 10 }, visible: { rate: 16, size: 50 } },
      120,
    ],
    ['150/min alone', { requests: 310, share: 1, hidden: { rate: 2.5, size: 10 } }, 120],
    ['20/s alone', { requests: 2440, share: 1, hidden: { rate: 20, size: 40 } }, 120],
  ])('%s: learned from refusals', async (_name, simulation, ceiling) => {
    for (const seed of [1, 2, 3]) {
      const outcome = await simulate(simulation, seed);
      expect(outcome.done).toBe(simulation.requests);
      expect(ceiling / outcome.seconds).toBeGreaterThanOrEqual(0.9);
      expect(outcome.refused).toBeLessThan(simulation.requests * 0.1);
    }
  });
});

test('without any header, many requests run side by side', async () => {
  const outcome = await simulate({ requests: 500, share: 0.5 });
  expect(outcome.widest).toBeGreaterThanOrEqual(8);
  expect(outcome.rate).toBeNull();
  expect(outcome.refused).toBe(0);
});

describe('a wait', () => {
  test.each([0.5, 1])('ends even when the headers make no sense, at a share of %d', (share) => {
    const pacer = new Pacer(share);
    const answer = (remaining: number, at: number) => {
      const ticket = pacer.send(at);
      const headers = {
        'x-ratelimit-limit': '10',
        'x-ratelimit-remaining': String(remaining),
        'x-ratelimit-reset': '1700000100',
      };
      const outcome = { kind: 'answer', status: 200, headers } as const;
      pacer.answer(ticket, { outcome, sentAt: at, receivedAt: at + 20, pauseMs: 0 });
    };
    // Another client takes more than comes in, so that the refill looks like nothing or less.
    for (const [index, remaining] of [9, 4, 0, 0, 0, 0].entries()) {
      answer(remaining, 1_700_000_000_000 + index * 400);
      const wait = pacer.delay(1_700_000_000_000 + index * 400 + 20, false);
      expect(wait).toBeLessThanOrEqual(60_000);
    }
  });
});
