import { columns, wrapText } from '../help-layout.ts';
import { type Topic, topicPage } from './topic.ts';

const credentials: readonly (readonly [string, string])[] = [
  ['AUTH0_DOMAIN', 'Tenant: host, `https://` URL, or `http://` URL of a loopback host'],
  ['AUTH0_CLIENT_ID', 'Machine-to-machine application'],
  ['AUTH0_CLIENT_SECRET', 'Its secret; or AUTH0_CLIENT_SECRET_FILE'],
  [
    'AUTH0_CLIENT_ASSERTION_PRIVATE_KEY',
    'PEM key for private_key_jwt instead of a secret; or its path in …_FILE or AUTH0_CLIENT_SIGNING_KEY_PATH',
  ],
  ['AUTH0_CLIENT_ASSERTION_SIGNING_ALG', 'RS256 (default), RS384 or PS256'],
  ['AUTH0_API_TOKEN', 'Ready Management API token, beats the others; also AUTH0_ACCESS_TOKEN'],
  ['AUTH0_AUDIENCE', 'Management API audience when the domain is a custom domain'],
  ['TV_PROFILE', 'Profile to use, like `--profile`'],
];

const tokens: readonly (readonly [string, string])[] = [
  ['TV_APP_CLIENT_SECRET', 'Secret of the application under test; or TV_APP_CLIENT_SECRET_FILE'],
  ['TV_SUBJECT_TOKEN', 'Token to exchange; or TV_SUBJECT_TOKEN_FILE'],
  ['TV_MY_ACCOUNT_TOKEN', 'My Account token of a user; or TV_MY_ACCOUNT_TOKEN_FILE'],
];

const behaviour: readonly (readonly [string, string])[] = [
  ['TV_OUTPUT, TV_TIMEOUT', 'Like `--output` and `--timeout`'],
  ['TV_MAX_WAIT, TV_RATE_SHARE', 'Like `--max-wait` and `--rate-share`'],
  ['TV_EXPECT_TENANT, TV_RECEIPT', 'Like `--expect-tenant` and `--receipt`'],
  ['TV_READ_ONLY=1', 'Every write is refused; no flag undoes it'],
  ['TV_NO_REVEAL=1', 'No token is ever printed; no flag undoes it'],
  ['TV_NO_INPUT, CI', 'Never prompt, like `--no-input`'],
  ['TV_DEBUG=1', 'Like `--debug`'],
  ['TV_CONFIG_DIR', 'Where profiles are kept'],
  ['TV_STATE_DIR', 'Where the token cache, the sandbox and names for completion are kept'],
  ['TV_TOKEN_CACHE=off', 'Keep Management API tokens in memory only'],
  ['TV_KEYCHAIN=off', 'Keep secrets in 0600 files even where there is a keychain'],
  ['NO_COLOR, FORCE_COLOR', 'Colour, decided per stream; CLICOLOR and CLICOLOR_FORCE too'],
  ['HTTPS_PROXY, HTTP_PROXY', 'Proxies, either case, with NO_PROXY; loopback never goes to one'],
  ['NODE_EXTRA_CA_CERTS', 'File of further certificate authorities'],
];

/** Every environment variable that `tv` reads. */
export const environmentVariables = [...credentials, ...tokens, ...behaviour];

/** `tv help environment` */
export const environmentTopic: Topic = {
  name: 'environment',
  summary: 'Environment variables and where credentials come from',
  render: () =>
    topicPage(
      'Environment',
      wrapText(
        'Credentials are one bundle from one source, in this order: `--profile`, `TV_PROFILE`, the `AUTH0_*` environment, the active profile, the only profile. A bundle is never completed from another source, and a variable with its `_FILE` beside it is an error.',
        0,
      ),
      wrapText(
        'A `.tv.json` in the working directory or above it, up to the home directory or the root of a git repository, may name a profile, which goes before the active one, and hold the defaults `output` and `timeout`: `{"profile":"prod","output":"json"}`. It can hold no secret and no command.',
        0,
      ),
      ['Credentials', ...columns(credentials)],
      ['Tokens and secrets of a command', ...columns(tokens)],
      ['Behaviour', ...columns(behaviour)],
    ),
};
