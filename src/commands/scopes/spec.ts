import type { CommandSpec } from '../../core/command.ts';

/** The command `scopes`. */
export const scopesCommands: readonly CommandSpec[] = [
  {
    path: ['scopes'],
    summary: 'Show which Management API scopes commands need, and which are held',
    description:
      'On a terminal the last line lists the scopes to paste in the dashboard, under Applications, APIs, Auth0 Management API, Machine to Machine Applications. Works without a tenant too; then nothing is known about what is held.',
    arguments: [
      {
        name: 'command',
        summary: 'Words of a command, such as `tokensets delete`; all without',
        required: false,
        variadic: true,
        completes: 'command',
      },
    ],
    options: [
      {
        name: 'role',
        kind: 'choice',
        value: 'role',
        choices: ['auditor', 'operator'],
        summary: 'Only what this role needs: an auditor reads, an operator does everything',
      },
    ],
    needs: 'config',
    effect: 'reads',
    prints: '`[{"command","scope","need":"required|optional","held":true|false|null,"exposes_secrets"}]`',
    exits: ['ok', 'usage', 'access', 'not_found', 'refused', 'unavailable', 'cancelled'],
    examples: [
      { line: 'tv scopes tokensets delete', summary: 'What deleting tokensets needs' },
      {
        line: 'tv scopes --role auditor -o json',
        summary: 'What an application that only reads should be granted',
      },
    ],
    docs: 'https://auth0.com/docs/secure/tokens/access-tokens/management-api-access-tokens',
    load: () => import('./scopes.ts'),
  },
];
