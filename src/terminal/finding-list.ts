import { isObject } from '../core/json.ts';
import type { Finding, FindingStatus } from '../core/model.ts';
import type { Column } from '../core/result.ts';
import { scrub } from '../core/secret.ts';

/** Columns of findings in csv and in a pipe. */
export const findingColumns: readonly Column<Finding>[] = [
  { key: 'subject_type', header: 'subject_type', value: ({ subject }) => subject.type },
  { key: 'subject_id', header: 'subject_id', value: ({ subject }) => subject.id, weight: 9 },
  { key: 'subject_name', header: 'subject_name', value: ({ subject }) => subject.name },
  { key: 'id', header: 'id', weight: 9 },
  { key: 'severity', header: 'severity', weight: 3 },
  { key: 'status', header: 'status', weight: 3, tone: (finding) => verdicts[verdictOf(finding)].tone },
  { key: 'title', header: 'title', weight: 2 },
  { key: 'message', header: 'message' },
  { key: 'missing_scopes', header: 'missing_scopes' },
  { key: 'fix', header: 'fix' },
  { key: 'docs', header: 'docs', weight: 0 },
];

/** What a finding means to its reader: a failed rule counts by its severity. */
export type Verdict = 'fail' | 'warn' | 'unknown' | 'info' | 'skip' | 'pass';

/** Every verdict, worst first, as it is written: a symbol and a word, so that it reads without colour. */
export const verdicts = {
  fail: { symbol: '✗', word: 'fail', tone: 'bad' },
  warn: { symbol: '!', word: 'warn', tone: 'warn' },
  unknown: { symbol: '?', word: 'unknown', tone: 'warn' },
  info: { symbol: 'i', word: 'info', tone: 'muted' },
  skip: { symbol: '-', word: 'skip', tone: 'muted' },
  pass: { symbol: '✓', word: 'pass', tone: 'good' },
} as const;

/** The verdicts, worst first. */
export const verdictOrder: readonly Verdict[] = ['fail', 'warn', 'unknown', 'info', 'skip', 'pass'];

/** The verdict of a finding. */
export function verdictOf(finding: Finding): Verdict {
  if (finding.status !== 'fail') return finding.status;
  return finding.severity === 'error' ? 'fail' : finding.severity === 'warning' ? 'warn' : 'info';
}

/** Findings wherever a result keeps them: a list of them, under `findings`, or under `findings` of each element of a list. */
export function findingsIn(data: unknown): readonly Finding[] {
  if (Array.isArray(data))
    return data.flatMap((item) => (isFinding(item) ? [scrubbed(item)] : findingsIn(item)));
  return isObject(data) && Array.isArray(data.findings) ? data.findings.filter(isFinding).map(scrubbed) : [];
}

/** A finding may quote a log entry or an answer of Auth0, so what looks like a secret in it is masked. */
function scrubbed(finding: Finding): Finding {
  return { ...finding, title: scrub(finding.title), message: scrub(finding.message) };
}

const statuses: readonly unknown[] = ['pass', 'fail', 'skip', 'unknown'] satisfies FindingStatus[];

function isFinding(value: unknown): value is Finding {
  return isObject(value) && isObject(value.subject) && statuses.includes(value.status);
}
