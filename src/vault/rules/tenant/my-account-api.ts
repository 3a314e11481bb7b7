import { activateMyAccount } from '../../apps/my-account.ts';
import { commandLine } from '../command-line.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** Users of the current generation connect accounts through the My Account API (facts 6.4). */
export const myAccountApi = defineRule({
  id: 'tenant/my-account-api',
  title: 'My Account API',
  subject: 'tenant',
  severity: (subject) => (subject.connects ? 'error' : 'info'),
  passes: 'The My Account API is active, through which users connect accounts',
  severities: 'error on a tenant of the current generation where users connect accounts, else info',
  needs: ['generation', 'myAccountApi'],
  docs: docs.myAccount,
  messages: {
    active: 'The My Account API is active',
    early: 'The tenant speaks the early-access generation, in which nobody connects accounts',
    inactive:
      'The My Account API is not active, so users cannot connect accounts; activate it in the dashboard under Applications, APIs',
  },
  evaluate(facts, subject) {
    if (facts.generation.known && facts.generation.value === 'tokensets') {
      return { status: 'skip', say: 'early', severity: 'info' };
    }
    if (!facts.myAccountApi.known) return cannotTell(facts.myAccountApi);
    if (facts.myAccountApi.value !== null) return { status: 'pass', say: 'active' };
    const current = facts.generation.known && facts.generation.value === 'connected_accounts';
    return { status: 'fail', say: 'inactive', severity: subject.connects && current ? 'error' : 'info' };
  },
  command: (subject) => commandLine(subject, ['doctor', '--fix', 'tenant/my-account-api']),
  fix: (_, subject) => [activateMyAccount(subject.myAccountAudience)],
});
