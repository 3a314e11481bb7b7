import { visibleField } from '../../facts/visibility.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** Neither the hidden global client nor a third-party security mode can have Token Vault (facts 3.2, 3.3 E9). */
export const notGlobal = defineRule({
  id: 'app/not-global',
  title: 'An application of its own',
  subject: 'app',
  severity: 'error',
  passes: 'The application is neither the global client nor in a third-party security mode',
  needs: ['client', 'heldScopes'],
  docs: docs.configure,
  advice: 'Choose an application of your own; this one can never have Token Vault',
  messages: {
    yes: 'The application is neither the global client nor in a third-party security mode',
    global:
      'This is the global client of the tenant, which stands for no application; choose an application of your own',
    third_party: 'The application is in third-party security mode `{mode}`, which allows no token exchange',
  },
  evaluate(facts) {
    if (!facts.client.known) return cannotTell(facts.client);
    const { global, third_party_security_mode: mode } = facts.client.value;
    if (global) return { status: 'fail', say: 'global' };
    if (mode !== undefined) return { status: 'fail', say: 'third_party', args: { mode } };
    // What else the same scope shows tells that the mode would be there.
    const field = visibleField(facts.client.value, facts.client.value.is_first_party, facts.heldScopes);
    return field.known ? { status: 'pass', say: 'yes' } : cannotTell(field);
  },
});
