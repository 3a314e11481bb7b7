import { TvError } from '../../core/errors.ts';
import type { Tenant } from '../../core/ports.ts';
import { quotedList } from '../../core/text.ts';
import { assertUserWord, isUserId, resolveUser } from '../tokensets/users.ts';
import type { LoggedIn } from './login.ts';

/** The user who should sign in; an e-mail may stand for several accounts of one person. */
export interface ExpectedUser {
  readonly word: string;
  readonly ids: readonly string[];
  /** For the login page. */
  readonly email: string | null;
}

/** Finds the user that `--user` names, before any browser opens; throws `not_found.user`, `usage.invalid_value`. */
export async function expectUser(tenant: Tenant, word: string): Promise<ExpectedUser> {
  assertUserWord(word, '--user');
  if (isUserId(word)) {
    const { user_id, email } = await tenant.users.load(word);
    return { word, ids: [user_id], email };
  }
  const users = await resolveUser(tenant, word, { all: true, choose: undefined });
  return { word, ids: users.map(({ user_id }) => user_id), email: word };
}

/** Throws `refused.wrong_user` when somebody else signed in; nothing has been changed then. */
export function assertExpectedUser(
  { userId, email }: Pick<LoggedIn, 'userId' | 'email'>,
  expected: ExpectedUser | null,
): void {
  if (expected === null || (userId !== null && expected.ids.includes(userId))) return;
  const who = [userId, email].filter((word) => word !== null);
  throw new TvError(
    'refused.wrong_user',
    who.length === 0
      ? `The tenant did not say who signed in, and \`${expected.word}\` is expected`
      : `${quotedList(who, 'with')} signed in, and \`${expected.word}\` is expected`,
    {
      hint: 'Run the command again and sign in as that user, in a private window if another session comes in the way',
    },
  );
}
