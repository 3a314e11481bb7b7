import type { OptionSpec } from '../../core/command.ts';
import { outputFormats } from '../../core/globals.ts';

/** Settings that `--unset` takes away. */
export const unsettable = ['audience', 'default-output', 'default-timeout'] as const;

/** Options that say how the application proves itself; one of them at a time. */
export const proofOptions: readonly OptionSpec[] = [
  { name: 'client-secret-stdin', kind: 'flag', summary: 'Read the client secret from stdin' },
  {
    name: 'client-secret-file',
    kind: 'text',
    value: 'file',
    summary: 'Read the client secret from a file, which is not needed afterwards',
    completes: 'file',
  },
  {
    name: 'client-secret-command',
    kind: 'text',
    value: 'command',
    summary: 'Store a command that prints the client secret; it runs whenever the secret is needed',
  },
  {
    name: 'private-key-file',
    kind: 'text',
    value: 'pem',
    summary: 'Authenticate with this private key (private_key_jwt); only its path is stored',
    completes: 'file',
  },
  { name: 'token-stdin', kind: 'flag', summary: 'Read a ready Management API token from stdin' },
];

/** Options of `add`, all of which `update` takes too. */
export const profileOptions: readonly OptionSpec[] = [
  {
    name: 'domain',
    kind: 'text',
    value: 'domain',
    summary: 'Tenant: a host such as acme.eu.auth0.com, or its https:// URL',
  },
  { name: 'client-id', kind: 'text', value: 'id', summary: 'Client id of a machine-to-machine application' },
  ...proofOptions,
  {
    name: 'signing-alg',
    kind: 'choice',
    value: 'alg',
    choices: ['RS256', 'RS384', 'PS256'],
    summary: 'Algorithm the private key signs with',
    fallback: 'RS256',
  },
  {
    name: 'audience',
    kind: 'text',
    value: 'url',
    summary: 'Management API audience, when the domain is a custom domain',
  },
  {
    name: 'protected',
    kind: 'flag',
    summary:
      'Ask before every write; without a terminal a write needs `--yes` and a matching `--expect-tenant`',
  },
  { name: 'read-only', kind: 'flag', summary: 'Refuse every write' },
  {
    name: 'default-output',
    kind: 'choice',
    value: 'format',
    choices: outputFormats,
    summary: 'Output format where neither option nor environment says one',
  },
  {
    name: 'default-timeout',
    kind: 'integer',
    value: 'seconds',
    min: 1,
    max: 3600,
    summary: 'Time for one request where neither option nor environment says one',
  },
  { name: 'use', kind: 'flag', summary: 'Make it the active profile' },
  { name: 'no-verify', kind: 'flag', summary: 'Store without asking the tenant, for offline machines' },
];

/** What only `update` takes: ways to take settings back. */
export const updateOptions: readonly OptionSpec[] = [
  { name: 'no-protected', kind: 'flag', summary: 'Take `--protected` back' },
  { name: 'no-read-only', kind: 'flag', summary: 'Take `--read-only` back' },
  {
    name: 'unset',
    kind: 'list',
    value: 'setting',
    choices: unsettable,
    summary: 'Take this setting away; may be repeated',
  },
];
