import { addMyAccountPolicy } from '../../apps/changes.ts';
import { visibleField } from '../../facts/visibility.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';
import {
  connectingSeverity,
  connectsHere,
  judgeScopes,
  lackingScopes,
  myAccountCommand,
  nobodyConnects,
  policyScopes,
  sharedMessages,
} from './my-account.ts';

/** A refresh token gives My Account tokens only with a policy for that API (facts 6.4, 12.11, 12.40). */
export const myAccountPolicy = defineRule({
  id: 'app/my-account-policy',
  title: 'Refresh token policy for the My Account API',
  subject: 'app',
  severity: connectingSeverity,
  passes: 'Refresh tokens of the application give access to the My Account API',
  severities: 'error where users connect accounts through the application, warning in `check`',
  needs: ['client', 'generation', 'heldScopes'],
  docs: docs.refreshPolicies,
  messages: {
    ...sharedMessages,
    yes: 'Refresh tokens of the application give access to the My Account API',
    partly: 'Refresh tokens of the application allow connecting accounts; the policy leaves out {scopes}',
    no_policy:
      'The application has no refresh token policy for `{audience}`, so its refresh tokens give no My Account token to connect accounts with',
    lacks_scopes:
      'The refresh token policy for the My Account API lacks {scopes}, so users cannot connect accounts',
  },
  applies: connectsHere,
  evaluate(facts, subject) {
    if (!facts.client.known) return cannotTell(facts.client);
    const nobody = nobodyConnects(facts.client.value, facts.generation);
    if (nobody !== undefined) return nobody;
    const field = visibleField(facts.client.value, facts.client.value.refresh_token, facts.heldScopes);
    if (!field.known) return cannotTell(field);
    const scopes = policyScopes(facts.client.value, subject.myAccountAudience);
    return scopes === null
      ? { status: 'fail', say: 'no_policy', args: { audience: subject.myAccountAudience } }
      : judgeScopes(lackingScopes(scopes));
  },
  command: myAccountCommand,
  fix: (facts, subject) =>
    facts.client.known ? [addMyAccountPolicy(facts.client.value, subject.myAccountAudience)] : [],
});
