import { grantMyAccount, userGrant } from '../../apps/changes.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';
import {
  connectingSeverity,
  connectsHere,
  judgeScopes,
  lackingScopes,
  myAccountCommand,
  nobodyConnects,
  sharedMessages,
} from './my-account.ts';

/** Users of the application may call the My Account API only with a user-subject client grant (facts 6.4, 12.12, 12.13). */
export const myAccountGrant = defineRule({
  id: 'app/my-account-grant',
  title: 'Client grant for the My Account API',
  subject: 'app',
  severity: connectingSeverity,
  passes:
    'The application has a client grant for the My Account API, for its users and with the scopes to connect accounts',
  severities: 'error where users connect accounts through the application, warning in `check`',
  needs: ['client', 'generation', 'heldScopes', 'myAccountGrants', 'myAccountApi'],
  docs: docs.myAccount,
  messages: {
    ...sharedMessages,
    yes: 'Users of the application may manage their connected accounts',
    open: 'The My Account API lets every application in (policy `allow_all`), so no grant is needed',
    partly: 'Users of the application may connect accounts; its grant leaves out {scopes}',
    no_grant:
      'The application has no user-subject client grant for the My Account API, so its users cannot connect accounts',
    wrong_subject:
      'The client grant for the My Account API is for the application itself (`subject_type` `client`) and not for its users, who therefore cannot connect accounts',
    lacks_scopes: 'The client grant for the My Account API lacks {scopes}, so users cannot connect accounts',
  },
  applies: connectsHere,
  evaluate(facts, subject) {
    if (!facts.client.known) return cannotTell(facts.client);
    const nobody = nobodyConnects(facts.client.value, facts.generation);
    if (nobody !== undefined) return nobody;
    if (facts.myAccountApi.known && facts.myAccountApi.value?.user_policy === 'allow_all') {
      return { status: 'pass', say: 'open' };
    }
    if (!facts.myAccountGrants.known) return cannotTell(facts.myAccountGrants);
    const existing = userGrant(facts.myAccountGrants.value, subject.myAccountAudience);
    if (existing !== undefined) {
      return judgeScopes(existing.allow_all_scopes ? [] : lackingScopes(existing.scope));
    }
    return facts.myAccountGrants.value.some(({ audience }) => audience === subject.myAccountAudience)
      ? { status: 'fail', say: 'wrong_subject' }
      : { status: 'fail', say: 'no_grant' };
  },
  command: myAccountCommand,
  fix: (facts, subject) =>
    facts.client.known && facts.myAccountGrants.known
      ? [grantMyAccount(facts.client.value, facts.myAccountGrants.value, subject.myAccountAudience)]
      : [],
});
