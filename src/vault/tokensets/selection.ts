import { TvError } from '../../core/errors.ts';
import type { Tenant } from '../../core/ports.ts';
import { SeenKeys } from './seen-keys.ts';
import { assertUserWord, isUserId, type MatchPolicy, resolveUser, type UserRef } from './users.ts';

/** Whose tokensets are meant. */
export type UserSelection =
  | { readonly kind: 'named'; readonly words: readonly string[] }
  | FileSelection
  | { readonly kind: 'query'; readonly query: string }
  | { readonly kind: 'all' };

/** Users of a file, one a line. */
interface FileSelection {
  readonly kind: 'file';
  readonly path: string;
  readonly lines: () => AsyncIterable<string>;
  /** How many entries there are, where that can be counted beforehand. */
  readonly count: () => Promise<number | undefined>;
}

/** One entry of a selection, whose users may have to be looked up first. */
export interface Selected {
  /** As it was given, or the user id. */
  readonly word: string;
  /** How many users it stands for; one when absent. */
  readonly count?: number;
  /** Throws `usage.*` and `not_found.user` for an entry that stands for nobody. */
  resolve(): Promise<readonly UserRef[]>;
}

/** Whether a selection stands for many users, where one failure does not stop the rest. */
export function isBulk(selection: UserSelection): boolean {
  return selection.kind !== 'named';
}

/** Whether what is found may belong to several users; one e-mail may stand for several where all of its accounts are meant. */
export function mayBeSeveral(selection: UserSelection, { all }: Pick<MatchPolicy, 'all'>): boolean {
  return selection.kind !== 'named' || selection.words.length > 1 || all;
}

/** Refuses words that are neither ids nor e-mails before any request. */
export function assertSelection(selection: UserSelection): void {
  if (selection.kind === 'named') for (const word of selection.words) assertUserWord(word, '`--user`');
}

/**
 * The entries one after the other, each user once; nothing is looked up before `resolve`, so that many are looked up side by side.
 * `learnTotal` is told how many there are, once and where that can be known.
 */
export async function* selectUsers(
  tenant: Tenant,
  selection: UserSelection,
  policy: MatchPolicy,
  learnTotal: (total: number) => void,
): AsyncGenerator<Selected> {
  switch (selection.kind) {
    case 'named':
      yield* namedUsers(tenant, selection.words, policy);
      return;
    case 'file':
      learnLater(selection.count(), learnTotal);
      yield* fileUsers(tenant, selection, { all: policy.all, choose: undefined });
      return;
    case 'query': {
      const found = await tenant.users.search(selection.query);
      learnTotal(found.total);
      for await (const { user_id, email } of found.users) yield known({ user_id, email });
      return;
    }
    case 'all':
      learnLater(tenant.users.count(), learnTotal);
      yield* exportedUsers(tenant);
  }
}

/** Everybody, a user that stands twice in a row once; whom Auth0 left out is an entry that fails. */
async function* exportedUsers(tenant: Tenant): AsyncGenerator<Selected> {
  let last: string | undefined;
  try {
    for await (const user of tenant.users.export(['user_id', 'email'])) {
      if (user.user_id !== last) yield known(user);
      last = user.user_id;
    }
  } catch (error) {
    const left = error instanceof TvError && error.code === 'api.partial' ? error.details.extra?.left_out : 0;
    if (typeof left !== 'number' || left === 0) throw error;
    yield {
      word: 'users-exports',
      count: left,
      resolve: async () => {
        throw error;
      },
    };
  }
}

/** A count is for the time that is left only, so the work does not wait for it, and what fails here fails there too. */
function learnLater(count: Promise<number | undefined>, learn: (total: number) => void): void {
  count.then(
    (total) => {
      if (total !== undefined) learn(total);
    },
    () => undefined,
  );
}

function known(user: UserRef): Selected {
  return { word: user.user_id, resolve: async () => [user] };
}

async function* namedUsers(
  tenant: Tenant,
  words: readonly string[],
  policy: MatchPolicy,
): AsyncGenerator<Selected> {
  const seen = new SeenKeys();
  for (const word of words) {
    // A person is asked about one e-mail after the other.
    const users = await resolveUser(tenant, word, policy);
    for (const user of users) if (seen.add(user.user_id)) yield known(user);
  }
}

async function* fileUsers(
  tenant: Tenant,
  { lines, path }: FileSelection,
  policy: MatchPolicy,
): AsyncGenerator<Selected> {
  const seen = new SeenKeys();
  let line = 0;
  for await (const text of lines()) {
    line += 1;
    const word = entryOf(text, line);
    if (word === undefined || !seen.add(word)) continue;
    const place = `Line ${line} of \`${path}\``;
    yield {
      word,
      resolve: async () => {
        assertUserWord(word, place);
        const users = await resolveUser(tenant, word, policy);
        return isUserId(word) ? users : users.filter(({ user_id }) => seen.add(user_id));
      },
    };
  }
}

/** The entry on a line of a users file: blank lines and comments hold none. */
export function entryOf(text: string, line: number): string | undefined {
  const word = (line === 1 ? text.replace(/^\uFEFF/, '') : text).trim();
  return word === '' || word.startsWith('#') ? undefined : word;
}

/** Errors of one entry, as opposed to those of the tenant, the network or the credentials, which no other entry would escape. */
export function isEntryError(error: TvError): boolean {
  const category = error.code.split('.')[0];
  if (error.code === 'refused.feature' || error.code === 'api.rate_limit') return false;
  if (category === 'network') return error.code === 'network.timeout' || error.code === 'network.interrupted';
  return !['access', 'cancelled', 'internal', 'config'].includes(category ?? '');
}
