import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** With the policy on Always every exchange fails: there is no browser to answer a challenge (facts 5). */
export const mfaPolicy = defineRule({
  id: 'tenant/mfa-policy',
  title: 'MFA policy',
  subject: 'tenant',
  severity: 'error',
  passes: 'The MFA policy is Never, so no exchange meets a challenge that nobody can answer',
  severities: 'error when the policy is Always, warning when it is adaptive',
  needs: ['mfaPolicies'],
  docs: docs.mfa,
  messages: {
    never: 'The MFA policy is Never, so no exchange is stopped by a challenge',
    always:
      'The MFA policy is Always, and a token exchange cannot answer a challenge; set Security, Multi-factor Auth to Never and require MFA in a post-login Action that leaves `oauth2-refresh-token` and token exchanges alone (`event.transaction.protocol`)',
    adaptive:
      'The MFA policy is adaptive, so an exchange that looks risky may be asked for a challenge that nobody can answer; deciding in a post-login Action by `event.transaction.protocol` avoids that',
  },
  advice:
    'The MFA policy protects the whole tenant, so `tv` never changes it: set it in the dashboard under Security, Multi-factor Auth, or decide in a post-login Action',
  evaluate({ mfaPolicies }) {
    if (!mfaPolicies.known) return cannotTell(mfaPolicies);
    if (mfaPolicies.value.includes('all-applications')) return { status: 'fail', say: 'always' };
    return mfaPolicies.value.includes('confidence-score')
      ? { status: 'fail', say: 'adaptive', severity: 'warning' }
      : { status: 'pass', say: 'never' };
  },
});
