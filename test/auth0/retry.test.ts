import { describe, expect, test } from 'vitest';
import { Fault } from '../../src/auth0/faults.ts';
import { backoffMs, judge, type Outcome, type RetryState } from '../../src/auth0/retry.ts';
import { TvError } from '../../src/core/errors.ts';

const now = Date.parse('2026-01-01T00:00:10Z');
const date = 'Thu, 01 Jan 2026 00:00:00 GMT';

function answer(status: number, headers: Record<string, string> = {}): Outcome {
  return { kind: 'answer', status, headers };
}

function fault(traits: { mayHaveArrived?: boolean; passing?: boolean } = {}): Outcome {
  const error = new TvError('network.interrupted', 'broke');
  return {
    kind: 'fault',
    fault: new Fault(error, 'ECONNRESET', { mayHaveArrived: true, passing: true, ...traits }),
  };
}

function state(over: Partial<RetryState> = {}): RetryState {
  return { attempt: 0, repeatable: true, faultRetries: 3, now, random: 0, ...over };
}

describe('whether to send again', () => {
  test.each<[string, Outcome, Partial<RetryState>, boolean]>([
    ['200', answer(200), {}, false],
    ['400', answer(400), {}, false],
    ['404', answer(404), {}, false],
    ['429', answer(429), {}, true],
    ['429 of a POST', answer(429), { repeatable: false }, true],
    ['429 for the hundredth time', answer(429), { attempt: 99 }, true],
    ['500', answer(500), {}, true],
    ['524', answer(524), {}, true],
    ['408', answer(408), {}, true],
    ['501', answer(501), {}, false],
    ['503 of a POST', answer(503), { repeatable: false }, false],
    ['503 for the third time', answer(503), { attempt: 2 }, true],
    ['503 for the fourth time', answer(503), { attempt: 3 }, false],
    ['a broken connection', fault(), {}, true],
    ['a broken connection of a PATCH', fault(), { repeatable: false }, false],
    ['a wrong certificate', fault({ passing: false }), {}, false],
  ])('%s', (_name, outcome, over, again) => {
    expect(judge(outcome, state(over)).again).toBe(again);
  });
});

describe('how long to wait', () => {
  test.each<[string, Outcome, Partial<RetryState>, number, string]>([
    ['Retry-After in seconds', answer(429, { 'retry-after': '7' }), {}, 7000, '429, retry-after'],
    [
      'Retry-After beats the reset',
      answer(429, { 'retry-after': '7', 'x-ratelimit-reset': '9e9' }),
      {},
      7000,
      '429, retry-after',
    ],
    [
      'Retry-After as a date, by our clock',
      answer(503, { 'retry-after': 'Thu, 01 Jan 2026 00:00:15 GMT' }),
      {},
      5000,
      '503, retry-after',
    ],
    [
      'Retry-After as a date, by the server’s clock',
      answer(503, { 'retry-after': 'Thu, 01 Jan 2026 00:00:15 GMT', date }),
      {},
      15_000,
      '503, retry-after',
    ],
    [
      'a reset by our clock',
      answer(429, { 'x-ratelimit-reset': String(now / 1000 + 4) }),
      {},
      4000,
      '429, x-ratelimit-reset',
    ],
    [
      'a reset by the server’s clock',
      answer(429, { 'x-ratelimit-reset': String(now / 1000 - 7), date }),
      {},
      3000,
      '429, x-ratelimit-reset',
    ],
    ['a reset that has been', answer(429, { 'x-ratelimit-reset': '1' }), {}, 250, '429, x-ratelimit-reset'],
    [
      'a reset that keeps having been',
      answer(429, { 'x-ratelimit-reset': '1' }),
      { attempt: 4 },
      4000,
      '429, x-ratelimit-reset',
    ],
    ['no header', answer(429), {}, 1000, '429, backoff'],
    ['no header, again', answer(429), { attempt: 3 }, 8000, '429, backoff'],
    [
      'nonsense',
      answer(429, { 'retry-after': 'soon', 'x-ratelimit-reset': 'x' }),
      { attempt: 1 },
      2000,
      '429, backoff',
    ],
    [
      'a reset on a server error means nothing',
      answer(503, { 'x-ratelimit-reset': '9999999999' }),
      {},
      1000,
      '503, backoff',
    ],
    ['a fault', fault(), { attempt: 1 }, 2000, 'ECONNRESET, backoff'],
  ])('%s', (_name, outcome, over, waitMs, reason) => {
    expect(judge(outcome, state(over))).toMatchObject({ again: true, waitMs, reason });
  });

  test.each<[number, number, number]>([
    [0, 0, 1000],
    [0, 1, 800],
    [3, 0.5, 7200],
    [6, 0, 60_000],
    [999, 1, 48_000],
  ])('backoff of attempt %d with jitter %d is %d ms', (attempt, random, ms) => {
    expect(backoffMs(attempt, random)).toBe(ms);
  });
});
