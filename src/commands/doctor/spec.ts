import type { CommandSpec, OptionSpec, ScopeSpec } from '../../core/command.ts';
import { findingRows } from '../../core/printed-keys.ts';
import { exchangeOption, fixOption, ruleOptions } from '../options/rule-options.ts';
import { appOption, connectionOption, loginAppOption, userOption } from '../options/subject-options.ts';

const reads: readonly ScopeSpec[] = [
  { scope: 'read:connections', need: 'required', purpose: 'connections, their switches and applications' },
  { scope: 'read:clients', need: 'required', purpose: 'applications' },
  {
    scope: 'read:connections_options',
    need: 'optional',
    exposesSecrets: true,
    purpose: 'keys, offline access and misplaced switches of connections',
  },
  {
    scope: 'read:client_credentials',
    need: 'optional',
    exposesSecrets: true,
    purpose: 'how applications authenticate, and keys of workers',
  },
  { scope: 'read:client_grants', need: 'optional', purpose: 'grants for the My Account API' },
  { scope: 'read:resource_servers', need: 'optional', purpose: 'the My Account API, APIs of API clients' },
  { scope: 'read:mfa_policies', need: 'optional', purpose: 'the MFA policy' },
  { scope: 'read:users', need: 'optional', purpose: '`--user`: connected accounts and sign-ins' },
  {
    scope: 'read:federated_connections_tokens',
    need: 'optional',
    purpose: '`--user`: tokensets of the early-access generation',
  },
  { scope: 'read:logs', need: 'optional', purpose: '`--user`: failed exchanges in the log' },
];

const writes: readonly ScopeSpec[] = [
  { scope: 'update:connections', need: 'optional', purpose: '`--fix` of connections and links' },
  {
    scope: 'update:connections_options',
    need: 'optional',
    purpose: '`--fix` of what is in the options of a connection',
  },
  { scope: 'update:clients', need: 'optional', purpose: '`--fix` of applications' },
  { scope: 'create:client_grants', need: 'optional', purpose: '`--fix` of grants for the My Account API' },
  { scope: 'update:client_grants', need: 'optional', purpose: '`--fix` of grants that lack scopes' },
  { scope: 'create:resource_servers', need: 'optional', purpose: '`--fix tenant/my-account-api`' },
];

const options: readonly OptionSpec[] = [
  appOption({ kind: 'list', summary: 'Only this application: client id or exact name; may be repeated' }),
  loginAppOption,
  connectionOption({
    kind: 'list',
    summary: 'Only this connection and its links to the applications: name or id; may be repeated',
  }),
  userOption({ summary: 'Also what the vault and the log hold of this user: id or e-mail' }),
  {
    name: 'expect-scope',
    kind: 'list',
    value: 'scope',
    summary: 'Scope that the stored tokens of the user should have; may be repeated',
  },
  exchangeOption('The exchange that is meant; by default the one that fits each application'),
  ...ruleOptions,
  fixOption('Mend what failed: what is safe to mend, or the rules that are named'),
];

/** The command `doctor`. */
export const doctorCommands: readonly CommandSpec[] = [
  {
    path: ['doctor'],
    summary: 'Say what is wrong with Token Vault on a tenant, or for one user, and mend it',
    description: [
      'Without options it examines the tenant, every connection with Token Vault on and every application with the grant, and says of each failure what it breaks and the one command or setting that mends it. With `--app`, `--connection` or `--user` it examines these and the tenant.',
      'Exit code 3 says that a rule failed; 4 that one could not be told for lack of a scope, all of which are listed last.',
      '`--fix` plans changes for what failed, shows them, asks, makes them and examines again. The MFA policy, the authentication of browser and native applications and third-party applications are never changed without their rule being named, and the MFA policy not even then: what to do is explained instead.',
    ].join('\n\n'),
    options,
    needs: 'tenant',
    effect: 'changes',
    changesOnlyWith: 'fix',
    scopes: [...reads, ...writes],
    keys: {
      document: ['tenant', 'profile', 'generation', 'findings', 'summary', 'dry_run', 'changes'],
      rows: findingRows,
    },
    prints:
      '`{"tenant","profile","generation","findings":[…],"summary":{"pass","warn","fail","unknown","skip"}}`; with `--fix` also `"dry_run"` and `"changes":[…]`',
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
      { line: 'tv doctor', summary: 'The whole tenant' },
      {
        line: 'tv doctor --user ada@example.com --app "Acme Web" --connection google-oauth2',
        summary: 'Why does it not work for this user?',
      },
      { line: 'tv doctor -o sarif > tv.sarif', summary: 'A report for CI' },
      { line: 'tv doctor --fix --yes', summary: 'Mend what may be mended, and examine again' },
    ],
    docs: 'https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/configure-token-vault',
    formats: ['junit', 'sarif', 'markdown', 'html'],
    load: () => import('./doctor.ts'),
  },
];
