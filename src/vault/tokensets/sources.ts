import { TvError } from '../../core/errors.ts';
import type { Tokenset, TokensetSource } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';

/** Which sources are asked; `auto` is every one the tenant offers. */
export type SourceChoice = 'auto' | TokensetSource;

/** Why a source was left out: its route is gone, or a scope is missing. */
export interface LeftOut {
  readonly source: TokensetSource;
  readonly error: TvError;
}

const allSources: readonly TokensetSource[] = ['tokensets', 'connected_accounts'];

/** Reads the tokensets of users from the sources of a tenant, and remembers which of them answer. */
export interface TokensetReader {
  /** All records of one user, tokensets first; throws `not_found.user`, `access.scope`, `refused.feature`. */
  read(userId: string): Promise<readonly Tokenset[]>;
  /** Requests that one user takes, as far as is known by now. */
  requestsPerUser(): number;
  /** Sources that were left out for a missing scope so far. */
  leftOut(): readonly LeftOut[];
}

/**
 * Opens a reader. A route that is gone is passed over in silence; one that is closed for lack of a scope is passed over
 * too, unless `complete` says that a clean answer must be a complete one (product section 6). A route that has answered
 * for one user is there for all: refused later, it is a failure of that user.
 */
export function createTokensetReader(
  tenant: Tenant,
  options: { readonly choice: SourceChoice; readonly complete: boolean },
): TokensetReader {
  const left = new Map<TokensetSource, LeftOut>();
  const wanted = options.choice === 'auto' ? allSources : [options.choice];
  const answered = new Set<TokensetSource>();
  /** Reads that settle whether a source that was refused is gone. */
  const settling = new Map<TokensetSource, Promise<readonly Tokenset[]>>();
  const ask = async (source: TokensetSource, userId: string): Promise<readonly Tokenset[]> => {
    const found = await (source === 'tokensets'
      ? tenant.tokensets.listTokensets(userId)
      : tenant.tokensets.listConnectedAccounts(userId));
    answered.add(source);
    return found;
  };
  const leaveOut = (source: TokensetSource, error: unknown): readonly Tokenset[] => {
    const gone = error instanceof TvError && error.code === 'refused.feature';
    if (gone && answered.has(source)) throw refusedOnce(source, error);
    const closed = error instanceof TvError && error.code === 'access.scope' && !options.complete;
    if (options.choice !== 'auto' || !(gone || closed)) throw error;
    left.set(source, { source, error });
    return [];
  };
  const readSource = async (source: TokensetSource, userId: string): Promise<readonly Tokenset[]> => {
    try {
      return await ask(source, userId);
    } catch (error) {
      const gone = error instanceof TvError && error.code === 'refused.feature';
      const doubtful = gone && options.complete && !answered.has(source) && !left.has(source);
      return doubtful ? settleGone(source, userId, error) : leaveOut(source, error);
    }
  };
  // One refusal is not enough to leave a source out for everybody: the first who meets it asks once more, the others wait.
  const settleGone = async (
    source: TokensetSource,
    userId: string,
    error: TvError,
  ): Promise<readonly Tokenset[]> => {
    const running = settling.get(source);
    if (running !== undefined) {
      await running.catch(() => undefined);
      if (left.has(source)) return [];
      if (answered.has(source)) return readSource(source, userId);
      throw error;
    }
    const again = ask(source, userId)
      .catch((second: unknown) => leaveOut(source, second))
      .finally(() => settling.delete(source));
    settling.set(source, again);
    return again;
  };
  return {
    async read(userId) {
      const open = wanted.filter((source) => !left.has(source));
      const found = await settle(open.map((source) => readSource(source, userId)));
      if (left.size === wanted.length) throw nothingReadable([...left.values()]);
      return found.flat();
    },
    requestsPerUser: () => wanted.length - left.size,
    leftOut: () => [...left.values()].filter(({ error }) => error.code === 'access.scope'),
  };
}

/** The failure of one user at a route that others got through. */
function refusedOnce(source: TokensetSource, error: TvError): TvError {
  return new TvError('api.unexpected_response', `Reading \`${source}\` was refused for this user alone`, {
    ...error.details,
    cause: `${error.message}, yet it answered for others`,
    hint: 'Run the command again for this user',
  });
}

/** Waits for all, so that nothing fails unheard, then throws the first failure. */
async function settle<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  const outcomes = await Promise.allSettled(work);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

function nothingReadable(left: readonly LeftOut[]): TvError {
  const scopes = left.flatMap(({ error }) => error.details.missingScopes ?? []);
  if (scopes.length > 0) {
    return new TvError('access.scope', 'The token may read neither tokensets nor connected accounts', {
      missingScopes: scopes,
      hint: `Grant ${scopes.map((scope) => `\`${scope}\``).join(' or ')} to the application in the dashboard, under APIs, Auth0 Management API`,
    });
  }
  return new TvError('refused.feature', 'This tenant offers neither tokensets nor connected accounts', {
    cause: 'Both routes answered that they do not exist',
    hint: 'Check with `tv doctor` whether Token Vault is available on this tenant',
  });
}

/** Ids of connected accounts begin with this (facts 1.5). */
const accountPrefix = 'cac_';

/** Throws the `access.scope` of the source that would hold one of these ids, when it was left out: not seen is not gone. */
export function assertNotHidden(ids: readonly string[], leftOut: readonly LeftOut[]): void {
  const kept = new Set(ids.map((id) => (id.startsWith(accountPrefix) ? 'connected_accounts' : 'tokensets')));
  for (const { source, error } of leftOut) if (kept.has(source)) throw error;
}
