import { plural, quotedList } from '../../../core/text.ts';
import { linkApp } from '../../connections/changes.ts';
import { isUnsupported } from '../../strategies.ts';
import type { Reference } from '../case.ts';
import { commandLine } from '../command-line.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule, type Verdict } from '../rule.ts';

/** A connection that is not enabled for the application can be neither connected nor exchanged through it (facts 2.5, 3.3 E8). */
export const connectionEnabled = defineRule({
  id: 'app/connection-enabled',
  title: 'Connection enabled for the application',
  subject: 'app',
  severity: 'error',
  passes: 'The connection is enabled for the application',
  needs: ['connection', 'connectionClients', 'client'],
  docs: docs.connectedAccounts,
  messages: {
    yes: 'Connection `{connection}` is enabled for application `{app}`',
    no: 'Connection `{connection}` is not enabled for application `{app}`, which therefore can neither connect accounts with it nor exchange tokens for it',
    some: '{count} with Token Vault {are} enabled for application `{app}`: {names}',
    none: 'No connection with Token Vault is enabled for application `{app}`, which therefore can neither connect accounts nor exchange tokens',
    not_named: 'Name a connection and an application to check whether they are linked',
  },
  applies: ({ app, connection, links }) =>
    app !== undefined && (connection !== undefined || links !== undefined),
  evaluate(facts, { app, connection, links }) {
    if (app !== undefined && connection === undefined && links !== undefined) return judgeLinks(links);
    if (app === undefined || connection === undefined) return { status: 'skip', say: 'not_named' };
    if (!facts.connectionClients.known) return cannotTell(facts.connectionClients);
    return facts.connectionClients.value.includes(app.id)
      ? { status: 'pass', say: 'yes' }
      : { status: 'fail', say: 'no' };
  },
  command: (subject, { connection }) => {
    if (subject.connection === undefined) {
      return commandLine(subject, ['setup', '--app', subject.app?.id ?? '']);
    }
    if (connection.known && isUnsupported(connection.value)) return null;
    return commandLine(subject, [
      'connections',
      'enable',
      subject.connection.name,
      '--app',
      subject.app?.id ?? '',
    ]);
  },
  fix: (facts, { app }) =>
    facts.connection.known && app !== undefined ? [linkApp(facts.connection.value, app)] : [],
});

function judgeLinks(links: readonly Reference[]): Verdict<'some' | 'none'> {
  if (links.length === 0) return { status: 'fail', say: 'none' };
  const args = {
    count: plural(links.length, 'connection'),
    are: links.length === 1 ? 'is' : 'are',
    names: quotedList(links.map(({ name }) => name)),
  };
  return { status: 'pass', say: 'some', args };
}
