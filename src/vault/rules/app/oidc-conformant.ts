import { makeOidcConformant } from '../../apps/changes.ts';
import { visibleField } from '../../facts/visibility.ts';
import { commandLine } from '../command-line.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** Applications made through the API without the field are not conformant (facts 3.2, 3.3 E3). */
export const oidcConformant = defineRule({
  id: 'app/oidc-conformant',
  title: 'OIDC conformant',
  subject: 'app',
  severity: 'error',
  passes: '`oidc_conformant` is true',
  needs: ['client', 'heldScopes'],
  docs: docs.configure,
  messages: {
    yes: 'The application is OIDC conformant',
    no: 'The application is not OIDC conformant; turn on OIDC Conformant in its Advanced Settings, OAuth',
  },
  evaluate(facts) {
    if (!facts.client.known) return cannotTell(facts.client);
    const field = visibleField(facts.client.value, facts.client.value.oidc_conformant, facts.heldScopes);
    if (!field.known) return cannotTell(field);
    return field.value === true ? { status: 'pass', say: 'yes' } : { status: 'fail', say: 'no' };
  },
  command: (subject) =>
    commandLine(subject, ['apps', 'enable', subject.app?.id ?? '', '--fix', 'app/oidc-conformant']),
  fix: (facts) => (facts.client.known ? [makeOidcConformant(facts.client.value)] : []),
});
