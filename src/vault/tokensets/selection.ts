import { TvError } from '../../core/errors.ts';
import type { UserRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { assertUserWord, type MatchPolicy, resolveUser, type UserRef } from './users.ts';

/** Whose tokensets are meant. */
export type UserSelection =
  | { readonly kind: 'named'; readonly words: readonly string[] }
  | { readonly kind: 'file'; readonly path: string; readonly lines: () => AsyncIterable<string> }
  | { readonly kind: 'query'; readonly query: string }
  | { readonly kind: 'all' };

/** One user of a selection, or why an entry of it could not be resolved. */
export type Selected =
  | { readonly user: UserRef; readonly word: string; readonly error: null }
  | { readonly user: null; readonly word: string; readonly error: TvError };

/** Whether a selection stands for many users, where one failure does not stop the rest. */
export function isBulk(selection: UserSelection): boolean {
  return selection.kind !== 'named';
}

/** Refuses words that are neither ids nor e-mails before any request. */
export function assertSelection(selection: UserSelection): void {
  if (selection.kind === 'named') for (const word of selection.words) assertUserWord(word, '`--user`');
}

/** The users one after the other, each once; named users must all exist, entries of a file may fail alone. */
export async function* selectUsers(
  tenant: Tenant,
  selection: UserSelection,
  policy: MatchPolicy,
  learnTotal: (total: number) => void = () => undefined,
): AsyncGenerator<Selected> {
  switch (selection.kind) {
    case 'named':
      yield* namedUsers(tenant, selection.words, policy);
      return;
    case 'file':
      yield* fileUsers(tenant, selection, policy);
      return;
    case 'query': {
      const found = await tenant.users.search(selection.query);
      learnTotal(found.total);
      for await (const user of found.users) yield selected(toRef(user));
      return;
    }
    case 'all':
      for await (const user of tenant.users.export(['user_id', 'email'])) yield selected(user);
  }
}

async function* namedUsers(
  tenant: Tenant,
  words: readonly string[],
  policy: MatchPolicy,
): AsyncGenerator<Selected> {
  const seen = new Set<string>();
  for (const word of words) {
    for (const user of await resolveUser(tenant, word, policy)) {
      if (!seen.has(user.user_id)) yield selected(user);
      seen.add(user.user_id);
    }
  }
}

async function* fileUsers(
  tenant: Tenant,
  selection: { readonly path: string; readonly lines: () => AsyncIterable<string> },
  policy: MatchPolicy,
): AsyncGenerator<Selected> {
  let line = 0;
  for await (const text of selection.lines()) {
    line += 1;
    const word = (line === 1 ? text.replace(/^\uFEFF/, '') : text).trim();
    if (word === '' || word.startsWith('#')) continue;
    try {
      assertUserWord(word, `Line ${line} of \`${selection.path}\``);
      for (const user of await resolveUser(tenant, word, { all: policy.all, choose: undefined }))
        yield selected(user);
    } catch (error) {
      if (!(error instanceof TvError) || !isEntryError(error)) throw error;
      yield { user: null, word, error };
    }
  }
}

/** Errors of one entry, as opposed to those of the tenant or the credentials. */
function isEntryError(error: TvError): boolean {
  return (
    error.code === 'usage.invalid_value' ||
    error.code === 'usage.ambiguous' ||
    error.code === 'not_found.user'
  );
}

function selected(user: UserRef): Selected {
  return { user, word: user.user_id, error: null };
}

function toRef(user: UserRecord): UserRef {
  return { user_id: user.user_id, email: user.email };
}
