import type { CommandSpec, GroupSpec } from '../core/command.ts';
import { errorCodes } from '../core/error-codes.ts';
import { type ExitName, exitCodes, exitMeanings } from '../core/exit-codes.ts';
import { columns, wrapText } from './help-layout.ts';

/** A help page that is about no single command. */
export interface Topic {
  readonly name: string;
  readonly summary: string;
  readonly render: (commands: readonly CommandSpec[], groups: readonly GroupSpec[]) => string;
}

const environmentVariables: readonly (readonly [string, string])[] = [
  ['AUTH0_DOMAIN', 'Tenant: host, `https://` URL, or `http://` URL of a loopback host'],
  ['AUTH0_CLIENT_ID', 'Machine-to-machine application'],
  ['AUTH0_CLIENT_SECRET', 'Its secret; or AUTH0_CLIENT_SECRET_FILE'],
  [
    'AUTH0_CLIENT_ASSERTION_PRIVATE_KEY',
    'PEM key for private_key_jwt instead of a secret; or …_FILE, or AUTH0_CLIENT_SIGNING_KEY_PATH',
  ],
  ['AUTH0_CLIENT_ASSERTION_SIGNING_ALG', 'RS256 (default), RS384 or PS256'],
  ['AUTH0_API_TOKEN', 'Ready Management API token, beats the others; also AUTH0_ACCESS_TOKEN'],
  ['AUTH0_AUDIENCE', 'Management API audience when the domain is a custom domain'],
  ['TV_PROFILE', 'Profile to use, like `--profile`'],
  ['TV_APP_CLIENT_SECRET', 'Secret of the application under test; or TV_APP_CLIENT_SECRET_FILE'],
  ['TV_SUBJECT_TOKEN', 'Token to exchange; or TV_SUBJECT_TOKEN_FILE'],
  ['TV_MY_ACCOUNT_TOKEN', 'My Account token of a user; or TV_MY_ACCOUNT_TOKEN_FILE'],
  ['TV_OUTPUT, TV_TIMEOUT, TV_MAX_WAIT, TV_RATE_SHARE', 'Like the options of those names'],
  ['TV_EXPECT_TENANT, TV_RECEIPT', 'Like the options of those names'],
  ['TV_READ_ONLY=1', 'Every write is refused; no flag undoes it'],
  ['TV_NO_REVEAL=1', 'No token is ever printed; no flag undoes it'],
  ['TV_NO_INPUT, CI', 'Never prompt'],
  ['TV_DEBUG=1', 'Like `--debug`'],
  ['TV_CONFIG_DIR, TV_STATE_DIR', 'Where profiles, and token cache and sandbox, are kept'],
  ['TV_TOKEN_CACHE=off', 'Keep Management API tokens in memory only'],
  ['TV_KEYCHAIN=off', 'Keep secrets in 0600 files even where there is a keychain'],
  ['NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE', 'Colour, decided per stream'],
  ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'Proxies, either case; loopback never goes to one'],
  ['NODE_EXTRA_CA_CERTS', 'File of further certificate authorities'],
];

function page(title: string, ...blocks: readonly (readonly string[])[]): string {
  return `${[title, ...blocks.flatMap((block) => ['', ...block])].join('\n')}\n`;
}

function exitRows(): readonly (readonly [string, string])[] {
  return Object.entries(exitCodes).map(([name, code]) => [`${code} ${name}`, exitMeanings[name as ExitName]]);
}

/** Every help topic. */
export const topics: readonly Topic[] = [
  {
    name: 'environment',
    summary: 'Environment variables and where credentials come from',
    render: () =>
      page(
        'Credentials are one bundle from one source, in this order:',
        wrapText(
          '`--profile`, `TV_PROFILE`, the `AUTH0_*` environment, the active profile, the only profile.',
          2,
        ),
        columns(environmentVariables),
      ),
  },
  {
    name: 'exit-codes',
    summary: 'What each exit code means',
    render: () =>
      page(
        'Exit codes',
        columns(exitRows()),
        wrapText(
          'Judged in this order: usage (2), credentials (4), that everything named exists (5), scopes to write (4), preconditions (6).',
          0,
        ),
      ),
  },
  {
    name: 'output',
    summary: 'Formats, fields, streams and colour',
    render: () =>
      page(
        'Output',
        wrapText(
          'stdout carries the result and nothing else; notes, warnings, progress and errors go to stderr.',
          0,
        ),
        columns([
          ['table', 'For people; fitted to the terminal, tab-separated and uncut in a pipe'],
          ['json', 'One document; a list is an array, an empty one `[]`'],
          ['jsonl', 'One line a row, as it arrives'],
          ['csv', 'Header and rows (RFC 4180); lists join with a space'],
          ['yaml', 'The same data as json'],
          ['id', 'Ids only, one a line'],
        ]),
        wrapText(
          '`--fields a,b` keeps only these keys (json, jsonl, yaml) or columns (table, csv), in this order. Keys are snake_case, times ISO 8601 UTC or null.',
          0,
        ),
        wrapText(
          'With json, jsonl, csv and yaml stderr is JSON lines: `{"warning":{"code","message"}}`, and on failure `{"error":{"code","exit","message",…}}` as the last line.',
          0,
        ),
        wrapText(
          'Colour is decided per stream: `--no-color`, NO_COLOR, FORCE_COLOR, CLICOLOR, then whether it is a terminal.',
          0,
        ),
      ),
  },
  {
    name: 'errors',
    summary: 'Error codes, their exit codes and meaning',
    render: () =>
      page(
        'Error codes: `<category>.<reason>`, stable',
        columns(
          Object.entries(errorCodes).map(([code, { exit, meaning }]) => [
            code,
            `${exitCodes[exit]} ${meaning}`,
          ]),
        ),
        columns([
          [
            'exchange.<oauth error>',
            '6 Auth0 refused the token exchange; `tv exchange explain <code>` tells why',
          ],
        ]),
      ),
  },
];
