import type { TenantSettings } from '../../src/auth0/settings.ts';
import type { Clock } from '../../src/core/clock.ts';
import { TvError } from '../../src/core/errors.ts';
import type { CachedToken, Credentials, TokenCache, TokenKey } from '../../src/core/profiles.ts';
import { Secret } from '../../src/core/secret.ts';
import type { ProgressState, Reporter } from '../../src/core/terminal-ports.ts';

/** A clock on which waiting takes no time: `sleep` moves `now` and resolves. */
export function hastyClock(start = Date.now()): Clock & { readonly slept: number[] } {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    },
  };
}

export function recordingReporter(): Reporter & {
  readonly lines: string[];
  readonly progressed: (ProgressState | null)[];
} {
  const lines: string[] = [];
  const progressed: (ProgressState | null)[] = [];
  return {
    lines,
    progressed,
    note: () => {},
    warn: () => {},
    show: () => {},
    progress: (state) => progressed.push(state),
    debug: (line) => lines.push(typeof line === 'string' ? line : line()),
  };
}

export function memoryCache(
  initial?: CachedToken,
): TokenCache & { readonly log: string[]; held: CachedToken | null } {
  const log: string[] = [];
  const cache = {
    log,
    held: initial ?? null,
    read: async (key: TokenKey) => {
      log.push(`read ${key.domain} ${key.clientId} ${key.audience}`);
      return cache.held;
    },
    write: async (_key: TokenKey, token: CachedToken) => {
      log.push('write');
      cache.held = token;
    },
    drop: async () => {
      log.push('drop');
      cache.held = null;
    },
  };
  return cache;
}

export function credentialsFor(baseUrl: string, over: Partial<Credentials> = {}): Credentials {
  return {
    source: 'profile',
    profile: 'test',
    tenant: { label: new URL(baseUrl).host, baseUrl, audience: `${baseUrl}/api/v2/` },
    clientId: 'm2m',
    authentication: { method: 'client_secret_post', secret: new Secret('s3cret&=') },
    protected: false,
    readOnly: false,
    defaults: {},
    origins: {},
    ...over,
  };
}

/** An unsigned JWT, good enough for a client that only reads it. */
export function jwt(payload: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(payload)}.c2ln`;
}

export const readyToken = jwt({ scope: 'read:users read:connections', exp: 4_000_000_000 });

/** Settings with a ready token, a hasty clock and nothing cached. */
export function settingsFor(baseUrl: string, over: Partial<TenantSettings> = {}): TenantSettings {
  return {
    credentials: credentialsFor(baseUrl, {
      authentication: { method: 'token', token: new Secret(readyToken) },
    }),
    cache: memoryCache(),
    clock: hastyClock(),
    signal: new AbortController().signal,
    reporter: recordingReporter(),
    timeoutSeconds: 5,
    maxWaitSeconds: 120,
    rateShare: 50,
    proxy: {},
    ...over,
  };
}

/** The `TvError` that a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<TvError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof TvError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
