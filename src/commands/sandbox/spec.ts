import type { CommandSpec, GroupSpec, OptionSpec } from '../../core/command.ts';
import { sameKeys } from '../../core/printed-keys.ts';
import { appOption, userOption } from '../options/subject-options.ts';

const scenarios = ['ready', 'half-configured', 'broken', 'empty', 'fleet'];

const scenarioOptions: readonly OptionSpec[] = [
  {
    name: 'scenario',
    kind: 'choice',
    value: 'name',
    choices: scenarios,
    summary: 'What the tenant holds at first',
  },
  {
    name: 'generation',
    kind: 'choice',
    value: 'generation',
    choices: ['both', 'tokensets', 'connected_accounts'],
    summary: 'Generation of the API that the tenant speaks',
    fallback: 'both',
  },
  {
    name: 'users',
    kind: 'integer',
    value: 'n',
    min: 0,
    max: 1_000_000,
    summary: 'Number of users of `fleet`',
    fallback: '1000',
  },
];

const limits = `What it does not imitate: the dashboard and its settings, Actions and rules, organizations, custom domains, DPoP and mTLS, device codes, revocation of tokens and logout, user blocking, attack protection, eventual consistency of search, plans and quotas beyond the request rate, and the providers themselves (their tokens are made up).`;

/** The noun `sandbox`. */
export const sandboxGroup: GroupSpec = {
  name: 'sandbox',
  summary: 'A pretend tenant on this machine to try everything without an account',
  description: limits,
};

/** Commands on the sandbox. */
export const sandboxCommands: readonly CommandSpec[] = [
  {
    path: ['sandbox', 'serve'],
    summary: 'Serve a pretend tenant until Ctrl-C',
    description: `Serves Auth0’s routes that \`tv\` uses on 127.0.0.1 and prints the credentials to use it with. Every other command also reaches a sandbox without a server: add \`-p sandbox\`.\n\n${limits}`,
    options: [
      {
        name: 'port',
        kind: 'integer',
        value: 'n',
        min: 0,
        max: 65_535,
        summary: 'Port to listen on; 0 takes any free one',
        fallback: '4180',
      },
      ...scenarioOptions,
      {
        name: 'rate-limit',
        kind: 'integer',
        value: 'per-second',
        min: 1,
        summary: 'Rate limit of the Management API',
      },
      {
        name: 'burst',
        kind: 'integer',
        value: 'n',
        min: 1,
        summary: 'Requests let through at once; by default as many as in a second',
      },
      {
        name: 'latency',
        kind: 'integer',
        value: 'ms',
        min: 0,
        max: 60_000,
        summary: 'Hold every answer back for this many milliseconds',
      },
      {
        name: 'state',
        kind: 'text',
        value: 'file',
        summary: 'File that keeps the state from one run to the next',
        completes: 'file',
      },
    ],
    needs: 'none',
    effect: 'reads',
    prints:
      'Address and pretend credentials: `{"domain","client_id","client_secret","scenario","generation"}`, then serves',
    keys: sameKeys('domain', 'client_id', 'client_secret', 'scenario', 'generation'),
    exits: ['ok', 'usage', 'cancelled', 'terminated'],
    examples: [
      {
        line: 'tv sandbox serve',
        summary: 'Serve the scenario `ready` on port 4180',
        untested: 'serves until Ctrl-C',
      },
      {
        line: 'tv sandbox serve --scenario fleet --users 10000 --rate-limit 50',
        summary: 'A large tenant with a tight rate limit',
        untested: 'serves until Ctrl-C',
      },
    ],
    load: () => import('./serve.ts'),
  },
  {
    path: ['sandbox', 'reset'],
    summary: 'Start the built-in sandbox over',
    description:
      'Forgets everything that happened in the tenant behind `-p sandbox` and seeds it anew. In `broken` every rule fails somewhere, but for those about your own token and machine.',
    options: scenarioOptions,
    needs: 'config',
    effect: 'changes',
    keys: sameKeys(
      'base_url',
      'scenario',
      'generation',
      'client_id',
      'applications',
      'connections',
      'users',
      'users_total',
    ),
    prints: 'The same as `tv sandbox info`',
    exits: ['ok', 'usage'],
    examples: [
      { line: 'tv sandbox reset', summary: 'Everything as it was at first' },
      { line: 'tv sandbox reset --scenario broken', summary: 'A tenant in which every rule fails somewhere' },
    ],
    load: () => import('./reset.ts'),
  },
  {
    path: ['sandbox', 'info'],
    summary: 'Show what the built-in sandbox holds',
    needs: 'config',
    effect: 'reads',
    prints:
      '`{"base_url","scenario","generation","client_id","applications":[…],"connections":[…],"users":[…],"users_total"}`',
    exits: ['ok', 'usage'],
    examples: [
      { line: 'tv sandbox info', summary: 'Its applications, connections and users' },
      { line: 'tv sandbox info --json --fields applications', summary: 'Only its applications, as JSON' },
    ],
    load: () => import('./info.ts'),
  },
  {
    path: ['sandbox', 'token'],
    summary: 'Make a pretend user token to try an exchange with',
    description:
      'Prints the bare token, so that it can be piped into `tv exchange --subject-token-stdin`. It is worth nothing outside the sandbox.',
    options: [
      userOption({
        summary: 'User whose token it is: id or e-mail',
        required: { hint: 'Run `tv sandbox info` to see users and applications' },
      }),
      appOption({
        summary: 'Application it is issued to: client id or exact name',
        required: { hint: 'Run `tv sandbox info` to see users and applications' },
      }),
      {
        name: 'type',
        kind: 'choice',
        value: 'type',
        choices: ['refresh_token', 'access_token', 'my_account'],
        summary: 'Kind of token',
        fallback: 'refresh_token',
      },
    ],
    needs: 'config',
    effect: 'reads',
    prints: 'The token; as JSON `{"token","type","user_id","client_id"}`',
    exits: ['ok', 'usage', 'not_found', 'refused'],
    examples: [
      {
        line: 'tv sandbox token --user ada@example.com --app "Acme Web"',
        summary: 'A refresh token of Ada for Acme Web',
      },
      {
        line: 'tv sandbox token --user ada@example.com --app "Acme Assistant API" --type access_token',
        summary: 'An access token for the API',
      },
    ],
    load: () => import('./token.ts'),
  },
  {
    path: ['sandbox', 'secret'],
    summary: 'Print the pretend secret of an application, to try an exchange with',
    description:
      'Prints the bare client secret, or with `--worker-key` the private key that signs the requests of a privileged worker. They are worth nothing outside the sandbox.',
    arguments: [
      {
        name: 'app',
        summary: 'Application: client id or exact name',
        required: true,
        completes: 'app',
      },
    ],
    options: [
      {
        name: 'worker-key',
        kind: 'flag',
        summary: 'Print the private key of the privileged worker instead, in PEM',
      },
    ],
    needs: 'config',
    effect: 'reads',
    prints: 'The secret; as JSON `{"client_id","client_secret","worker_key"}`',
    exits: ['ok', 'usage', 'not_found', 'refused'],
    examples: [
      { line: 'tv sandbox secret "Acme Web"', summary: 'The client secret of Acme Web' },
      {
        line: 'tv sandbox secret "Acme Nightly Worker" --worker-key > worker.pem',
        summary: 'The key of the privileged worker, in a file',
      },
    ],
    load: () => import('./secret.ts'),
  },
  {
    path: ['sandbox', 'mfa'],
    summary: 'Set the MFA policy of the built-in sandbox, as you would in the dashboard',
    description:
      'On a real tenant `tv` never changes the MFA policy. This plays the part of the dashboard for the pretend one, so that what `tv doctor` says about the policy can be tried.',
    arguments: [
      {
        name: 'policy',
        summary: 'Policy to set',
        required: true,
        choices: ['never', 'adaptive', 'always'],
      },
    ],
    needs: 'config',
    effect: 'changes',
    keys: sameKeys('mfa_policies'),
    prints: '`{"mfa_policies":[…]}`, as the API has them',
    exits: ['ok', 'usage'],
    examples: [
      { line: 'tv sandbox mfa always', summary: 'Every exchange is refused' },
      { line: 'tv sandbox mfa never', summary: 'Exchanges work again' },
    ],
    load: () => import('./mfa.ts'),
  },
];
