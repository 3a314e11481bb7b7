import type { Finding, Subject } from '../core/model.ts';
import { nameWithId } from '../core/planned-names.ts';
import { type Verdict, verdictOf, verdictOrder } from './finding-list.ts';

/** The findings about one subject. */
export interface SubjectGroup {
  readonly subject: Subject;
  readonly findings: readonly Finding[];
}

/** Findings by subject, in the order they came. */
export function groupBySubject(findings: readonly Finding[]): readonly SubjectGroup[] {
  const groups = new Map<string, { readonly subject: Subject; readonly findings: Finding[] }>();
  for (const finding of findings) {
    const key = `${finding.subject.type} ${finding.subject.id}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { subject: finding.subject, findings: [finding] });
    else group.findings.push(finding);
  }
  return [...groups.values()];
}

/** The name of a subject with its type, and its id where that is another. */
export function subjectTitle({ type, id, name }: Subject): string {
  return `${type} ${nameWithId(name, id)}`;
}

/** How many findings have each verdict, worst first, without those that none has. */
export function countVerdicts(findings: readonly Finding[]): readonly (readonly [Verdict, number])[] {
  return verdictOrder
    .map((verdict) => [verdict, findings.filter((finding) => verdictOf(finding) === verdict).length] as const)
    .filter(([, count]) => count > 0);
}

/** The findings by verdict, worst first; equal ones in the order they came. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const rank = (finding: Finding): number => verdictOrder.indexOf(verdictOf(finding));
  return findings.toSorted((left, right) => rank(left) - rank(right));
}

/** What a finding says beside its title: message, missing scopes and the command that mends it. */
export function findingDetails(finding: Finding): readonly string[] {
  const { message, missing_scopes, fix, docs } = finding;
  return [
    ...(message === '' ? [] : [message]),
    ...(missing_scopes.length === 0 ? [] : [`missing scopes: ${missing_scopes.join(' ')}`]),
    ...(fix === null ? [] : [`fix: ${fix}`]),
    ...(docs === null ? [] : [`docs: ${docs}`]),
  ];
}
