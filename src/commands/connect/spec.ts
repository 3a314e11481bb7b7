import type { CommandSpec } from '../../core/command.ts';
import { findingRows, type PrintedKeys } from '../../core/printed-keys.ts';
import { appAuthenticationOptions } from '../options/app-authentication-options.ts';
import { appOption, connectionOption, userOption } from '../options/subject-options.ts';

const deletionKeys = ['id', 'deleted', 'planned', 'source', 'error'] as const;
/** Of the account, the deletion with `--delete`, and the plan with `--dry-run`. */
const connectKeys: PrintedKeys = {
  document: [
    'ok',
    'connection',
    'client_id',
    'user_id',
    'account',
    'scopes_before',
    'scopes_requested',
    'scopes_granted',
    'exchange',
    ...deletionKeys,
    'dry_run',
    'changes',
    'findings',
  ],
  rows: [
    'account.id',
    'connection',
    'user_id',
    'client_id',
    'scopes_before',
    'scopes_requested',
    'scopes_granted',
    'account.access_type',
    'account.expires_at',
    'exchange',
    ...deletionKeys,
    ...findingRows,
  ],
};

/** The command `connect`. */
export const connectCommands: readonly CommandSpec[] = [
  {
    path: ['connect'],
    summary: 'Connect an account as its user, in a browser, or delete one',
    description: [
      'Plays the user’s part once, for a test user or for yourself: signs in to the application, sends the same window on to the provider for consent, and completes the connected account. The browser comes back to `http://127.0.0.1:4280/callback` (4281 and 4282 when that port is taken), which must be among the callbacks of the application; `--fix` offers to add it. Nothing is stored, and no token is shown.',
      'Connecting again overwrites the scopes that are stored, so those the account has are asked for again beside `--scope`.',
      'Settings that would make it fail are told before the browser opens. `--dry-run` stops there. On a machine without a browser, forward the port (`ssh -L 4280:127.0.0.1:4280 …`) and add `--no-browser`. With `-p sandbox`, `tv sandbox secret "Acme Web"` prints the pretend client secret.',
    ].join('\n\n'),
    options: [
      appOption({
        summary: 'Application that the user signs in to: client id or exact name',
        required: { hint: 'Name the application that users sign in to; `tv apps list` shows them' },
      }),
      connectionOption({ summary: 'Connection whose account is connected: name or id' }),
      {
        name: 'scope',
        kind: 'list',
        value: 'scope',
        summary: 'Scope to ask the provider for beside those the account has; may be repeated',
      },
      userOption({ summary: 'User who is expected, by id or e-mail; anybody else who signs in is refused' }),
      {
        name: 'port',
        kind: 'integer',
        value: 'n',
        min: 1,
        max: 65_535,
        summary: 'Port that the browser comes back to',
        fallback: '4280, else 4281 or 4282',
      },
      { name: 'no-browser', kind: 'flag', summary: 'Open no browser, only print the address' },
      {
        name: 'exchange',
        kind: 'flag',
        summary: 'Then try the token exchange, and show the provider token masked',
      },
      {
        name: 'delete',
        kind: 'text',
        value: 'id',
        summary: 'Delete this connected account of the user instead',
      },
      { name: 'fix', kind: 'flag', summary: 'Add the callback to the application when it is missing' },
      ...appAuthenticationOptions,
    ],
    oneOf: ['connection', 'delete'],
    needs: 'tenant',
    effect: 'changes',
    scopes: [
      { scope: 'read:clients', need: 'required', purpose: 'the application' },
      { scope: 'read:connections', need: 'required', purpose: 'the connection' },
      { scope: 'read:users', need: 'optional', purpose: '`--user` by e-mail or id' },
      { scope: 'read:resource_servers', need: 'optional', purpose: 'checking the My Account API' },
      { scope: 'read:client_grants', need: 'optional', purpose: 'checking the application’s grant for it' },
      {
        scope: 'read:connections_options',
        need: 'optional',
        purpose: 'checking what the provider is asked for',
        exposesSecrets: true,
      },
      { scope: 'read:mfa_policies', need: 'optional', purpose: 'checking MFA before `--exchange`' },
      { scope: 'update:clients', need: 'optional', purpose: '`--fix`' },
    ],
    keys: connectKeys,
    prints:
      'The account: `{"ok","connection","client_id","user_id","account":{tokenset},"scopes_before","scopes_requested","scopes_granted","exchange":{…}|null}`; with `--delete` `[{"id","user_id","connection","source","deleted","planned","error"}]`; with `--dry-run` `{"dry_run":true,"changes","findings"}`',
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
        line: 'tv connect --app "Acme Web" --connection google-oauth2',
        summary: 'Sign in, allow, and see what is stored',
        untested: 'needs somebody at a browser',
      },
      {
        line: 'tv connect --app "Acme Web" --connection google-oauth2 --dry-run',
        summary: 'Only check whether it would work',
      },
      {
        line: 'tv connect --app "Acme Web" --connection github --scope repo --exchange --user ada@example.com',
        summary: 'Connect as one user, then try the exchange',
        untested: 'needs somebody at a browser',
      },
      {
        line: 'tv connect --app "Acme Web" --delete cac_LLL31F2fIdPx4zrRkvQYfl',
        summary: 'Delete a connected account of whoever signs in',
        untested: 'needs somebody at a browser',
      },
    ],
    docs: 'https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/connected-accounts-for-token-vault',
    load: () => import('./connect.ts'),
  },
];
