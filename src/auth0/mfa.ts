import type { MfaPort } from '../core/ports.ts';
import { apiPath } from './api-path.ts';
import type { Management } from './management.ts';
import { ShapeError } from './narrow.ts';

/** MFA policies: `all-applications`, `confidence-score`, or none for Never (facts 5). */
export function mfaPort(management: Management): MfaPort {
  return {
    policies: async () =>
      management.read({
        asked: 'read the MFA policies',
        path: apiPath`/guardian/policies`,
        read: readPolicies,
      }),
  };
}

function readPolicies(body: unknown): readonly string[] {
  if (!Array.isArray(body)) throw new ShapeError('The body is not a list');
  return body.map((policy, index) => {
    if (typeof policy === 'string') return policy;
    throw new ShapeError(`policy ${index + 1} is not text`);
  });
}
