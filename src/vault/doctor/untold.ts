import type { Finding } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Unknown } from '../facts/fact.ts';
import { findRule } from '../rules/select.ts';

/** A rule that could be judged nowhere, because the list of its subjects is hidden. */
export function untold(tenant: Tenant, ruleId: string, why: Unknown): Finding {
  const rule = findRule(ruleId, '--only');
  return {
    id: rule.id,
    severity: 'error',
    status: why.gone ? 'skip' : 'unknown',
    subject: { type: 'tenant', id: tenant.domain, name: tenant.domain },
    title: rule.title,
    message: why.reason,
    missing_scopes: why.missingScopes,
    fix: null,
    docs: rule.docs,
  };
}
