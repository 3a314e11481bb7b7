import { type ExitCode, exitCodes } from '../../core/exit-codes.ts';
import type { Finding } from '../../core/model.ts';

/** Which failed rules end in exit code 3. */
export type FailOn = 'error' | 'warning';

/** Exit code of findings: 3 when a rule failed that counts, else 4 when one could not be told, else 0 (product section 9). */
export function exitOf(findings: readonly Finding[], failOn: FailOn): ExitCode {
  const counts = (finding: Finding): boolean =>
    finding.severity === 'error' || (failOn === 'warning' && finding.severity === 'warning');
  if (findings.some((finding) => finding.status === 'fail' && counts(finding))) return exitCodes.findings;
  return findings.some(isOpen) ? exitCodes.access : exitCodes.ok;
}

/** Whether a rule that counts could not be told. */
export function isOpen({ status, severity }: Finding): boolean {
  return status === 'unknown' && severity !== 'info';
}

/** Scopes that would turn every `unknown` into a verdict, in order and once each. */
export function scopesToAdd(findings: readonly Finding[]): readonly string[] {
  return [
    ...new Set(
      findings.filter(({ status }) => status === 'unknown').flatMap(({ missing_scopes: scopes }) => scopes),
    ),
  ];
}
