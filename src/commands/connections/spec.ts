import type { CommandSpec, GroupSpec } from '../../core/command.ts';
import { changeKeys } from '../../core/printed-keys.ts';
import { ruleOptions } from '../options/rule-options.ts';
import { appOption } from '../options/subject-options.ts';
import { named, read, readClients, readOptions, write } from './spec-parts.ts';

const docs =
  'https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/connected-accounts-for-token-vault';

/** The noun `connections`. */
export const connectionsGroup: GroupSpec = {
  name: 'connections',
  summary: 'Turn Token Vault on and off on connections, and check them',
};

/** Commands on connections. */
export const connectionsCommands: readonly CommandSpec[] = [
  {
    path: ['connections', 'list'],
    summary: 'List connections and whether Token Vault is on',
    description:
      'Never asks for `options`, which would bring secrets along, unless the tenant speaks the early-access generation only, where the switch is in there.',
    options: [
      { name: 'enabled', kind: 'flag', summary: 'Only those with Token Vault on' },
      { name: 'disabled', kind: 'flag', summary: 'Only those with Token Vault off' },
      {
        name: 'strategy',
        kind: 'text',
        value: 'strategy',
        summary: 'Only those of this strategy, such as `google-oauth2`',
      },
    ],
    needs: 'tenant',
    effect: 'reads',
    scopes: [read, readOptions],
    prints:
      'An array of `{"id","name","strategy","support","token_vault":{"enabled","via"},"login","offline_access","scopes","apps"}`; the last three are null here',
    exits: ['ok', 'usage', 'access', 'unavailable'],
    examples: [
      { line: 'tv connections list', summary: 'Every connection' },
      { line: 'tv connections list --enabled -o id', summary: 'Ids of those with Token Vault on' },
      {
        line: 'tv connections list --strategy google-oauth2 --json',
        summary: 'One strategy, for a script',
      },
    ],
    docs,
    load: () => import('./list.ts'),
  },
  {
    path: ['connections', 'show'],
    summary: 'Show one connection: switches, offline access, scopes, applications',
    arguments: [{ ...named, required: true }],
    needs: 'tenant',
    effect: 'reads',
    scopes: [read, readOptions],
    prints:
      'One connection, with the keys of `tv connections list`; `offline_access` and `scopes` are null when `options` are hidden, or when no setting tells',
    exits: ['ok', 'usage', 'access', 'not_found', 'unavailable'],
    examples: [
      { line: 'tv connections show google-oauth2', summary: 'By name' },
      {
        line: 'tv connections show google-oauth2 --json --fields name,scopes,apps',
        summary: 'Scopes and applications, as JSON',
      },
    ],
    docs,
    load: () => import('./show.ts'),
  },
  {
    path: ['connections', 'check'],
    summary: 'Judge connections by the rules of Token Vault',
    description:
      'Ends with exit code 3 when a rule fails, and 4 when one could not be told for lack of a scope.',
    arguments: [{ ...named, required: false, variadic: true }],
    options: [
      { name: 'all', kind: 'flag', summary: 'Every connection' },
      { name: 'enabled', kind: 'flag', summary: 'Every connection with Token Vault on' },
      appOption({ summary: 'Also the link to this application: client id or exact name' }),
      ...ruleOptions,
    ],
    oneOf: ['connection', 'all', 'enabled'],
    needs: 'tenant',
    effect: 'reads',
    scopes: [read, readOptions, readClients],
    prints: 'An array of `{"id","name","findings":[…]}`',
    exits: ['ok', 'usage', 'findings', 'access', 'not_found', 'unavailable'],
    examples: [
      {
        line: 'tv connections check google-oauth2 --app "Acme Web"',
        summary: 'One connection, and its link to an application',
      },
      {
        line: 'tv connections check --enabled --fail-on warning --json',
        summary: 'A gate for CI, warnings count too',
      },
      {
        line: 'tv connections check google-oauth2 --only connection/offline-access',
        summary: 'A single rule',
      },
    ],
    docs,
    load: () => import('./check.ts'),
  },
  {
    path: ['connections', 'enable'],
    summary: 'Turn Token Vault on',
    description:
      'Sends the smallest change there is and reads it back. The early-access switch and `--offline-access` are in `options`, which Auth0 replaces whole: they are written only when `options` were read whole, by a token with both options scopes. Linking an application also offers the connection at its login.',
    arguments: [{ ...named, required: true, variadic: true }],
    options: [
      appOption({
        kind: 'list',
        summary: 'Also enable the connection for this application: client id or exact name; may be repeated',
      }),
      {
        name: 'via',
        kind: 'choice',
        value: 'switch',
        choices: ['auto', 'connected_accounts', 'federated_connections_access_tokens'],
        fallback: 'auto',
        summary: 'Switch to turn on; `auto` is that of the generation the tenant speaks',
      },
      {
        name: 'login',
        kind: 'choice',
        value: 'on|off',
        choices: ['on', 'off'],
        summary: 'Also offer the connection for signing in, or stop that',
      },
      {
        name: 'offline-access',
        kind: 'flag',
        summary: 'Also ask the provider for refresh tokens, where that is a setting',
      },
    ],
    needs: 'tenant',
    effect: 'changes',
    scopes: write,
    keys: changeKeys,
    prints: '`{"dry_run","changes":[…]}`, a change for every field',
    exits: ['ok', 'usage', 'access', 'not_found', 'refused', 'unavailable', 'partial', 'cancelled'],
    examples: [
      { line: 'tv connections enable github --dry-run', summary: 'What would change' },
      {
        line: 'tv connections enable google-oauth2 --app "Acme Web" --offline-access',
        summary: 'Turn it on, ask for refresh tokens, link an application',
      },
      {
        line: 'tv connections enable windowslive --login off --yes',
        summary: 'For connecting accounts only, not for signing in',
      },
    ],
    docs,
    load: () => import('./enable.ts'),
  },
  {
    path: ['connections', 'disable'],
    summary: 'Turn Token Vault off, or unlink applications',
    description:
      'Without `--app` every switch that is on is turned off; what the vault holds stays. With `--app` only these applications are unlinked, and the switch stays.',
    arguments: [{ ...named, required: true, variadic: true }],
    options: [
      {
        name: 'via',
        kind: 'choice',
        value: 'switch',
        choices: ['auto', 'connected_accounts', 'federated_connections_access_tokens', 'all'],
        fallback: 'auto',
        summary: 'Switch to turn off; `auto` is those that are on, `all` is both',
      },
      appOption({
        kind: 'list',
        summary: 'Only unlink this application: client id or exact name; may be repeated',
      }),
    ],
    needs: 'tenant',
    effect: 'changes',
    scopes: write,
    keys: changeKeys,
    prints: '`{"dry_run","changes":[…]}`, a change for every field',
    exits: ['ok', 'usage', 'access', 'not_found', 'refused', 'unavailable', 'partial', 'cancelled'],
    examples: [
      { line: 'tv connections disable github --dry-run', summary: 'What would change' },
      { line: 'tv connections disable github --yes', summary: 'Turn Token Vault off' },
      {
        line: 'tv connections disable google-oauth2 --app "Acme Dashboard" --yes',
        summary: 'Only unlink an application',
      },
    ],
    docs,
    load: () => import('./disable.ts'),
  },
];
