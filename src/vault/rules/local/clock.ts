import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** Seconds of difference that Auth0 still takes (facts 4.4). */
const tolerance = 60;

/** A wrong clock makes assertions and worker tokens invalid (facts 4.4). */
export const clock = defineRule({
  id: 'local/clock',
  title: 'Clock of this machine',
  subject: 'local',
  severity: 'warning',
  passes: 'The clock of this machine is within 60 seconds of the tenant’s',
  needs: ['clockSkew'],
  docs: docs.workerExchange,
  messages: {
    yes: 'The clock of this machine is within 60 seconds of the tenant’s',
    no: 'The clock of this machine is {seconds} seconds {direction}, so assertions and worker tokens it signs are refused; turn on network time',
    not_told: 'The tenant did not say what time it has',
  },
  evaluate({ clockSkew }) {
    if (!clockSkew.known) return cannotTell(clockSkew);
    const skew = clockSkew.value;
    if (skew === null) return { status: 'skip', say: 'not_told' };
    const args = { seconds: String(Math.round(Math.abs(skew))), direction: skew > 0 ? 'ahead' : 'behind' };
    return Math.abs(skew) <= tolerance ? { status: 'pass', say: 'yes' } : { status: 'fail', say: 'no', args };
  },
});
