import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from '../core/clock.ts';
import { isObject, parseJson } from '../core/json.ts';
import type { CachedToken, TokenCache, TokenKey } from '../core/profiles.ts';
import { Secret } from '../core/secret.ts';
import type { FoundDirectories } from './directories.ts';
import type { Environment } from './environment.ts';
import { ensurePrivateDirectory, readIfThere, writePrivateFile } from './private-files.ts';

/** A token is not handed out in its last five minutes (product section 5). Milliseconds. */
const margin = 300_000;

/**
 * Keeps Management API tokens in 0600 files of the state directory; in memory only with `TV_TOKEN_CACHE=off`, without
 * a state directory, and where it cannot be written. Never throws.
 */
export function createTokenCache(options: {
  readonly directories: FoundDirectories;
  readonly env: Environment;
  readonly clock?: Clock;
}): TokenCache {
  const clock = options.clock ?? systemClock;
  const { state } = options.directories;
  const directory = options.env.TV_TOKEN_CACHE === 'off' || state === null ? null : join(state, 'tokens');
  const memory = new Map<string, CachedToken>();
  const fresh = (cached: CachedToken | null | undefined): CachedToken | null =>
    cached && cached.expiresAt - margin > clock.now() ? cached : null;
  return {
    async read(key) {
      const id = idOf(key);
      const kept = fresh(memory.get(id));
      if (kept !== null || directory === null) return kept;
      return fresh(await readToken(join(directory, `${id}.json`)));
    },
    async write(key, token) {
      const id = idOf(key);
      memory.set(id, token);
      if (directory === null) return;
      await writeToken(directory, id, token).catch(() => undefined);
    },
    async drop(key) {
      const id = idOf(key);
      memory.delete(id);
      if (directory === null) return;
      await rm(join(directory, `${id}.json`), { force: true }).catch(() => undefined);
    },
  };
}

function idOf({ domain, clientId, audience }: TokenKey): string {
  return createHash('sha256')
    .update(JSON.stringify([domain, clientId, audience]))
    .digest('hex');
}

async function readToken(path: string): Promise<CachedToken | null> {
  const text = await readIfThere(path).catch(() => null);
  const content = text === null ? undefined : parseJson(text);
  if (!isObject(content) || typeof content.token !== 'string' || content.token === '') return null;
  if (typeof content.expires_at !== 'number') return null;
  return { token: new Secret(content.token), expiresAt: content.expires_at };
}

async function writeToken(directory: string, id: string, { token, expiresAt }: CachedToken): Promise<void> {
  await ensurePrivateDirectory(directory);
  const content = JSON.stringify({ expires_at: expiresAt, token: token.reveal() });
  await writePrivateFile(join(directory, `${id}.json`), `${content}\n`);
}
