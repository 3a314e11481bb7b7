import { ApiError, TvError } from '../../core/errors.ts';
import type { OAuthPort } from '../../core/ports.ts';
import { myAccountScopes } from '../../core/protocol.ts';
import type { Secret } from '../../core/secret.ts';
import { quotedList, words } from '../../core/text.ts';
import { commandLine } from '../rules/command-line.ts';
import type { LoginApp } from './login.ts';

/** A My Account token, and the refresh token that is good from now on. */
export interface MyAccountToken {
  readonly token: Secret;
  /** Another one than before where refresh tokens rotate. */
  readonly refreshToken: Secret;
}

/** Gets a user's My Account token with the refresh token and its policy for that API (facts 6.4); `needed` scopes must be among those given. */
export async function fetchMyAccountToken(
  oauth: OAuthPort,
  app: LoginApp,
  refreshToken: Secret,
  needed: readonly string[],
): Promise<MyAccountToken> {
  try {
    const answer = await oauth.requestToken(app.clientId, app.authentication, {
      grant_type: 'refresh_token',
      refresh_token: refreshToken.reveal(),
      audience: oauth.myAccountAudience,
      scope: myAccountScopes.join(' '),
    });
    assertScopes(answer.scope, needed, app);
    return { token: answer.accessToken, refreshToken: answer.refreshToken ?? refreshToken };
  } catch (error) {
    throw explain(error, app);
  }
}

/** Unknown or ungranted scopes are left out of the token in silence (facts 6.4). */
function assertScopes(scope: string | null, needed: readonly string[], app: LoginApp): void {
  if (scope === null) return;
  const given = words(scope);
  const missing = needed.filter((name) => !given.includes(name));
  if (missing.length === 0) return;
  throw new TvError(
    'access.my_account',
    `The user’s token for the My Account API lacks ${quotedList(missing)}`,
    {
      cause: `The client grant or the refresh token policy of \`${app.name}\` leaves them out`,
      missingScopes: missing,
      hint: setUpHint(app),
    },
  );
}

function explain(error: unknown, app: LoginApp): unknown {
  if (!(error instanceof ApiError) || !error.code.startsWith('exchange.')) return error;
  const { details } = error;
  switch (error.errorCode) {
    case 'invalid_target':
      return new ApiError(
        'refused.invalid_target',
        `A refresh token of \`${app.name}\` gives no token for the My Account API`,
        { ...details, hint: `${setUpHint(app)}; users must log in again after that` },
      );
    case 'unmet_authentication_requirements':
    case 'mfa_required':
      return new ApiError(
        'refused.unmet_authentication_requirements',
        'The My Account API wants a recent second factor of this user',
        {
          ...details,
          hint: 'Enrol a factor for the user and sign in with it, or relax the policy of the My Account API or of MFA in the dashboard',
        },
      );
    case 'access_denied':
      return new ApiError('access.my_account', `Users of \`${app.name}\` may not call the My Account API`, {
        ...details,
        hint: setUpHint(app),
      });
    case 'unauthorized_client':
      return new ApiError('refused.login', `\`${app.name}\` may not use refresh tokens`, {
        ...details,
        hint: `Add the grant with \`${commandLine(app, ['apps', 'enable', app.name, '--fix', 'app/refresh-grants'])}\``,
      });
    default:
      return new ApiError('refused.login', 'Auth0 gave no token for the My Account API', details);
  }
}

function setUpHint(app: LoginApp): string {
  return `Set grant and policy up with \`${commandLine(app, ['apps', 'enable', app.name, '--with-my-account'])}\``;
}
