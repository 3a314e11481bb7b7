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
  const pathIn = (place: string, key: TokenKey): string => join(place, `${fileName(key)}.json`);
  const fresh = (cached: CachedToken | null | undefined): CachedToken | null =>
    cached && cached.expiresAt - margin > clock.now() ? cached : null;
  return {
    async read(key) {
      const kept = fresh(memory.get(written(key)));
      if (kept !== null || directory === null) return kept;
      return fresh(readToken(pathIn(directory, key), key));
    },
    async write(key, token) {
      memory.set(written(key), token);
      if (directory === null) return;
      await writeToken(directory, pathIn(directory, key), key, token).catch(() => undefined);
    },
    async drop(key) {
      memory.delete(written(key));
      if (directory === null) return;
      await rm(pathIn(directory, key), { force: true }).catch(() => undefined);
    },
  };
}

/** The whole key, as it stands in the file too. */
function written({ domain, clientId, audience }: TokenKey): string {
  return JSON.stringify([domain, clientId, audience]);
}

/** A name that any file system takes, which two keys may share. No hash, which is slow to load. */
function fileName({ domain, clientId, audience }: TokenKey): string {
  return [domain, clientId, audience]
    .map((part) =>
      part
        .replace(/^https?:\/\//, '')
        .replace(/[^A-Za-z0-9.-]+/g, '_')
        .slice(0, 70),
    )
    .join('~');
}

function readToken(path: string, key: TokenKey): CachedToken | null {
  const text = readOrNone(path);
  const content = text === null ? undefined : parseJson(text);
  if (!isObject(content) || typeof content.token !== 'string' || content.token === '') return null;
  if (typeof content.expires_at !== 'number' || content.key !== written(key)) return null;
  return { token: new Secret(content.token), expiresAt: content.expires_at };
}

function readOrNone(path: string): string | null {
  try {
    return readIfThere(path);
  } catch {
    return null;
  }
}

async function writeToken(
  directory: string,
  path: string,
  key: TokenKey,
  { token, expiresAt }: CachedToken,
): Promise<void> {
  await ensurePrivateDirectory(directory);
  const content = JSON.stringify({ key: written(key), expires_at: expiresAt, token: token.reveal() });
  await writePrivateFile(path, `${content}\n`);
}
