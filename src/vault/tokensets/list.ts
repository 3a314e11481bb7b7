import { TvError } from '../../core/errors.ts';
import type { Tokenset } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { compileFilter, type Match, type TokensetFilter } from './filter.ts';
import { isBulk, type Selected, selectUsers, type UserSelection } from './selection.ts';
import { createTokensetReader, type SourceChoice, type TokensetReader } from './sources.ts';
import type { MatchPolicy, UserRef } from './users.ts';

/** What is to be listed. */
export interface ListRequest {
  readonly selection: UserSelection;
  readonly policy: MatchPolicy;
  readonly filter: TokensetFilter;
  readonly source: SourceChoice;
  /** A source that a scope closes is an error, not a warning. */
  readonly complete: boolean;
  /** Look up the e-mail of users given by id. */
  readonly withEmail: boolean;
  readonly now: number;
}

/** What was read for one user, or why it could not be. */
export interface UserTokensets {
  readonly user: UserRef;
  readonly tokensets: readonly Tokenset[];
  /** Records that only an unknown time kept out. */
  readonly unknownTimes: number;
}

/** One entry that failed while others went on. */
export interface FailedUser {
  readonly user_id: string;
  readonly error: TvError;
}

/** A listing under way. */
export interface Listing {
  readonly users: AsyncIterable<UserTokensets>;
  readonly reader: TokensetReader;
  /** Failed entries so far; complete once `users` has ended. */
  readonly failed: readonly FailedUser[];
  /** How many users there are in all, once that is known. */
  totalOf(): { readonly total?: number };
}

/**
 * Reads the tokensets of the selected users side by side, in their order. Among many users one that cannot be read is
 * kept in `failed` and the rest goes on; a named one stops the listing (product section 6).
 */
export function listTokensets(tenant: Tenant, request: ListRequest): Listing {
  const bulk = isBulk(request.selection);
  const reader = createTokensetReader(tenant, { choice: request.source, complete: request.complete || bulk });
  const failed: FailedUser[] = [];
  const matches = compileFilter(request.filter, request.now);
  const readOne = async (selected: Selected): Promise<UserTokensets | null> => {
    try {
      if (selected.error !== null) throw selected.error;
      return await readUser(tenant, reader, selected.user, request, matches);
    } catch (error) {
      if (!bulk || !(error instanceof TvError) || isFatal(error)) throw error;
      failed.push({ user_id: selected.word, error });
      return null;
    }
  };
  let total: number | undefined;
  const learn = (count: number): void => {
    total = count;
  };
  return {
    users: run(tenant, request, readOne, learn),
    reader,
    failed,
    totalOf: () => (total === undefined ? {} : { total }),
  };
}

async function* run(
  tenant: Tenant,
  request: ListRequest,
  readOne: (selected: Selected) => Promise<UserTokensets | null>,
  learn: (total: number) => void,
): AsyncGenerator<UserTokensets> {
  const users = selectUsers(tenant, request.selection, request.policy, learn);
  if (isBulk(request.selection)) {
    for await (const read of tenant.bulk.map(users, readOne)) if (read !== null) yield read;
    return;
  }
  const named: Selected[] = [];
  for await (const user of users) named.push(user);
  for (const read of await Promise.all(named.map(readOne))) if (read !== null) yield read;
}

async function readUser(
  tenant: Tenant,
  reader: TokensetReader,
  user: UserRef,
  request: ListRequest,
  matches: (tokenset: Tokenset) => Match,
): Promise<UserTokensets> {
  const [tokensets, email] = await Promise.all([
    reader.read(user.user_id),
    request.withEmail && user.email === null
      ? tenant.users.load(user.user_id).then((found) => found.email)
      : user.email,
  ]);
  const verdicts = tokensets.map((tokenset) => matches(tokenset));
  return {
    user: { user_id: user.user_id, email },
    tokensets: tokensets.filter((_, index) => verdicts[index] === 'yes'),
    unknownTimes: verdicts.filter((verdict) => verdict === 'unknown').length,
  };
}

/** Errors of the tenant, the network or the credentials, which no other user would escape. */
function isFatal(error: TvError): boolean {
  const category = error.code.split('.')[0];
  return (
    category === 'access' ||
    category === 'cancelled' ||
    category === 'internal' ||
    category === 'config' ||
    error.code === 'refused.feature' ||
    error.code === 'api.rate_limit' ||
    (category === 'network' && error.code !== 'network.timeout' && error.code !== 'network.interrupted')
  );
}
