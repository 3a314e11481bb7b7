import type { CommandSpec, GroupSpec } from '../../core/command.ts';
import { changeKeys } from '../../core/printed-keys.ts';
import { exchangeOption, fixOption, ruleOptions } from '../options/rule-options.ts';
import { connectionOption } from '../options/subject-options.ts';
import { named, read, readCredentials, readMyAccount, write } from './spec-parts.ts';

const docs = 'https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/configure-token-vault';

/** The noun `apps`. */
export const appsGroup: GroupSpec = {
  name: 'apps',
  summary: 'Give applications the Token Vault grant, and check that they may have it',
};

const list: CommandSpec = {
  path: ['apps', 'list'],
  summary: 'List applications, whether they have the grant and whether they may',
  description: '`eligible` is null when a scope hides what decides it. The global client is left out.',
  options: [
    { name: 'enabled', kind: 'flag', summary: 'Only those with the Token Vault grant' },
    { name: 'eligible', kind: 'flag', summary: 'Only those that may have it' },
    { name: 'ineligible', kind: 'flag', summary: 'Only those that may not' },
    {
      name: 'type',
      kind: 'text',
      value: 'app_type',
      summary: 'Only applications of this type, such as `regular_web`',
    },
  ],
  needs: 'tenant',
  effect: 'reads',
  scopes: [read, readCredentials],
  prints:
    'An array of `{"client_id","name","app_type","auth_method","is_first_party","oidc_conformant","grant_types","rotation","token_vault":{"enabled"},"eligible"}`',
  exits: ['ok', 'usage', 'access', 'unavailable'],
  examples: [
    { line: 'tv apps list', summary: 'Every application' },
    { line: 'tv apps list --ineligible --json', summary: 'Those that may not have the grant' },
    { line: 'tv apps list --enabled -o id', summary: 'Client ids of those that have it' },
  ],
  docs,
  load: () => import('./list.ts'),
};

const show: CommandSpec = {
  path: ['apps', 'show'],
  summary: 'Show one application as far as Token Vault is concerned',
  arguments: [{ ...named, required: true }],
  needs: 'tenant',
  effect: 'reads',
  scopes: [read, readCredentials],
  prints: 'One application, with the keys of `tv apps list`; no secret is ever printed',
  exits: ['ok', 'usage', 'access', 'not_found', 'unavailable'],
  examples: [
    { line: 'tv apps show "Acme Web"', summary: 'By name' },
    { line: 'tv apps show "Acme Web" --json --fields eligible,grant_types', summary: 'Two keys, as JSON' },
  ],
  docs,
  load: () => import('./show.ts'),
};

const check: CommandSpec = {
  path: ['apps', 'check'],
  summary: 'Judge applications by the rules of Token Vault',
  description:
    'Judges whether the application may have the grant, and whether it has it; `--exchange` adds the rules of that exchange and `--connection` those of the connection. Ends with exit code 3 when a rule fails, and 4 when one could not be told for lack of a scope.',
  arguments: [{ ...named, required: false, variadic: true }],
  options: [
    { name: 'all', kind: 'flag', summary: 'Every application' },
    { name: 'enabled', kind: 'flag', summary: 'Every application that has the grant' },
    exchangeOption('Also the rules of this exchange'),
    connectionOption({
      summary: 'Also this connection and its link to the application: name or id',
    }),
    ...ruleOptions,
  ],
  oneOf: ['app', 'all', 'enabled'],
  needs: 'tenant',
  effect: 'reads',
  scopes: [read, readCredentials, ...readMyAccount],
  prints: 'An array of `{"client_id","name","eligible","findings":[…]}`',
  exits: ['ok', 'usage', 'findings', 'access', 'not_found', 'unavailable'],
  examples: [
    {
      line: 'tv apps check "Acme Web" --exchange refresh_token --connection google-oauth2',
      summary: 'One application, for one exchange and connection',
    },
    {
      line: 'tv apps check --enabled --fail-on warning --json',
      summary: 'A gate for CI over all that have the grant',
    },
    { line: 'tv apps check "Acme Web" --only app/confidential', summary: 'A single rule' },
  ],
  docs,
  load: () => import('./check.ts'),
};

const enable: CommandSpec = {
  path: ['apps', 'enable'],
  summary: 'Give applications the Token Vault grant',
  description:
    'Adds the grant to `grant_types` and touches nothing else. An application that may not have it is refused with the rules that fail; `--fix` changes what is safe to change, `--fix <rule>` what is named. Name the applications before `--fix`.',
  arguments: [{ ...named, required: true, variadic: true }],
  options: [
    exchangeOption('Also the rules of this exchange'),
    fixOption('Also change what keeps the application from having the grant'),
    {
      name: 'with-my-account',
      kind: 'flag',
      summary:
        'Also let users connect accounts: the grant and the refresh token policy for the My Account API',
    },
  ],
  needs: 'tenant',
  effect: 'changes',
  scopes: [
    read,
    write,
    readCredentials,
    ...readMyAccount,
    { scope: 'create:client_grants', need: 'optional', purpose: '`--with-my-account`' },
    { scope: 'update:client_grants', need: 'optional', purpose: '`--with-my-account`, to widen a grant' },
    {
      scope: 'create:resource_servers',
      need: 'optional',
      purpose: '`--with-my-account` on a tenant without the My Account API',
    },
  ],
  keys: changeKeys,
  prints: '`{"dry_run","changes":[…]}`, a change for every field',
  exits: ['ok', 'usage', 'access', 'not_found', 'refused', 'unavailable', 'partial', 'cancelled'],
  examples: [
    { line: 'tv apps enable "Acme Web" --dry-run', summary: 'What would change' },
    {
      line: 'tv apps enable "Acme Web" --with-my-account',
      summary: 'The grant, and what users need to connect accounts',
    },
    {
      line: 'tv apps enable "Acme Web" --exchange refresh_token --fix --yes',
      summary: 'Also what the refresh-token exchange needs',
    },
  ],
  docs,
  load: () => import('./enable.ts'),
};

const disable: CommandSpec = {
  path: ['apps', 'disable'],
  summary: 'Take the Token Vault grant away from applications',
  arguments: [{ ...named, required: true, variadic: true }],
  needs: 'tenant',
  effect: 'changes',
  scopes: [read, write],
  keys: changeKeys,
  prints: '`{"dry_run","changes":[…]}`, a change for every field',
  exits: ['ok', 'usage', 'access', 'not_found', 'refused', 'unavailable', 'partial', 'cancelled'],
  examples: [
    { line: 'tv apps disable "Acme Web" --dry-run', summary: 'What would change' },
    { line: 'tv apps disable "Acme Web" --yes', summary: 'Without a question' },
  ],
  docs,
  load: () => import('./disable.ts'),
};

const createApiClient: CommandSpec = {
  path: ['apps', 'create-api-client'],
  summary: 'Create the application that the access-token exchange needs',
  description:
    'Creates an application of type `resource_server` linked to an existing API, with the Token Vault grant. Its secret goes to a new file that only you can read, and nowhere else.',
  options: [
    {
      name: 'api',
      kind: 'text',
      value: 'identifier',
      summary: 'Identifier of an existing API, as in its settings in the dashboard',
      required: {
        hint: 'Name the API that receives the access tokens, as in `--api https://api.acme.example`',
      },
    },
    {
      name: 'name',
      kind: 'text',
      value: 'name',
      summary: 'Name of the application; by default that of the API',
    },
    {
      name: 'secret-out',
      kind: 'text',
      value: 'file',
      summary: 'New file for the client secret (0600)',
      completes: 'file',
      required: { hint: 'Name a file that does not exist yet, as in `--secret-out api-client.secret`' },
    },
  ],
  needs: 'tenant',
  effect: 'changes',
  scopes: [
    read,
    { scope: 'read:resource_servers', need: 'required' },
    { scope: 'create:clients', need: 'required' },
  ],
  keys: changeKeys,
  prints: '`{"dry_run","changes":[…]}` with the client id as `id`, never the secret',
  exits: ['ok', 'usage', 'access', 'not_found', 'refused', 'unavailable', 'cancelled'],
  examples: [
    {
      line: 'tv apps create-api-client --api https://api.acme.example --secret-out api-client.secret --dry-run',
      summary: 'What would be created',
    },
    {
      line: 'tv apps create-api-client --api https://api.acme.example --secret-out api-client.secret',
      summary: 'Create it and keep its secret in a file',
    },
  ],
  docs: 'https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/access-token-exchange-with-token-vault',
  load: () => import('./create-api-client.ts'),
};

/** Commands on applications. */
export const appsCommands: readonly CommandSpec[] = [list, show, check, enable, disable, createApiClient];
