import { ApiError, TvError } from '../../core/errors.ts';
import { fillFix } from '../exchange/placeholders.ts';
import { commandLine } from '../rules/command-line.ts';
import { type RedirectError, tellError } from './redirect-answer.ts';

/** What a connect flow is about, by name. */
export interface ConnectNames {
  readonly app: string;
  readonly connection: string;
  /** Profile that commands must name; null with environment credentials. */
  readonly profile: string | null;
}

/** The error for a consent page that came back without a connect code. */
export function explainConsent(answer: RedirectError, names: ConnectNames): TvError {
  const { connection } = names;
  const cause = tellError(answer);
  if (answer.error === 'access_denied') {
    return new TvError('refused.consent', `The consent for \`${connection}\` was denied`, {
      cause,
      hint: 'Run the command again and allow it; nothing was changed',
    });
  }
  return new TvError('refused.connect', `The provider of \`${connection}\` refused to connect the account`, {
    cause,
    hint: `Look at scopes, client id and redirect URI at the provider, and at \`${commandLine(names, ['connections', 'check', connection])}\``,
  });
}

/** Says for an answer of the My Account API to the connect request what stands behind it (facts 6.2, 12.21, 12.39); what is no such answer passes through. */
export function explainRequest(error: unknown, names: ConnectNames): unknown {
  const { app, connection } = names;
  if (!(error instanceof ApiError)) return error;
  const { details } = error;
  if (error.code === 'access.my_account') return explainToken(error, names);
  if (error.status === 404) {
    const link = ['connections', 'enable', connection, '--via', 'connected_accounts', '--app', app];
    return new ApiError(
      'refused.connect',
      `Users of \`${app}\` cannot connect accounts of \`${connection}\``,
      {
        ...details,
        hint: `Turn Connected Accounts on and link the application: \`${commandLine(names, link)}\``,
      },
    );
  }
  if (error.status === 400) {
    return new ApiError('refused.connect', `Auth0 refused to connect an account of \`${connection}\``, {
      ...details,
      hint: 'Look at the scopes and at the callbacks of the application',
    });
  }
  return error;
}

/** The same for the completion, after the consent. */
export function explainCompletion(error: unknown, names: ConnectNames): unknown {
  const { connection } = names;
  if (!(error instanceof ApiError)) return error;
  const { details } = error;
  if (error.code === 'access.my_account') return explainToken(error, names);
  if (error.status === 409) {
    return new ApiError('refused.conflict', `This account of \`${connection}\` cannot be connected again`, {
      ...details,
      hint: `It may belong to another user: sign in as that user, delete it there with \`${fillFix('tv connect --app {app} --delete <id>', names)}\`, then connect it here`,
    });
  }
  if (error.status === 400 && /auth_session|expired/i.test(details.cause ?? '')) {
    return new ApiError('refused.connect_expired', 'The connect session ended before it was completed', {
      ...details,
    });
  }
  return error;
}

function explainToken(error: ApiError, names: ConnectNames): ApiError {
  return new ApiError('access.my_account', error.message, {
    ...error.details,
    hint: `Set client grant and refresh token policy up with \`${commandLine(names, ['apps', 'enable', names.app, '--with-my-account'])}\`, then sign in again; use one domain throughout`,
  });
}
