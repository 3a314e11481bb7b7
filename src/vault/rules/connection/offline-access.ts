import { askForOfflineAccess } from '../../connections/fixes.ts';
import { offlineState } from '../../connections/offline-access.ts';
import { visibleOptions } from '../../facts/visibility.ts';
import { describeStrategy } from '../../strategies.ts';
import { commandLine } from '../command-line.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** Without a refresh token of the provider an exchange works until the first access token expires (facts 2.7, 12.2). */
export const offlineAccess = defineRule({
  id: 'connection/offline-access',
  title: 'Offline access',
  subject: 'connection',
  severity: 'warning',
  passes: 'The provider is asked for a refresh token',
  needs: ['connection', 'heldScopes'],
  docs: docs.connectedAccounts,
  messages: {
    yes: 'The provider is asked for a refresh token',
    no: '{provider} is not asked for a refresh token, so exchanges fail once the first access token has expired; turn on Offline Access in the settings of the connection and let users connect again',
    elsewhere: '{advice}',
    not_applicable: 'Strategy `{strategy}` has no provider tokens',
  },
  evaluate(facts) {
    if (!facts.connection.known) return cannotTell(facts.connection);
    const connection = facts.connection.value;
    const { support, offline, provider } = describeStrategy(connection.strategy, connection.name);
    if (support === 'unsupported') {
      return { status: 'skip', say: 'not_applicable', args: { strategy: connection.strategy } };
    }
    if (offline.kind === 'elsewhere') {
      return { status: 'skip', say: 'elsewhere', args: { advice: offline.advice } };
    }
    const options = visibleOptions(connection, facts.heldScopes);
    if (!options.known) return cannotTell(options);
    const state = offlineState(connection, options.value);
    if (state.active === null) {
      return { status: 'skip', say: 'elsewhere', args: { advice: state.advice ?? '' } };
    }
    return state.active
      ? { status: 'pass', say: 'yes' }
      : { status: 'fail', say: 'no', args: { provider: capitalised(provider) } };
  },
  command: (subject) =>
    commandLine(subject, ['connections', 'enable', subject.connection?.name ?? '', '--offline-access']),
  fix: ({ connection }) =>
    connection.known && connection.value.options !== undefined
      ? askForOfflineAccess(connection.value, connection.value.options)
      : [],
});

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
