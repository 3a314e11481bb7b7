import type { ArgumentSpec, CommandSpec, GroupSpec } from '../../core/command.ts';
import { type PrintedKeys, sameKeys } from '../../core/printed-keys.ts';
import { profileOptions, updateOptions } from './options.ts';

const docs = 'https://auth0.com/docs/get-started/auth0-overview/create-applications/machine-to-machine-apps';
const detail =
  '`{"name","domain","client_id","auth","secret_source","active","protected","read_only","origins":{…},"scopes":[…],"missing_scopes":{"<command>":[…]},"expires_at"}`';
const existing: ArgumentSpec = {
  name: 'name',
  summary: 'Name of the profile',
  required: true,
  completes: 'profile',
};
const optional: ArgumentSpec = {
  ...existing,
  summary: 'Name of the profile; else the one in use',
  required: false,
};

/** The noun `profiles`. */
const listKeys = [
  'name',
  'domain',
  'client_id',
  'auth',
  'secret_source',
  'active',
  'protected',
  'read_only',
] as const;
const tokenKeys = ['scopes', 'missing_scopes', 'expires_at'] as const;
const origins = [
  'domain',
  'client_id',
  'client_secret',
  'private_key',
  'token',
  'signing_alg',
  'audience',
  'output',
  'timeout',
] as const;
const detailKeys: PrintedKeys = {
  document: [...listKeys, 'origins', ...tokenKeys],
  rows: [...listKeys, ...origins.map((name) => `origins.${name}`), ...tokenKeys],
};

export const profilesGroup: GroupSpec = {
  name: 'profiles',
  summary: 'Add, change, test and choose tenants and their credentials',
};

/** Commands on profiles. */
export const profilesCommands: readonly CommandSpec[] = [
  {
    path: ['profiles', 'add'],
    summary: 'Add a tenant with its credentials',
    description:
      'The credentials are those of a machine-to-machine application that is authorised for the Management API. They are tried with a fresh token before anything is stored, and the scopes held and lacking are told. The secret goes to the keychain of the operating system, or to a 0600 file where there is none; it is never an argument. On a terminal what is missing is asked for, secrets hidden. The first profile added becomes the active one.',
    arguments: [{ name: 'name', summary: 'Name of the new profile', required: true }],
    options: profileOptions,
    needs: 'config',
    effect: 'changes',
    keys: detailKeys,
    prints: `The profile with where its values come from: ${detail}`,
    exits: ['ok', 'usage', 'access', 'refused', 'unavailable', 'cancelled'],
    examples: [
      {
        line: 'tv profiles add acme --domain acme.eu.auth0.com --client-id abc123',
        summary: 'Ask for the client secret, hidden',
        untested: 'needs a tenant and a terminal',
      },
      {
        line: "tv profiles add ci --domain acme.eu.auth0.com --client-id abc123 --client-secret-command 'op read op://ci/auth0/secret'",
        summary: 'Keep the secret in a password manager',
        untested: 'needs a tenant and a password manager',
      },
      {
        line: 'tv profiles add prod --domain acme.us.auth0.com --client-id abc123 --private-key-file key.pem --protected',
        summary: 'Authenticate with a private key, and ask before every write',
        untested: 'needs a tenant and a key',
      },
      {
        line: "tv profiles add offline --domain acme.eu.auth0.com --client-id abc123 --client-secret-command 'pass show auth0' --no-verify",
        summary: 'Store without asking the tenant',
      },
    ],
    docs,
    load: () => import('./add.ts'),
  },
  {
    path: ['profiles', 'update'],
    summary: 'Change settings or rotate the secret of a profile',
    description:
      'Takes the options of `profiles add`; what is not named stays. The changed credentials are tried with a fresh token before anything is stored, so that a failed rotation leaves the old secret in force.',
    arguments: [existing],
    options: [...profileOptions, ...updateOptions],
    needs: 'config',
    effect: 'changes',
    keys: detailKeys,
    prints: `The profile as it is now: ${detail}`,
    exits: ['ok', 'usage', 'access', 'not_found', 'refused', 'unavailable', 'cancelled'],
    examples: [
      {
        line: 'tv profiles update acme --client-secret-stdin < new-secret.txt',
        summary: 'Rotate the client secret',
        untested: 'needs a tenant and a file',
      },
      {
        line: 'tv profiles update acme --protected --default-output json',
        summary: 'Ask before every write, and print JSON by default',
        untested: 'needs a profile',
      },
      {
        line: 'tv profiles update acme --no-read-only --unset audience --no-verify',
        summary: 'Take settings back without asking the tenant',
        untested: 'needs a profile',
      },
    ],
    docs,
    load: () => import('./update.ts'),
  },
  {
    path: ['profiles', 'list'],
    summary: 'List the profiles',
    needs: 'config',
    effect: 'reads',
    prints:
      'An array of profiles: `[{"name","domain","client_id","auth","secret_source","active","protected","read_only"}]`',
    exits: ['ok', 'usage', 'partial'],
    examples: [
      { line: 'tv profiles list', summary: 'Every profile; the active one is marked' },
      { line: 'tv profiles list -o id', summary: 'Names only' },
    ],
    load: () => import('./list.ts'),
  },
  {
    path: ['profiles', 'show'],
    summary: 'Show a profile, or the credentials in use, and where each value comes from',
    description:
      'Without a name it shows what the next command would use: `--profile`, `TV_PROFILE`, the `AUTH0_*` environment, the active or the only profile. Secrets are masked. Scopes are null when the tenant cannot be asked.',
    arguments: [optional],
    needs: 'config',
    effect: 'reads',
    prints: `One profile: ${detail}`,
    exits: ['ok', 'usage', 'not_found', 'refused'],
    examples: [
      { line: 'tv profiles show sandbox', summary: 'The built-in profile' },
      {
        line: 'tv profiles show sandbox --json --fields domain,origins',
        summary: 'Where its values come from',
      },
    ],
    load: () => import('./show.ts'),
  },
  {
    path: ['profiles', 'use'],
    summary: 'Choose the active profile',
    arguments: [existing],
    needs: 'config',
    effect: 'changes',
    keys: sameKeys(...listKeys),
    prints: 'The profile that is active now, as in `profiles list`',
    exits: ['ok', 'usage', 'not_found'],
    examples: [
      { line: 'tv profiles use sandbox', summary: 'Try everything without a tenant from now on' },
      { line: 'tv profiles use acme', summary: 'Work on a tenant of your own', untested: 'needs a profile' },
    ],
    load: () => import('./use.ts'),
  },
  {
    path: ['profiles', 'test'],
    summary: 'Try the credentials of a profile with a fresh token',
    arguments: [optional],
    needs: 'config',
    effect: 'reads',
    prints: `One profile with the scopes its token holds: ${detail}`,
    exits: ['ok', 'usage', 'access', 'not_found', 'refused', 'unavailable', 'cancelled'],
    examples: [
      { line: 'tv profiles test sandbox', summary: 'Scopes held and lacking' },
      {
        line: 'tv profiles test sandbox --json --fields missing_scopes',
        summary: 'Which commands lack a scope, as JSON',
      },
    ],
    docs,
    load: () => import('./test.ts'),
  },
  {
    path: ['profiles', 'rename'],
    summary: 'Give a profile another name',
    arguments: [
      { name: 'name', summary: 'Name it has', required: true, completes: 'profile' },
      { name: 'new-name', summary: 'Name it gets', required: true },
    ],
    needs: 'config',
    effect: 'changes',
    keys: sameKeys(...listKeys),
    prints: 'The profile under its new name, as in `profiles list`',
    exits: ['ok', 'usage', 'not_found'],
    examples: [
      { line: 'tv profiles rename acme acme-dev', summary: 'Another name', untested: 'needs a profile' },
      {
        line: 'tv profiles rename acme acme-dev --json',
        summary: 'The same for a script',
        untested: 'needs a profile',
      },
    ],
    load: () => import('./rename.ts'),
  },
  {
    path: ['profiles', 'remove'],
    summary: 'Remove a profile with its secret and its cached token',
    arguments: [existing],
    needs: 'config',
    effect: 'destroys',
    keys: sameKeys('name', 'removed'),
    prints: '`{"name","removed"}`',
    exits: ['ok', 'usage', 'not_found', 'cancelled'],
    examples: [
      { line: 'tv profiles remove acme', summary: 'Asks first', untested: 'needs a profile' },
      { line: 'tv profiles remove acme --yes', summary: 'Without a question', untested: 'needs a profile' },
    ],
    load: () => import('./remove.ts'),
  },
];
