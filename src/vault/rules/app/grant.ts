import { tokenVaultGrant } from '../../../core/protocol.ts';
import { addGrantTypes } from '../../apps/changes.ts';
import { visibleField } from '../../facts/visibility.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';
import { enableCommand } from './may-have-vault.ts';

/** Without the grant every exchange is refused with `unauthorized_client` (facts 3.3 E10, 4.3). */
export const grant = defineRule({
  id: 'app/grant',
  title: 'Token Vault grant',
  subject: 'app',
  severity: (subject) => (subject.mode === 'check' && subject.exchanges.length === 0 ? 'warning' : 'error'),
  passes: 'The Token Vault grant is in `grant_types`',
  severities: 'error with `--exchange` and in `doctor` and `setup`, warning in a plain `check`',
  needs: ['client', 'heldScopes'],
  docs: docs.configure,
  messages: {
    yes: 'The application has the Token Vault grant',
    no: 'The application lacks the Token Vault grant, so Auth0 refuses its token exchanges',
  },
  evaluate(facts) {
    if (!facts.client.known) return cannotTell(facts.client);
    const field = visibleField(facts.client.value, facts.client.value.grant_types, facts.heldScopes);
    if (!field.known) return cannotTell(field);
    return field.value?.includes(tokenVaultGrant) === true
      ? { status: 'pass', say: 'yes' }
      : { status: 'fail', say: 'no' };
  },
  command: (subject, facts) => enableCommand(subject, facts),
  fix: (facts) => (facts.client.known ? [addGrantTypes(facts.client.value, [tokenVaultGrant])] : []),
});
