import { ApiError, TvError } from '../../core/errors.ts';
import { commandLine } from '../rules/command-line.ts';
import { type RedirectError, tellError } from './redirect-answer.ts';

/** The application, by name, and the profile that commands must name. */
export interface NamedApp {
  readonly name: string;
  readonly profile: string | null;
}

/** Auth0's words when somebody says no on its own page, which share a code with refusals of the tenant. */
const declined = /did not (authorize|consent)|denied the request|consent.*(denied|declined)|cancel/i;

/** The error for a sign-in that came back without a code (RFC 6749 section 4.1.2.1). */
export function explainSignIn(answer: RedirectError, app: NamedApp): TvError {
  const { error, description } = answer;
  const { name } = app;
  const cause = tellError(answer);
  if (error === 'access_denied' && declined.test(description ?? '')) {
    return new TvError('refused.consent', `The sign-in to \`${name}\` was declined in the browser`, {
      cause,
      hint: 'Run the command again and accept',
    });
  }
  if (error === 'access_denied' || error === 'unauthorized') {
    return new TvError('refused.access_denied', `The tenant does not let this user sign in to \`${name}\``, {
      cause,
      hint: 'Sign in as another user, or look at the Actions, organizations and blocks of the tenant; its log tells which',
    });
  }
  if (error === 'unauthorized_client') {
    return new TvError('refused.login', `The sign-in to \`${name}\` was refused`, {
      cause,
      hint: grantsHint(app),
    });
  }
  return new TvError('refused.login', `The sign-in to \`${name}\` was refused`, {
    cause,
    hint: `The log of the tenant says more: \`${commandLine(app, ['logs', '--failed'])}\``,
  });
}

/** The error for a code that could not be turned into tokens; what is no answer of Auth0 passes through. */
export function explainCode(error: unknown, app: NamedApp): unknown {
  if (!(error instanceof ApiError) || !error.code.startsWith('exchange.')) return error;
  const { errorCode } = error;
  return new ApiError('refused.login', `Auth0 gave no tokens for the sign-in to \`${app.name}\``, {
    ...error.details,
    hint:
      errorCode === 'unauthorized_client'
        ? grantsHint(app)
        : 'Run the command again; a code is good for one use and for a short time',
  });
}

function grantsHint(app: NamedApp): string {
  const command = commandLine(app, ['apps', 'enable', app.name, '--fix', 'app/refresh-grants']);
  return `The application needs the \`authorization_code\` and \`refresh_token\` grants: \`${command}\``;
}
