import { quotedList } from '../../../core/text.ts';
import { turnOn } from '../../connections/changes.ts';
import { switchFields, vaultState } from '../../connections/switches.ts';
import { visibleOptions } from '../../facts/visibility.ts';
import { describeStrategy } from '../../strategies.ts';
import { commandLine } from '../command-line.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** Token Vault is on by either switch (facts 1.2). */
export const enabled = defineRule({
  id: 'connection/enabled',
  title: 'Token Vault is on',
  subject: 'connection',
  severity: 'error',
  passes: 'Token Vault is on, by either switch',
  needs: ['connection', 'generation', 'hiddenSwitch', 'heldScopes'],
  docs: docs.connectedAccounts,
  messages: {
    yes: 'Token Vault is on by {switches}',
    no: 'Token Vault is off; turn on Connected Accounts for Token Vault under Purpose in the settings of the connection',
    no_early: 'Token Vault is off; turn on Enable Token Vault in the Advanced settings of the connection',
    not_applicable: 'Strategy `{strategy}` cannot have Token Vault',
  },
  evaluate(facts) {
    if (!facts.connection.known) return cannotTell(facts.connection);
    const connection = facts.connection.value;
    const generation = facts.generation.known ? facts.generation.value : null;
    const state = vaultState(connection, generation, facts.hiddenSwitch.known && facts.hiddenSwitch.value);
    if (state.enabled === true) {
      return {
        status: 'pass',
        say: 'yes',
        args: { switches: quotedList(state.via.map((via) => switchFields[via])) },
      };
    }
    if (describeStrategy(connection.strategy).support === 'unsupported') {
      return { status: 'skip', say: 'not_applicable', args: { strategy: connection.strategy } };
    }
    if (state.enabled === null) {
      const options = visibleOptions(connection, facts.heldScopes);
      if (!options.known) return cannotTell(options);
    }
    return { status: 'fail', say: generation === 'tokensets' ? 'no_early' : 'no' };
  },
  command: (subject) => commandLine(subject, ['connections', 'enable', subject.connection?.name ?? '']),
  fix: ({ connection, generation }) => {
    if (!connection.known) return [];
    const early = generation.known && generation.value === 'tokensets';
    return [turnOn(connection.value, early ? 'federated_connections_access_tokens' : 'connected_accounts')];
  },
});
