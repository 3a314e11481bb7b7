import type { CommandSpec, OptionSpec, ScopeSpec } from '../../core/command.ts';
import { findingRows } from '../../core/printed-keys.ts';
import { exchangeOption, fixOption } from '../options/rule-options.ts';
import { appOption, connectionOption, loginAppOption } from '../options/subject-options.ts';

const scopes: readonly ScopeSpec[] = [
  { scope: 'read:connections', need: 'required' },
  { scope: 'update:connections', need: 'required' },
  { scope: 'read:clients', need: 'required' },
  { scope: 'update:clients', need: 'required' },
  { scope: 'create:clients', need: 'optional', purpose: '`--create-app`' },
  {
    scope: 'read:connections_options',
    need: 'optional',
    exposesSecrets: true,
    purpose: 'keys, offline access and misplaced switches of connections',
  },
  {
    scope: 'update:connections_options',
    need: 'optional',
    purpose: 'offline access, and the early-access switch',
  },
  {
    scope: 'read:client_credentials',
    need: 'optional',
    exposesSecrets: true,
    purpose: 'how applications authenticate, and keys of workers',
  },
  { scope: 'read:client_grants', need: 'optional', purpose: 'the grant for the My Account API' },
  { scope: 'create:client_grants', need: 'optional', purpose: 'the grant for the My Account API' },
  { scope: 'update:client_grants', need: 'optional', purpose: 'a grant that lacks scopes' },
  { scope: 'read:resource_servers', need: 'optional', purpose: 'the My Account API, APIs of API clients' },
  { scope: 'create:resource_servers', need: 'optional', purpose: 'activating the My Account API' },
  { scope: 'read:mfa_policies', need: 'optional', purpose: 'the MFA policy' },
];

const options: readonly OptionSpec[] = [
  appOption({ summary: 'Application that exchanges the tokens: client id or exact name' }),
  {
    name: 'create-app',
    kind: 'text',
    value: 'name',
    summary: 'Create an application of this name, or go on with the one there is',
  },
  loginAppOption,
  connectionOption({ kind: 'list', summary: 'Connection to set up: name or id; may be repeated' }),
  exchangeOption('Exchange to set up; by default the one that fits the application'),
  {
    name: 'api-identifier',
    kind: 'text',
    value: 'url',
    summary: 'With `--create-app` for the access-token exchange: the API that receives the tokens',
  },
  {
    name: 'secret-out',
    kind: 'text',
    value: 'file',
    summary: 'With `--create-app`: new file for its client secret (0600)',
    completes: 'file',
  },
  fixOption('Also mend these rules, which are left alone unless they are named'),
];

/** The command `setup`. */
export const setupCommands: readonly CommandSpec[] = [
  {
    path: ['setup'],
    summary: 'Set up Token Vault for a connection and an application, with questions on a terminal',
    description: [
      'Finds out what is missing between a connection and an application, shows every change with whom it can hurt, makes them and examines the result. On a terminal it asks only what options and facts leave open, starting with the tenant where there is no profile yet; elsewhere a missing answer is exit code 2, naming the options.',
      'Off a terminal, changes that can hurt somebody need `--yes`; so does linking an application to a connection, which changes its login. Run again it does only what is left, so it can be interrupted anywhere. What `tv` never changes, such as the MFA policy, is explained, and then it ends with exit code 3.',
    ].join('\n\n'),
    options,
    needs: 'tenant',
    effect: 'changes',
    scopes,
    keys: { document: ['dry_run', 'changes', 'findings', 'command'], rows: findingRows },
    prints: '`{"dry_run":false,"changes":[…],"findings":[…],"command":"tv setup …"}`',
    exits: [
      'ok',
      'usage',
      'findings',
      'access',
      'not_found',
      'refused',
      'unavailable',
      'partial',
      'cancelled',
    ],
    examples: [
      {
        line: 'tv setup --app "Acme Web" --connection google-oauth2',
        summary: 'An application that users sign in to',
      },
      {
        line: 'tv setup --create-app Calendar --exchange refresh_token --connection google-oauth2 --secret-out calendar.secret --yes',
        summary: 'A new one, its secret in a file',
      },
      {
        line: 'tv setup --app "Acme Assistant API" --login-app "Acme Web" --connection github --dry-run',
        summary: 'An API that exchanges access tokens: only show the plan',
      },
      { line: 'tv setup', summary: 'Ask for everything', untested: 'asks on a terminal' },
    ],
    docs: 'https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/configure-token-vault',
    load: () => import('./setup.ts'),
  },
];
