import { isPublicType, turnRotationOff } from '../../apps/changes.ts';
import { visibleField } from '../../facts/visibility.ts';
import { commandLine } from '../command-line.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** A rotating refresh token cannot be exchanged (facts 3.3 E4, 12.9). */
export const rotationOff = defineRule({
  id: 'app/rotation-off',
  title: 'Refresh token rotation off',
  subject: 'app',
  severity: 'error',
  passes: 'Refresh token rotation is off; for the refresh-token exchange',
  needs: ['client', 'heldScopes'],
  docs: docs.refreshExchange,
  messages: {
    yes: 'Refresh token rotation is off',
    no: 'Refresh token rotation is on, and a rotating refresh token cannot be exchanged; turn it off, after which users log in again',
  },
  advice: 'A browser or native application needs rotation, so use the access-token exchange instead',
  applies: (subject) => subject.exchanges.includes('refresh_token'),
  evaluate(facts) {
    if (!facts.client.known) return cannotTell(facts.client);
    const field = visibleField(facts.client.value, facts.client.value.refresh_token, facts.heldScopes);
    if (!field.known) return cannotTell(field);
    return field.value?.rotation_type === 'rotating'
      ? { status: 'fail', say: 'no' }
      : { status: 'pass', say: 'yes' };
  },
  command: (subject, { client }) =>
    client.known && isPublicType(client.value)
      ? null
      : commandLine(subject, ['apps', 'enable', subject.app?.id ?? '', '--fix', 'app/rotation-off']),
  fix: (facts) => (facts.client.known ? [turnRotationOff(facts.client.value)] : []),
  fixPolicy: ({ client }) => (client.known && isPublicType(client.value) ? 'when_named' : 'planned'),
});
