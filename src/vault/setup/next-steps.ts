import type { Tenant } from '../../core/ports.ts';
import { explainLeft } from '../doctor/mend.ts';
import { commandLine } from '../rules/command-line.ts';
import type { SetupOutcome } from './carry-out.ts';
import type { Decisions } from './decide.ts';

/** What is left for people: what `tv` does not change, who must log in again, and how to try it. */
export function nextSteps(
  tenant: Tenant,
  { app, connections, generation }: Decisions,
  outcome: SetupOutcome,
): readonly string[] {
  const { changes, left, client } = outcome;
  const applied = changes.filter(({ status }) => status === 'applied');
  // A new application has no users who could have logged in already.
  const madeId = applied.find(({ field }) => field === 'client')?.id;
  const tokens = applied.some(({ field, id }) => field.startsWith('refresh_token.') && id !== madeId);
  const [connection] = connections;
  const tries =
    works(outcome) && client !== undefined && connection !== undefined && applied.length > 0
      ? [
          `Try it: ${tryLine(tenant, ['--app', client.client_id, '--connection', connection.name], app.exchange, generation)}`,
        ]
      : [];
  return [
    ...(app.kind === 'new' && madeId !== undefined
      ? [`The client secret of \`${app.name}\` is in \`${app.secretOut}\`, which only you can read`]
      : []),
    ...(tokens ? ['Users must log in again: refresh tokens issued earlier stay as they were'] : []),
    ...explainLeft(left),
    ...tries,
  ];
}

/** Whether an exchange can be expected to work: everything was made, and no error is left. */
export function works({ findings, error }: SetupOutcome): boolean {
  const wrong = findings.some(({ status, severity }) => status === 'fail' && severity === 'error');
  return error === undefined && !wrong;
}

function tryLine(
  { profile }: Tenant,
  target: readonly string[],
  exchange: Decisions['app']['exchange'],
  generation: Decisions['generation'],
): string {
  switch (exchange) {
    case 'refresh_token':
      // In the early-access generation it is the sign-in that fills the vault.
      return generation === 'tokensets'
        ? commandLine({ profile }, ['exchange', ...target, '--login'])
        : commandLine({ profile }, ['connect', ...target, '--exchange']);
    case 'access_token':
      return commandLine({ profile }, ['exchange', ...target, '--subject', 'access_token']);
    case 'privileged_worker':
      return `${commandLine({ profile }, ['exchange', ...target])} --user <id> --worker-key-file <pem> --audit-context test`;
  }
}
