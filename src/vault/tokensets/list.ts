import { TvError } from '../../core/errors.ts';
import type { Tokenset } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { compileFilter, type Match, type TokensetFilter } from './filter.ts';
import { isBulk, isEntryError, type Selected, selectUsers, type UserSelection } from './selection.ts';
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
  /** Users begun at most before they are taken; few when few rows are wanted. */
  readonly width?: number | undefined;
  /** Told of each entry that fails while others go on, as it happens. */
  readonly tellFailed: (failed: FailedUser) => void;
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

/** How many entries failed; only the first is kept, so that a million failures take no memory. */
export interface Failures {
  readonly count: number;
  readonly first: TvError | undefined;
}

/** A listing under way. */
export interface Listing {
  readonly users: AsyncIterable<UserTokensets>;
  readonly reader: TokensetReader;
  /** Failed entries so far; complete once `users` has ended. */
  failures(): Failures;
  /** How many users there are in all; undefined until that is known. */
  total(): number | undefined;
}

/**
 * Reads the tokensets of the selected users side by side, in their order. Among many users one that cannot be read is
 * told and the rest goes on; a named one stops the listing (product section 6).
 */
export function listTokensets(tenant: Tenant, request: ListRequest): Listing {
  const bulk = isBulk(request.selection);
  const reader = createTokensetReader(tenant, { choice: request.source, complete: request.complete || bulk });
  let failures: Failures = { count: 0, first: undefined };
  const matches = compileFilter(request.filter, request.now);
  const readEntry = async (selected: Selected): Promise<readonly UserTokensets[]> => {
    try {
      const users = await selected.resolve();
      return await Promise.all(users.map((user) => readUser(tenant, reader, user, request, matches)));
    } catch (error) {
      if (over || !bulk || !(error instanceof TvError) || !isEntryError(error)) throw error;
      failures = { count: failures.count + (selected.count ?? 1), first: failures.first ?? error };
      request.tellFailed({ user_id: selected.word, error });
      return [];
    }
  };
  // What is still under way when the reader stops breaks off, which is no failure of its users.
  let over = false;
  const end = (): void => {
    over = true;
  };
  let total: number | undefined;
  const learn = (count: number): void => {
    total = count;
  };
  return {
    users: run(tenant, request, readEntry, { learn, end }),
    reader,
    failures: () => failures,
    total: () => total,
  };
}

async function* run(
  tenant: Tenant,
  request: ListRequest,
  readEntry: (selected: Selected) => Promise<readonly UserTokensets[]>,
  { learn, end }: { readonly learn: (total: number) => void; readonly end: () => void },
): AsyncGenerator<UserTokensets> {
  const users = selectUsers(tenant, request.selection, request.policy, learn);
  if (isBulk(request.selection)) {
    const { width } = request;
    try {
      const reads = tenant.bulk.map(users, readEntry, width === undefined ? {} : { width });
      for await (const read of reads) yield* read;
    } finally {
      end();
    }
    return;
  }
  const named: Selected[] = [];
  for await (const user of users) named.push(user);
  for (const read of await Promise.all(named.map(readEntry))) yield* read;
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
