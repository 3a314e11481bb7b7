import type { Tenant } from '../../core/ports.ts';
import { explainLeft } from '../doctor/mend.ts';
import { commandLine } from '../rules/command-line.ts';
import type { SetupOutcome } from './carry-out.ts';
import type { Decisions } from './decide.ts';

/** What is left for people: what `tv` does not change, who must log in again, and how to try it. */
export function nextSteps(
  tenant: Tenant,
  { app, connections }: Decisions,
  outcome: SetupOutcome,
): readonly string[] {
  const { changes, left, client, findings, error } = outcome;
  const applied = changes.filter(({ status }) => status === 'applied');
  const tokens = applied.some(({ field }) => field.startsWith('refresh_token.'));
  const works =
    error === undefined &&
    findings.every(({ status, severity }) => status !== 'fail' || severity !== 'error');
  const [connection] = connections;
  const tries =
    works && client !== undefined && connection !== undefined && applied.length > 0
      ? [`Try it: ${tryLine(tenant, client.client_id, connection.name, app.exchange)}`]
      : [];
  return [
    ...(app.kind === 'new' && applied.some(({ field }) => field === 'client')
      ? [`The client secret of \`${app.name}\` is in \`${app.secretOut}\`, which only you can read`]
      : []),
    ...(tokens ? ['Users must log in again: refresh tokens issued earlier stay as they were'] : []),
    ...explainLeft(left),
    ...tries,
  ];
}

function tryLine(
  { profile }: Tenant,
  app: string,
  connection: string,
  exchange: Decisions['app']['exchange'],
): string {
  const target = ['--app', app, '--connection', connection];
  switch (exchange) {
    case 'refresh_token':
      return commandLine({ profile }, ['connect', ...target, '--exchange']);
    case 'access_token':
      return commandLine({ profile }, ['exchange', ...target, '--subject', 'access_token']);
    case 'privileged_worker':
      return commandLine({ profile }, ['exchange', ...target, '--subject', 'jwt']);
  }
}
