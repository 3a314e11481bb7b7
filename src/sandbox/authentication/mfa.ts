import { randomBytes } from 'node:crypto';
import { type Refusal, refuseOAuth } from '../server/reply.ts';

/** The refusal of a flow without a browser while the tenant's MFA policy is Always. */
export function mfaRequired(): Refusal {
  return refuseOAuth(403, 'mfa_required', 'Multifactor authentication required', {
    mfa_token: `Fe26.2*${randomBytes(24).toString('hex')}`,
    mfa_requirements: { challenge: [{ type: 'otp' }] },
  });
}
