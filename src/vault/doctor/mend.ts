import type { Finding } from '../../core/model.ts';
import { quotedList } from '../../core/text.ts';
import { type FixPlan, type Permission, planFixes } from '../rules/fix.ts';
import { eligibilityRules } from '../rules/registry.ts';
import type { Judged } from '../rules/rule.ts';

/**
 * Plans what may be mended. An application that may not have Token Vault, and stays so, gets no other change either, and neither
 * does a connection that can never hold provider tokens.
 */
export function planMending(judged: readonly Judged[], scope: Permission): FixPlan {
  const hopeless = judged.filter((item) => isHopeless(item, scope));
  const apps = new Set(
    hopeless.flatMap(({ case: { subject, app } }) => (subject.type === 'app' && app ? [app.id] : [])),
  );
  const connections = new Set(
    hopeless.flatMap(({ case: { subject } }) => (subject.type === 'connection' ? [subject.id] : [])),
  );
  const inVain = ({ case: { app, connection } }: Judged): boolean =>
    (app !== undefined && apps.has(app.id)) || (connection !== undefined && connections.has(connection.id));
  const plan = planFixes(
    judged.filter((item) => !inVain(item)),
    scope,
  );
  const failed = judged.filter((item) => inVain(item) && item.finding.status === 'fail');
  return { ...plan, left: [...plan.left, ...failed] };
}

function isHopeless(item: Judged, scope: Permission): boolean {
  const { rule, finding } = item;
  if (finding.status !== 'fail' || finding.severity !== 'error') return false;
  if (rule.id === 'connection/supported') return true;
  return eligibilityRules.includes(rule) && planFixes([item], scope).planned.length === 0;
}

/** Why failures were left, a sentence each: the rule, what it is about, and what to do instead. */
export function explainLeft(left: readonly Judged[]): readonly string[] {
  const reasons = new Map<string, { readonly id: string; readonly names: Set<string> }>();
  for (const { rule, finding } of left) {
    const advice = rule.advice ?? (finding.severity === 'error' ? wayOut(finding) : undefined);
    if (advice === undefined) continue;
    const known = reasons.get(advice) ?? { id: rule.id, names: new Set() };
    known.names.add(finding.subject.name);
    reasons.set(advice, known);
  }
  return [...reasons].map(([advice, { id, names }]) => `Left: ${id} of ${[...names].join(', ')}. ${advice}`);
}

/** Why rules that were named got no change: what was left of them, or that none of them failed. */
export function explainNamed(
  named: readonly string[],
  judged: readonly Judged[],
  left: readonly Judged[],
): readonly string[] {
  const idle = named.filter(
    (id) => !judged.some(({ rule, finding }) => rule.id === id && finding.status === 'fail'),
  );
  const open = idle.filter((id) =>
    judged.some(({ rule, finding }) => rule.id === id && finding.status === 'unknown'),
  );
  const fine = idle.filter((id) => !open.includes(id));
  return [
    ...explainLeft(left.filter(({ rule }) => named.includes(rule.id))),
    ...(open.length === 0
      ? []
      : [`Whether ${quotedList(open, 'or')} fails could not be told, so nothing was mended`]),
    ...(fine.length === 0
      ? []
      : [
          `There is nothing to mend: ${quotedList(fine)} ${fine.length === 1 ? 'fails' : 'fail'} nowhere in what was examined`,
        ]),
  ];
}

function wayOut({ message, fix }: Finding): string {
  return fix === null ? message : `Run \`${fix}\``;
}
