import type { OptionSpec } from '../../core/command.ts';
import {
  appAuthenticationOptions,
  keyAlgorithmOption,
  keyFileOption,
} from '../options/app-authentication-options.ts';
import { appOption, connectionOption, userOption } from '../options/subject-options.ts';

/** Options about the application that exchanges. */
export const appOptions: readonly OptionSpec[] = [
  appOption({
    summary: 'Application that exchanges: client id or exact name; a name needs management credentials',
    required: { hint: 'Name the application that exchanges; `tv apps list` shows them' },
  }),
  connectionOption({
    summary: 'Connection whose provider token is wanted: name or id',
    required: {
      hint: 'Name the connection whose provider token is wanted; `tv connections list --enabled` shows them',
    },
  }),
  ...appAuthenticationOptions,
];

/** Options about the token that is exchanged. */
export const subjectOptions: readonly OptionSpec[] = [
  {
    name: 'subject',
    kind: 'choice',
    value: 'kind',
    choices: ['refresh_token', 'access_token', 'jwt'],
    summary:
      'What is exchanged, `jwt` being that of a privileged worker; by default told from the token, where another JWT is taken for an access token',
  },
  { name: 'subject-token-stdin', kind: 'flag', summary: 'Read the token to exchange from stdin' },
  {
    name: 'subject-token-file',
    kind: 'text',
    value: 'file',
    summary:
      'Read that token from a file; also TV_SUBJECT_TOKEN or TV_SUBJECT_TOKEN_FILE, else it is asked for',
    completes: 'file',
  },
  {
    name: 'login',
    kind: 'flag',
    summary: 'Sign in to the application in a browser, and exchange the refresh token that this gives',
  },
  { name: 'no-browser', kind: 'flag', summary: 'With `--login`: open no browser, only print the address' },
  {
    name: 'login-hint',
    kind: 'text',
    value: 'id',
    summary: 'Id of the user at the provider, when several accounts of the connection are connected',
  },
  userOption({
    summary: 'With a worker: whose provider token is wanted; else whose vault the diagnosis looks into',
  }),
];

/** Options of the privileged worker. */
export const workerOptions: readonly OptionSpec[] = [
  keyFileOption('worker-key-file', 'Private key that signs the request of a privileged worker'),
  keyAlgorithmOption('worker-key-alg'),
  {
    name: 'worker-key-id',
    kind: 'text',
    value: 'kid',
    summary: 'Id of that key, needed only when several keys are registered',
  },
  {
    name: 'audit-context',
    kind: 'text',
    value: 'text',
    summary: 'With a worker: why it asks, in 1 to 256 characters for the tenant log; no personal data',
  },
  { name: 'org', kind: 'text', value: 'id', summary: 'With a worker: organization to ask for' },
  {
    name: 'scope',
    kind: 'list',
    value: 'scope',
    summary: 'With a worker: narrower scope to ask for; may be repeated',
  },
];

/** Options about what is shown. */
export const resultOptions: readonly OptionSpec[] = [
  {
    name: 'expect-scope',
    kind: 'list',
    value: 'scope',
    summary: 'Exit 3 when the provider token lacks this scope; may be repeated',
  },
  { name: 'reveal', kind: 'flag', summary: 'Show the provider token unmasked' },
  { name: 'token-only', kind: 'flag', summary: 'Print the bare provider token alone, for a pipe' },
];
