import { visibleOptions } from '../../facts/visibility.ts';
import { describeStrategy } from '../../strategies.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** Auth0's developer keys belong to an application of Auth0 at the provider, so the vault cannot use them (facts 2.7, 12.20). */
export const ownKeys = defineRule({
  id: 'connection/own-keys',
  title: 'Own keys at the provider',
  subject: 'connection',
  severity: 'error',
  passes: 'The connection has a client id of your own at the provider, not Auth0’s developer keys',
  needs: ['connection', 'heldScopes'],
  docs: docs.developerKeys,
  messages: {
    yes: 'The connection uses a client id of your own at the provider',
    no: "The connection has no client id of its own and uses Auth0's developer keys, with which Token Vault does not work; register an application at the provider and enter its client id and secret in the settings of the connection",
    not_applicable: 'Strategy `{strategy}` has no client id at a provider',
  },
  evaluate(facts) {
    if (!facts.connection.known) return cannotTell(facts.connection);
    const { strategy, name } = facts.connection.value;
    if (describeStrategy(strategy, name).support === 'unsupported') {
      return { status: 'skip', say: 'not_applicable', args: { strategy } };
    }
    const options = visibleOptions(facts.connection.value, facts.heldScopes);
    if (!options.known) return cannotTell(options);
    const id = options.value.client_id;
    return typeof id === 'string' && id.trim() !== ''
      ? { status: 'pass', say: 'yes' }
      : { status: 'fail', say: 'no' };
  },
});
