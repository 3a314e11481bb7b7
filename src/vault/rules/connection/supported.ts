import { vaultState } from '../../connections/switches.ts';
import { describeStrategy } from '../../strategies.ts';
import { commandLine } from '../command-line.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** Some strategies can never hold provider tokens (facts 2.6). */
export const supported = defineRule({
  id: 'connection/supported',
  title: 'Strategy can hold provider tokens',
  subject: 'connection',
  severity: 'error',
  passes: 'The strategy of the connection can hold provider tokens',
  severities: 'error when it cannot, warning when nobody knows',
  needs: ['connection', 'generation'],
  docs: docs.vault,
  messages: {
    supported: 'Strategy `{strategy}` supports Token Vault',
    documented:
      'Strategy `{strategy}` supports Token Vault by the documentation, though not by the schemas of the API',
    unknown: 'Whether strategy `{strategy}` supports Token Vault is not known; try a test exchange',
    unsupported: 'Strategy `{strategy}` ({provider}) has no provider tokens that Token Vault could keep',
  },
  evaluate(facts) {
    if (!facts.connection.known) return cannotTell(facts.connection);
    const { strategy, name } = facts.connection.value;
    const { support, provider } = describeStrategy(strategy, name);
    const args = { strategy, provider };
    if (support === 'unsupported') return { status: 'fail', say: support, args };
    if (support === 'unknown') return { status: 'fail', say: support, args, severity: 'warning' };
    if (support === 'documented') return { status: 'pass', say: support, args, severity: 'warning' };
    return { status: 'pass', say: support, args };
  },
  command: (subject, { connection, generation }) => {
    if (!connection.known) return null;
    const { strategy, name } = connection.value;
    if (describeStrategy(strategy, name).support !== 'unsupported') return null;
    const isOn = vaultState(connection.value, generation.known ? generation.value : null).enabled === true;
    return isOn ? commandLine(subject, ['connections', 'disable', name]) : null;
  },
});
