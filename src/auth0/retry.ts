import type { Fault } from './faults.ts';
import { resetMs, retryAfterMs } from './response-headers.ts';
import type { Headers } from './transport.ts';

/** How one attempt ended. */
export type Outcome =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Headers }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** What is known about the request when it is judged. */
export interface RetryState {
  /** Attempts that failed before this one. */
  readonly attempt: number;
  /** Whether sending it twice does no more than sending it once. */
  readonly repeatable: boolean;
  /** How often a server error or a network fault is tried again. */
  readonly faultRetries: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Between 0 and 1, for jitter. */
  readonly random: number;
}

/** Whether to send again, after how many milliseconds, and why. */
export type Verdict =
  | { readonly again: false }
  | { readonly again: true; readonly waitMs: number; readonly limited: boolean; readonly reason: string };

const shortestMs = 250;
const capMs = 60_000;

/** 1 s, 2 s, 4 s … to 60 s, less up to a fifth so that clients do not march in step. */
export function backoffMs(attempt: number, random: number): number {
  return Math.round(Math.min(capMs, 1000 * 2 ** Math.min(attempt, 16)) * (1 - 0.2 * random));
}

/**
 * Judges one attempt. 429 is tried again for every method, because it did nothing; server errors, 408 and network faults only
 * for what is repeatable. The wait is `Retry-After`, else `x-ratelimit-reset`, else backoff (facts 8.3).
 */
export function judge(outcome: Outcome, state: RetryState): Verdict {
  if (outcome.kind === 'fault') {
    const worthwhile = outcome.fault.passing && state.repeatable && state.attempt < state.faultRetries;
    if (!worthwhile) return { again: false };
    return again(backoffMs(state.attempt, state.random), false, `${outcome.fault.reason}, backoff`);
  }
  const { status, headers } = outcome;
  const limited = status === 429;
  const faulty = (status >= 500 && status !== 501) || status === 408;
  if (!limited && !(faulty && state.repeatable && state.attempt < state.faultRetries))
    return { again: false };
  const after = retryAfterMs(headers, state.now);
  if (after !== undefined) return again(after, limited, `${status}, retry-after`, state.attempt);
  const reset = limited ? resetMs(headers, state.now) : undefined;
  if (reset !== undefined) return again(reset, limited, `${status}, x-ratelimit-reset`, state.attempt);
  return again(backoffMs(state.attempt, state.random), limited, `${status}, backoff`);
}

// A server that says "now" again and again must not turn the retry into a storm.
function again(waitMs: number, limited: boolean, reason: string, attempt = 0): Verdict {
  const floor = Math.min(capMs / 4, shortestMs * 2 ** Math.min(attempt, 10));
  return { again: true, waitMs: Math.max(waitMs, floor), limited, reason };
}
