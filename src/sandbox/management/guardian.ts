import { ok, type Reply } from '../server/reply.ts';
import { validBody } from '../server/validate.ts';
import type { ManagementCall, ManagementRoute } from './route.ts';

const policiesShape = {
  type: 'array',
  maxItems: 1,
  items: { type: 'string', enum: ['all-applications', 'confidence-score'] },
} as const;

/** The tenant's MFA policy and factors, and its settings. */
export const tenantRoutes: readonly ManagementRoute[] = [
  {
    method: 'GET',
    path: '/guardian/policies',
    scopes: [['read:mfa_policies']],
    handle: ({ tenant }) => ok(tenant.record().mfaPolicies),
  },
  {
    method: 'PUT',
    path: '/guardian/policies',
    scopes: [['update:mfa_policies']],
    title: 'Set the Multi-factor Authentication policies',
    handle: putPolicies,
  },
  {
    method: 'GET',
    path: '/guardian/factors',
    scopes: [['read:guardian_factors']],
    handle: ({ tenant }) => ok(tenant.record().factors),
  },
  {
    method: 'GET',
    path: '/tenants/settings',
    scopes: [['read:tenant_settings']],
    handle: ({ tenant }) => ok(tenant.record().settings),
  },
];

function putPolicies({ tenant, body }: ManagementCall): Reply {
  const mfaPolicies = validBody<readonly string[]>(body, policiesShape);
  tenant.update({ mfaPolicies });
  return ok(mfaPolicies);
}
