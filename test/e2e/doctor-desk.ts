import type { Change, Finding } from '../../src/core/model.ts';
import type { Summary } from '../../src/vault/doctor/report.ts';
import type { Desk, RunOptions } from './tv.ts';

/** What `tv doctor --json` prints. */
export interface Report {
  readonly tenant: string;
  readonly profile: string | null;
  readonly generation: string | null;
  readonly findings: readonly Finding[];
  readonly summary: Summary;
  readonly dry_run?: boolean;
  readonly changes?: readonly Change[];
}

/** The calendar scope of Google, which the people at Acme gave. */
export const calendar = 'https://www.googleapis.com/auth/calendar.readonly';

/** Runs `tv doctor` and reads its report. */
export async function doctor(
  desk: Desk,
  args: readonly string[] = [],
  options?: RunOptions,
): Promise<{ readonly exit: number; readonly report: Report; readonly stderr: string }> {
  const { exit, data, stderr } = await desk.json(['doctor', ...args], options);
  return { exit, report: data as Report, stderr };
}

/** `rule subject` of findings with a status. */
export function told(findings: readonly Finding[], ...statuses: readonly string[]): readonly string[] {
  return findings
    .filter(({ status }) => statuses.includes(status))
    .map(({ id, subject }) => (subject.type === 'tenant' ? id : `${id} ${subject.name}`));
}

/** The message of one rule. */
export function messageOf(report: Report, id: string): string {
  return report.findings.find((finding) => finding.id === id)?.message ?? `no ${id}`;
}
