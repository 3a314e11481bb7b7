import { expect, test } from 'vitest';
import { Bucket } from '../../src/sandbox/server/rate-limit.ts';
import { drive } from './start.ts';

function fakeClock(start: number) {
  let time = start;
  return {
    now: () => time,
    sleep: async (ms: number) => {
      time += ms;
    },
  };
}

test('a bucket holds its limit and refills over the second', async () => {
  const clock = fakeClock(1_000_000);
  const bucket = new Bucket(4, clock);
  const remaining = [1, 2, 3, 4].map(() => bucket.take().headers['x-ratelimit-remaining']);
  expect(remaining).toEqual(['3', '2', '1', '0']);
  const refused = bucket.take();
  expect(refused.allowed).toBe(false);
  expect(refused.headers).toEqual({
    'x-ratelimit-limit': '4',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '1001',
  });
  await clock.sleep(249);
  expect(bucket.take().allowed).toBe(false);
  await clock.sleep(1);
  expect(bucket.take().allowed).toBe(true);
  expect(bucket.take().allowed).toBe(false);
  await clock.sleep(60_000);
  expect(bucket.take().headers['x-ratelimit-remaining']).toBe('3');
});

test('without a limit nothing is refused, and a generous limit is shown', () => {
  const bucket = new Bucket(undefined, fakeClock(0));
  for (let request = 0; request < 20_000; request++) expect(bucket.take().allowed).toBe(true);
  expect(bucket.take().headers['x-ratelimit-limit']).toBe('10000');
});

test('a tenant with a limit answers 429 with Auth0 headers and body', async () => {
  const driven = await drive({ rateLimit: 3 });
  const token = await driven.token();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => driven.api('GET', '/users', undefined, token)),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses.slice(0, 3)).toEqual([200, 200, 200]);
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body.errorCode).toBe('too_many_requests');
  expect(refused?.headers.get('x-ratelimit-limit')).toBe('3');
  expect(Number(refused?.headers.get('x-ratelimit-reset'))).toBeGreaterThanOrEqual(
    Math.floor(Date.now() / 1000),
  );
  await driven.sandbox.close();
});

test('latency holds every answer back', async () => {
  const driven = await drive({ latency: 60 });
  const token = await driven.token();
  const before = performance.now();
  await driven.api('GET', '/users', undefined, token);
  expect(performance.now() - before).toBeGreaterThanOrEqual(58);
  await driven.sandbox.close();
});
