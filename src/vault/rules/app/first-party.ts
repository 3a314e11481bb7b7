import { makeFirstParty } from '../../apps/changes.ts';
import { visibleField } from '../../facts/visibility.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** Only first-party applications may have Token Vault (facts 3.3, E1). */
export const firstParty = defineRule({
  id: 'app/first-party',
  title: 'First-party application',
  subject: 'app',
  severity: 'error',
  passes: '`is_first_party` is true',
  needs: ['client', 'heldScopes'],
  docs: docs.firstParty,
  messages: {
    yes: 'The application is first-party',
    third_party:
      'The application is third-party (`is_first_party` is false), and only first-party applications may use Token Vault',
    not_said: 'Auth0 did not say whether the application is first-party',
  },
  advice:
    'An application of somebody else must not be made first-party, since that skips the consent of users',
  evaluate(facts) {
    if (!facts.client.known) return cannotTell(facts.client);
    const field = visibleField(facts.client.value, facts.client.value.is_first_party, facts.heldScopes);
    if (!field.known) return cannotTell(field);
    if (field.value === undefined) return { status: 'unknown', say: 'not_said' };
    return field.value ? { status: 'pass', say: 'yes' } : { status: 'fail', say: 'third_party' };
  },
  fix: (facts) => (facts.client.known ? [makeFirstParty(facts.client.value)] : []),
  fixPolicy: () => 'when_named',
});
