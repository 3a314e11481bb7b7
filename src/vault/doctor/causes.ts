import type { Finding } from '../../core/model.ts';
import { findRefusals } from '../exchange/catalogue.ts';
import { possibleCauses } from '../exchange/diagnosis.ts';
import { fillFix, fillSentence, type Names } from '../exchange/placeholders.ts';
import type { Cause } from '../exchange/refusals/refusal.ts';
import type { Judged } from '../rules/rule.ts';
import { lastFailure, reasonOf, recentFailure } from '../rules/user/recent-failure.ts';

/** Adds the likely cause to the last failed exchange: one that another rule confirms, else the first that no rule refutes. */
export function withCauses(judged: readonly Judged[]): readonly Judged[] {
  const findings = judged.map(({ finding }) => finding);
  return judged.map((item) =>
    item.rule.id === recentFailure.id && item.finding.status === 'fail' ? explained(item, findings) : item,
  );
}

function explained(item: Judged, findings: readonly Finding[]): Judged {
  const event = lastFailure(item.facts.userExchanges, item.case);
  if (event === undefined) return item;
  const reason = reasonOf(event);
  const names: Names = {
    profile: item.case.profile,
    ...(event.client_id === null ? {} : { app: event.client_id }),
    ...(event.connection === null ? {} : { connection: event.connection }),
    ...(event.user_id === null ? {} : { user: event.user_id }),
  };
  const refusals = findRefusals({ error: reason, description: reason }).slice(0, 1);
  const cause = likeliest(possibleCauses(refusals, { names }), findings);
  if (cause === undefined) return item;
  const fix = fillFix(cause.fix, names);
  return {
    ...item,
    finding: {
      ...item.finding,
      message: `${item.finding.message}. Likely cause: ${fillSentence(cause.cause, names)}`,
      fix: fix.startsWith('tv ') && !fix.includes('<') ? fix : item.finding.fix,
    },
  };
}

function likeliest(causes: readonly Cause[], findings: readonly Finding[]): Cause | undefined {
  const verdictsOf = ({ rules = [] }: Cause): readonly Finding[] =>
    findings.filter(({ id }) => rules.includes(id));
  return (
    causes.find((cause) => verdictsOf(cause).some(({ status }) => status === 'fail')) ??
    causes.find((cause) => {
      const verdicts = verdictsOf(cause);
      return verdicts.length === 0 || verdicts.some(({ status }) => status !== 'pass');
    })
  );
}
