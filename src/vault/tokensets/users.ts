import { TvError } from '../../core/errors.ts';
import type { UserRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { quotedList } from '../../core/text.ts';

/** A user as far as listing needs: the id and, when it was learned on the way, the e-mail. */
export interface UserRef {
  readonly user_id: string;
  readonly email: string | null;
}

/** How to choose among the accounts that share one e-mail. */
export interface MatchPolicy {
  readonly all: boolean;
  /** Asks a person; gives undefined where there is none. */
  readonly choose:
    | ((email: string, users: readonly UserRecord[]) => Promise<UserRecord | undefined>)
    | undefined;
}

/** Whether a word is a user id: Auth0's ids hold a `|` (facts 9). */
export function isUserId(word: string): boolean {
  return word.includes('|');
}

/** Refuses what is neither an id nor an e-mail, before any request; throws `usage.invalid_value`. */
export function assertUserWord(word: string, origin: string): void {
  if (isUserId(word) ? word.length <= 300 : /^[^@\s]+@[^@\s]+$/.test(word)) return;
  throw new TvError('usage.invalid_value', `\`${word}\` is neither a user id nor an e-mail`, {
    cause: `${origin} takes a user id such as \`auth0|5f7c8ec7c33c6c004bbafe82\` (quoted, because of the \`|\`) or an e-mail`,
  });
}

/** Turns an id or e-mail into users; an e-mail is tried as given, then in lower case (facts 9). */
export async function resolveUser(
  tenant: Tenant,
  word: string,
  policy: MatchPolicy,
): Promise<readonly UserRef[]> {
  if (isUserId(word)) return [{ user_id: word, email: null }];
  const users = await findByEmail(tenant, word);
  const [first, ...others] = users;
  if (first === undefined) {
    throw new TvError('not_found.user', `No user has the e-mail \`${word}\``, {
      hint: 'The search for an e-mail is exact; try the user id',
    });
  }
  if (others.length === 0 || policy.all) return users.map(toRef);
  const chosen = await policy.choose?.(word, users);
  if (chosen !== undefined) return [toRef(chosen)];
  const ids = users.map((user) => user.user_id);
  throw new TvError(
    'usage.ambiguous',
    `${users.length} users have the e-mail \`${word}\`: ${quotedList(ids)}`,
    {
      hint: 'Name one by its id, or take them all with `--all-matches`',
      extra: { user_ids: ids },
    },
  );
}

async function findByEmail(tenant: Tenant, email: string): Promise<readonly UserRecord[]> {
  const exact = await tenant.users.listByEmail(email);
  const lower = email.toLowerCase();
  return exact.length > 0 || lower === email ? exact : tenant.users.listByEmail(lower);
}

function toRef(user: UserRecord): UserRef {
  return { user_id: user.user_id, email: user.email };
}
