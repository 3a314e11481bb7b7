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
 * too, unless `complete` says that a clean answer must be a complete one (product section 6).
 */
export function createTokensetReader(
  tenant: Tenant,
  options: { readonly choice: SourceChoice; readonly complete: boolean },
): TokensetReader {
  const left = new Map<TokensetSource, LeftOut>();
  const wanted = options.choice === 'auto' ? allSources : [options.choice];
  const tolerant = options.choice === 'auto';
  const readSource = async (source: TokensetSource, userId: string): Promise<readonly Tokenset[]> => {
    try {
      return source === 'tokensets'
        ? await tenant.tokensets.listTokensets(userId)
        : await tenant.tokensets.listConnectedAccounts(userId);
    } catch (error) {
      if (!tolerant || !(error instanceof TvError) || !canLeaveOut(error, options.complete)) throw error;
      left.set(source, { source, error });
      return [];
    }
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

/** Waits for all, so that nothing fails unheard, then throws the first failure. */
async function settle<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  const outcomes = await Promise.allSettled(work);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

function canLeaveOut(error: TvError, complete: boolean): boolean {
  return error.code === 'refused.feature' || (error.code === 'access.scope' && !complete);
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
