import { tokenVaultGrant } from '../../../core/protocol.ts';
import { addGrantTypes } from '../../apps/changes.ts';
import type { Loaded } from '../../facts/catalogue.ts';
import { visibleField } from '../../facts/visibility.ts';
import type { Case } from '../case.ts';
import { commandLine } from '../command-line.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';
import { confidential } from './confidential.ts';
import { firstParty } from './first-party.ts';
import { notGlobal } from './not-global.ts';
import { oidcConformant } from './oidc-conformant.ts';

/** Without the grant every exchange is refused with `unauthorized_client` (facts 3.3 E10, 4.3). */
export const grant = defineRule({
  id: 'app/grant',
  title: 'Token Vault grant',
  subject: 'app',
  severity: (subject) => (subject.mode === 'check' && subject.exchanges.length === 0 ? 'warning' : 'error'),
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
  command: (subject, facts) =>
    mayHaveIt(facts, subject) ? commandLine(subject, ['apps', 'enable', subject.app?.id ?? '']) : null,
  fix: (facts) => (facts.client.known ? [addGrantTypes(facts.client.value, [tokenVaultGrant])] : []),
});

/** An application that is not eligible would be refused the grant. */
function mayHaveIt(facts: Pick<Loaded, 'client' | 'heldScopes'>, subject: Case): boolean {
  const verdicts = [
    firstParty.evaluate(facts, subject),
    confidential.evaluate(facts, subject),
    oidcConformant.evaluate(facts, subject),
    notGlobal.evaluate(facts, subject),
  ];
  return verdicts.every(({ status }) => status !== 'fail');
}
