import type { ExitName } from './exit-codes.ts';

/** Groups of error codes: the part before the dot. */
export type ErrorCategory =
  | 'usage'
  | 'config'
  | 'access'
  | 'not_found'
  | 'refused'
  | 'api'
  | 'network'
  | 'exchange'
  | 'internal'
  | 'cancelled';

interface ErrorCodeEntry {
  readonly exit: ExitName;
  readonly meaning: string;
  readonly hint?: string;
}

/** Every error code but the open `exchange.*` family: its exit code, what it means and the usual way out. */
export const errorCodes = {
  'usage.unknown_command': { exit: 'usage', meaning: 'No such command', hint: 'Run `tv --help`' },
  'usage.unknown_option': { exit: 'usage', meaning: 'No such option for this command' },
  'usage.missing_argument': { exit: 'usage', meaning: 'A required argument or option is missing' },
  'usage.excess_arguments': { exit: 'usage', meaning: 'More arguments than the command takes' },
  'usage.invalid_value': { exit: 'usage', meaning: 'A value is not of the form the option takes' },
  'usage.conflict': { exit: 'usage', meaning: 'Options that exclude each other were given together' },
  'usage.no_input': { exit: 'usage', meaning: 'An answer is needed and prompting is off or impossible' },
  'usage.confirmation': {
    exit: 'usage',
    meaning: 'A confirmation is needed and there is nobody to ask',
    hint: 'Look at the plan with `--dry-run`, then add `--yes`',
  },
  'usage.ambiguous': { exit: 'usage', meaning: 'A name or e-mail stands for more than one thing' },
  'usage.file': {
    exit: 'usage',
    meaning: 'A file could not be read or written, or its content is not usable',
  },
  'usage.port': {
    exit: 'usage',
    meaning: 'No port of this machine is free for the browser to come back to',
    hint: 'Choose a free one with `--port`; its `http://127.0.0.1:<port>/callback` must be among the callbacks of the application, which `--fix` offers to add',
  },
  'config.no_profile': {
    exit: 'usage',
    meaning: 'No credentials: no profile and no `AUTH0_*` environment',
    hint: 'Try it without an account: `tv -p sandbox doctor`. On your own tenant: `tv setup`, which asks for everything on a terminal, or `tv profiles add prod`',
  },
  'config.incomplete_environment': { exit: 'usage', meaning: 'Half a credential bundle in the environment' },
  'config.conflict': {
    exit: 'usage',
    meaning: 'Two settings that exclude each other, such as a secret and its `_FILE`',
  },
  'config.invalid_domain': { exit: 'usage', meaning: 'Not a tenant domain' },
  'config.invalid_value': {
    exit: 'usage',
    meaning: 'An environment variable or a setting has an unusable value',
  },
  'config.file': {
    exit: 'usage',
    meaning: 'A configuration file is unreadable, corrupt or from a newer version',
  },
  'config.secret': { exit: 'usage', meaning: 'The secret of a profile could not be read' },
  'config.exists': { exit: 'usage', meaning: 'A profile of that name already exists' },
  'access.credentials': { exit: 'access', meaning: 'Auth0 rejected the credentials' },
  'access.expired': { exit: 'access', meaning: 'The token has expired' },
  'access.scope': { exit: 'access', meaning: 'The Management API token lacks a scope' },
  'access.app_credentials': {
    exit: 'access',
    meaning: 'Auth0 rejected the credentials of the application under test',
  },
  'access.my_account': { exit: 'access', meaning: 'The My Account API rejected the user’s token' },
  'access.unknown': { exit: 'access', meaning: 'A check could not be completed for lack of a scope' },
  'not_found.user': { exit: 'not_found', meaning: 'No such user' },
  'not_found.application': { exit: 'not_found', meaning: 'No such application' },
  'not_found.connection': { exit: 'not_found', meaning: 'No such connection' },
  'not_found.tokenset': { exit: 'not_found', meaning: 'The user has no such tokenset' },
  'not_found.profile': { exit: 'not_found', meaning: 'No such profile' },
  'not_found.api': { exit: 'not_found', meaning: 'No such API (resource server)' },
  'not_found.error_code': { exit: 'not_found', meaning: 'No such error code' },
  'not_found.resource': { exit: 'not_found', meaning: 'Auth0 does not know the resource' },
  'refused.ineligible': { exit: 'refused', meaning: 'The application may not have Token Vault' },
  'refused.unsupported': { exit: 'refused', meaning: 'The connection or API cannot do this' },
  'refused.conflict': { exit: 'refused', meaning: 'Auth0 reports a conflict' },
  'refused.stale': {
    exit: 'refused',
    meaning: 'The setting changed between reading and writing',
    hint: 'Run the command again to plan from what is there now',
  },
  'refused.not_applied': {
    exit: 'refused',
    meaning: 'The setting read back is not the one that was written',
  },
  'refused.hidden_options': {
    exit: 'refused',
    meaning: 'Connection options were not readable, so they are not written',
  },
  'refused.guard': { exit: 'refused', meaning: 'More would change than was allowed' },
  'refused.wrong_tenant': { exit: 'refused', meaning: 'The resolved tenant is not the expected one' },
  'refused.read_only': { exit: 'refused', meaning: 'Writes are switched off' },
  'refused.protected': { exit: 'refused', meaning: 'A protected profile needs a matching `--expect-tenant`' },
  'refused.no_reveal': { exit: 'refused', meaning: 'Revealing tokens is switched off' },
  'refused.feature': { exit: 'refused', meaning: 'The feature is not available on this tenant' },
  'refused.my_account_token': {
    exit: 'refused',
    meaning: 'A connected account can only be deleted with a My Account token of its user',
  },
  'refused.insecure': {
    exit: 'refused',
    meaning: 'A file that would hold a secret is in the way or not private',
  },
  'refused.login': { exit: 'refused', meaning: 'The sign-in in the browser was refused' },
  'refused.access_denied': { exit: 'refused', meaning: 'The tenant does not let this user sign in here' },
  'refused.consent': { exit: 'refused', meaning: 'The consent was denied in the browser' },
  'refused.state': {
    exit: 'refused',
    meaning: 'The browser came back with the `state` of another sign-in',
    hint: 'Close older windows of this sign-in and run the command again',
  },
  'refused.not_finished': {
    exit: 'refused',
    meaning: 'Nobody finished in the browser in time',
    hint: 'Run the command again and finish in the window that opens',
  },
  'refused.wrong_user': { exit: 'refused', meaning: 'Another user than the expected one signed in' },
  'refused.no_refresh_token': { exit: 'refused', meaning: 'The sign-in gave no refresh token' },
  'refused.invalid_target': {
    exit: 'refused',
    meaning: 'The refresh token is not good for the My Account API',
  },
  'refused.unmet_authentication_requirements': {
    exit: 'refused',
    meaning: 'The My Account API wants a recent second factor',
  },
  'refused.connect': { exit: 'refused', meaning: 'Connecting the account was refused' },
  'refused.connect_expired': {
    exit: 'refused',
    meaning: 'The connect session ended before the consent was given',
    hint: 'Run the command again and answer the page of the provider in time',
  },
  'refused.precondition': { exit: 'refused', meaning: 'Something that must hold first does not' },
  'api.invalid_request': { exit: 'refused', meaning: 'Auth0 refused the request as invalid' },
  'api.forbidden': { exit: 'refused', meaning: 'Auth0 refused the request' },
  'api.rate_limit': { exit: 'unavailable', meaning: 'The rate limit lasted longer than `--max-wait`' },
  'api.server': { exit: 'unavailable', meaning: 'Auth0 answered with a server error' },
  'api.unexpected_response': { exit: 'unavailable', meaning: 'The answer is not one Auth0 gives' },
  'api.partial': { exit: 'partial', meaning: 'Of many users or items some failed; the result lists each' },
  'network.unreachable': { exit: 'unavailable', meaning: 'The tenant could not be reached' },
  'network.dns': { exit: 'unavailable', meaning: 'The host name could not be resolved' },
  'network.tls': { exit: 'unavailable', meaning: 'The TLS connection failed' },
  'network.proxy': { exit: 'unavailable', meaning: 'The proxy refused the connection' },
  'network.timeout': { exit: 'unavailable', meaning: 'No answer within `--timeout`' },
  'network.interrupted': {
    exit: 'unavailable',
    meaning: 'The connection broke before the answer was complete',
  },
  'internal.bug': {
    exit: 'internal',
    meaning: 'A bug in `tv`',
    hint: 'Run again with `--debug` and report it',
  },
  'cancelled.interrupted': { exit: 'cancelled', meaning: 'Interrupted with Ctrl-C' },
  'cancelled.declined': { exit: 'cancelled', meaning: 'The confirmation was declined' },
  'cancelled.terminated': { exit: 'terminated', meaning: 'Ended by SIGTERM' },
} as const satisfies Readonly<Record<string, ErrorCodeEntry>>;

/** A code of the table. */
export type TableCode = keyof typeof errorCodes;

/** Stable identifier of an error: `<category>.<reason>`; a refused exchange is `exchange.<oauth error>`. */
export type ErrorCode = TableCode | `exchange.${string}`;

/** Looks up what is known about a code. */
export function describeErrorCode(code: ErrorCode): ErrorCodeEntry {
  const table: Readonly<Record<string, ErrorCodeEntry>> = errorCodes;
  return table[code] ?? { exit: 'refused', meaning: 'Auth0 refused the token exchange' };
}
