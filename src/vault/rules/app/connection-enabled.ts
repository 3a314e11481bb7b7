import { linkApp } from '../../connections/changes.ts';
import { commandLine } from '../command-line.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** A connection that is not enabled for the application can be neither connected nor exchanged through it (facts 2.5, 3.3 E8). */
export const connectionEnabled = defineRule({
  id: 'app/connection-enabled',
  title: 'Connection enabled for the application',
  subject: 'app',
  severity: 'error',
  needs: ['connection', 'connectionClients', 'client'],
  docs: docs.connectedAccounts,
  messages: {
    yes: 'Connection `{connection}` is enabled for application `{app}`',
    no: 'Connection `{connection}` is not enabled for application `{app}`, which therefore can neither connect accounts with it nor exchange tokens for it',
    not_named: 'Name a connection and an application to check whether they are linked',
  },
  applies: (subject) => subject.connection !== undefined && subject.app !== undefined,
  evaluate(facts, { app, connection }) {
    if (app === undefined || connection === undefined) return { status: 'skip', say: 'not_named' };
    if (!facts.connectionClients.known) return cannotTell(facts.connectionClients);
    return facts.connectionClients.value.includes(app.id)
      ? { status: 'pass', say: 'yes' }
      : { status: 'fail', say: 'no' };
  },
  command: (subject) =>
    commandLine(subject, [
      'connections',
      'enable',
      subject.connection?.name ?? '',
      '--app',
      subject.app?.id ?? '',
    ]),
  fix: (facts, { app }) =>
    facts.connection.known && app !== undefined ? [linkApp(facts.connection.value, app)] : [],
});
