import type { RedirectListener } from '../../core/browser-port.ts';
import { TvError } from '../../core/errors.ts';
import type { Tokenset } from '../../core/model.ts';
import { nearest, quotedList } from '../../core/text.ts';
import type { AccountOwner } from '../tokensets/delete.ts';
import type { ConnectTools } from './connect-account.ts';
import { assertExpectedUser, type ExpectedUser } from './expected-user.ts';
import { type LoginRequest, signIn } from './login.ts';
import { fetchMyAccountToken } from './my-account-token.ts';

/** A connected account to find among those of whoever signs in. */
export interface OwnAccountRequest extends Omit<LoginRequest, 'ports'> {
  readonly id: string;
  /** Name of the connection it must be of; undefined takes any. */
  readonly connection: string | undefined;
  readonly expected: ExpectedUser | null;
}

/** The account, and the user's own access to it. */
export interface OwnAccount {
  readonly account: Tokenset;
  readonly owner: AccountOwner;
}

/** Signs its user in and finds the account; throws `not_found.tokenset` when it is not that user's. */
export async function findOwnAccount(
  tools: ConnectTools,
  listener: RedirectListener,
  request: OwnAccountRequest,
): Promise<OwnAccount> {
  const signedIn = await signIn(tools, listener, request);
  assertExpectedUser(signedIn, request.expected);
  const { token } = await fetchMyAccountToken(tools.oauth, request.app, signedIn.refreshToken, [
    'read:me:connected_accounts',
    'delete:me:connected_accounts',
  ]);
  const port = await tools.openAccount(token);
  const userId = signedIn.userId ?? port.subject;
  const accounts = await port.listAccounts();
  const account = accounts.find(({ id }) => id === request.id);
  if (account === undefined) throw notTheirs(request, accounts, signedIn.email ?? userId);
  assertConnection(account, request.connection);
  await signedIn.redirect.answer({ kind: 'done', message: 'The command goes on in the terminal.' });
  return {
    account: { ...account, user_id: userId ?? account.user_id },
    owner: { account: port, subject: userId },
  };
}

function assertConnection(account: Tokenset, wanted: string | undefined): void {
  if (wanted === undefined || wanted === account.connection) return;
  throw new TvError(
    'usage.conflict',
    `Connected account \`${account.id}\` is of \`${account.connection}\`, not of \`${wanted}\``,
    { hint: 'Nothing was deleted; leave `--connection` out, or name the right id' },
  );
}

function notTheirs(request: OwnAccountRequest, accounts: readonly Tokenset[], who: string | null): TvError {
  const ids = accounts.map(({ id }) => id);
  const near = nearest(request.id, ids);
  return new TvError(
    'not_found.tokenset',
    `${who === null ? 'The user who signed in' : `\`${who}\``} has no connected account \`${request.id}\``,
    {
      cause: 'Only its own user can delete a connected account, so it may be of another user',
      hint:
        near === undefined
          ? `Sign in as its user (\`--user\` makes sure of that)${ids.length === 0 ? '' : `; this one has ${quotedList(ids)}`}`
          : `Did you mean \`${near}\``,
    },
  );
}
