import type { ClientRecord, Finding } from '../../core/model.ts';
import type { Facts } from '../facts/facts.ts';
import type { Case } from '../rules/case.ts';
import { judge } from '../rules/evaluate.ts';
import { eligibilityRules } from '../rules/registry.ts';

const eligibilityIds = eligibilityRules.map(({ id }) => id);

/** Whether an application may have Token Vault: false when a rule fails, null when one cannot be told (product section 8). */
export function eligibleBy(findings: readonly Finding[]): boolean | null {
  const judged = findings.filter(({ id, subject }) => subject.type === 'app' && eligibilityIds.includes(id));
  if (judged.some(({ status }) => status === 'fail')) return false;
  return judged.length > 0 && judged.every(({ status }) => status === 'pass') ? true : null;
}

/** Judges the four eligibility rules of one application. */
export async function judgeEligibility(facts: Facts, subject: Case): Promise<boolean | null> {
  const judged = await judge(
    facts,
    eligibilityRules.map((rule) => ({ rule, case: subject })),
  );
  return eligibleBy(judged.map(({ finding }) => finding));
}

/** Puts applications that were read already among the facts. */
export function seedClients(facts: Facts, clients: readonly ClientRecord[]): void {
  for (const client of clients) facts.seed('client', client.client_id, client);
}
