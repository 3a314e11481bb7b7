import { turnOff } from '../../connections/changes.ts';
import { switchState } from '../../connections/switches.ts';
import { visibleOptions } from '../../facts/visibility.ts';
import { commandLine } from '../command-line.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** Both switches on at once is a left-over of the early-access generation (facts 1.2). */
export const oneSwitch = defineRule({
  id: 'connection/one-switch',
  title: 'Only one switch on',
  subject: 'connection',
  severity: 'warning',
  passes: 'At most one switch is on, that of the current or that of the early-access generation',
  needs: ['connection', 'heldScopes'],
  docs: docs.connectedAccounts,
  messages: {
    yes: 'At most one of the two switches is on',
    both: 'Both switches are on: `connected_accounts.active` and the early-access `options.federated_connections_access_tokens.active`; keep the first once nobody uses early-access tokensets any more',
  },
  advice: 'Turning the early-access switch off ends what early-access tokensets serve',
  evaluate(facts) {
    if (!facts.connection.known) return cannotTell(facts.connection);
    const connection = facts.connection.value;
    if (switchState(connection, 'connected_accounts') !== true) return { status: 'pass', say: 'yes' };
    const options = visibleOptions(connection, facts.heldScopes);
    if (!options.known) return cannotTell(options);
    return switchState(connection, 'federated_connections_access_tokens') === true
      ? { status: 'fail', say: 'both' }
      : { status: 'pass', say: 'yes' };
  },
  command: (subject) =>
    commandLine(subject, [
      'connections',
      'disable',
      subject.connection?.name ?? '',
      '--via',
      'federated_connections_access_tokens',
    ]),
  fix: ({ connection }) =>
    connection.known
      ? [turnOff(connection.value, 'federated_connections_access_tokens', { otherStays: true })]
      : [],
  fixPolicy: () => 'when_named',
});
