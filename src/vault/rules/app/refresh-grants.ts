import { quotedList } from '../../../core/text.ts';
import { addGrantTypes } from '../../apps/changes.ts';
import { visibleField } from '../../facts/visibility.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';
import { enableCommand } from './may-have-vault.ts';

const needed = ['authorization_code', 'refresh_token'];

/** The refresh-token exchange starts from a refresh token of this application (facts 3.3 E5). */
export const refreshGrants = defineRule({
  id: 'app/refresh-grants',
  title: 'Grants for refresh tokens',
  subject: 'app',
  severity: 'error',
  passes: '`authorization_code` and `refresh_token` are in `grant_types`; for the refresh-token exchange',
  needs: ['client', 'heldScopes'],
  docs: docs.refreshExchange,
  messages: {
    yes: 'The application has the `authorization_code` and `refresh_token` grants',
    no: 'The application lacks {missing}, so it can get no refresh token to exchange',
  },
  applies: (subject) => subject.exchanges.includes('refresh_token'),
  evaluate(facts) {
    if (!facts.client.known) return cannotTell(facts.client);
    const field = visibleField(facts.client.value, facts.client.value.grant_types, facts.heldScopes);
    if (!field.known) return cannotTell(field);
    const missing = needed.filter((name) => field.value?.includes(name) !== true);
    return missing.length === 0
      ? { status: 'pass', say: 'yes' }
      : { status: 'fail', say: 'no', args: { missing: quotedList(missing) } };
  },
  command: (subject, facts) => enableCommand(subject, facts, ['--fix', 'app/refresh-grants']),
  fix: (facts) => (facts.client.known ? [addGrantTypes(facts.client.value, needed)] : []),
});
