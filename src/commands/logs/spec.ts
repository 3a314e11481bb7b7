import type { CommandSpec } from '../../core/command.ts';
import { appOption, connectionOption, userOption } from '../options/subject-options.ts';

/** The command `logs`. */
export const logsCommands: readonly CommandSpec[] = [
  {
    path: ['logs'],
    summary: 'Show Token Vault events with the likely cause of each failure',
    description:
      'Exchanges, connected and deleted accounts from the tenant log, newest first. Auth0 keeps logs for 1 to 30 days, depending on the plan; the output says how far back those of this tenant go. Entries may arrive up to a minute late.',
    options: [
      {
        name: 'since',
        kind: 'duration',
        value: '1h',
        summary: 'Only events of the last so many hours or days, such as `1h` or `7d`',
      },
      { name: 'failed', kind: 'flag', summary: 'Only failures' },
      userOption({ summary: 'Only events of this user: id or e-mail' }),
      appOption({ summary: 'Only events of this application: client id or exact name' }),
      connectionOption({ summary: 'Only events of this connection: name or id' }),
      {
        name: 'limit',
        kind: 'integer',
        value: 'n',
        min: 1,
        max: 1000,
        summary: 'Stop after this many',
        fallback: '100',
      },
      { name: 'follow', kind: 'flag', summary: 'Wait for further events until Ctrl-C' },
    ],
    needs: 'tenant',
    effect: 'reads',
    scopes: [
      { scope: 'read:logs', need: 'required', purpose: 'or `read:logs_users` in its place' },
      { scope: 'read:users', need: 'optional', purpose: '`--user`' },
      { scope: 'read:clients', need: 'optional', purpose: '`--app`' },
      { scope: 'read:connections', need: 'optional', purpose: '`--connection`' },
    ],
    prints:
      '`[{"id","date","type","outcome","user_id","client_id","client_name","connection","reason","cause","fix","details"}]`',
    exits: ['ok', 'usage', 'access', 'not_found', 'refused', 'unavailable', 'cancelled'],
    examples: [
      { line: 'tv logs --failed', summary: 'What failed lately, and why' },
      {
        line: 'tv logs --since 1h --user ada@example.com --json',
        summary: 'One user, the last hour, as JSON',
      },
      {
        line: 'tv logs --follow --failed',
        summary: 'Watch failures as they come',
        untested: 'runs until Ctrl-C',
      },
    ],
    docs: 'https://auth0.com/docs/deploy-monitor/logs',
    load: () => import('./logs.ts'),
  },
];
