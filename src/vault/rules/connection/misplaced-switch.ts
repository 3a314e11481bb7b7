import { removeOption } from '../../connections/fixes.ts';
import { visibleOptions } from '../../facts/visibility.ts';
import { commandLine } from '../command-line.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** `connected_accounts` inside `options` is taken without a word and does nothing (facts 2.4, 12.14). */
export const misplacedSwitch = defineRule({
  id: 'connection/misplaced-switch',
  title: 'Switch in its place',
  subject: 'connection',
  severity: 'error',
  passes: 'There is no `connected_accounts` inside `options`, where it does nothing',
  needs: ['connection', 'heldScopes'],
  docs: docs.connectedAccounts,
  messages: {
    yes: 'There is no `connected_accounts` inside `options`',
    no: '`connected_accounts` was written inside `options`, where it does nothing; the switch is the top-level field `connected_accounts.active`',
  },
  evaluate(facts) {
    if (!facts.connection.known) return cannotTell(facts.connection);
    const options = visibleOptions(facts.connection.value, facts.heldScopes);
    if (!options.known) return cannotTell(options);
    return Object.hasOwn(options.value, 'connected_accounts')
      ? { status: 'fail', say: 'no' }
      : { status: 'pass', say: 'yes' };
  },
  command: (subject) =>
    commandLine(subject, [
      'doctor',
      '--connection',
      subject.connection?.name ?? '',
      '--fix',
      'connection/misplaced-switch',
    ]),
  fix: ({ connection }) =>
    connection.known && connection.value.options !== undefined
      ? [removeOption(connection.value, connection.value.options, ['connected_accounts'])]
      : [],
});
