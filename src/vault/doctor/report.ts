import type { Finding } from '../../core/model.ts';
import type { Generation } from '../facts/generation.ts';

/** How many rules ended how; `warn` are warnings that failed, `fail` errors that did. */
export interface Summary {
  readonly pass: number;
  readonly warn: number;
  readonly fail: number;
  readonly unknown: number;
  /** With what failed for information only. */
  readonly skip: number;
}

/** What `tv doctor` prints (product section 12). */
export interface DoctorReport {
  readonly tenant: string;
  readonly profile: string | null;
  readonly generation: Generation;
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly summary: Summary;
}

type Kind = keyof Summary;

function kindOf({ status, severity }: Finding): Kind {
  if (status !== 'fail') return status;
  return severity === 'error' ? 'fail' : severity === 'warning' ? 'warn' : 'skip';
}

const worstFirst: readonly Kind[] = ['fail', 'warn', 'unknown', 'skip', 'pass'];

/** The findings, worst first; equal ones stay in the order of setting things up. */
export function ordered(findings: readonly Finding[]): readonly Finding[] {
  const rank = (finding: Finding): number => worstFirst.indexOf(kindOf(finding));
  return findings.toSorted((left, right) => rank(left) - rank(right));
}

/** Counts findings by how they ended. */
export function summarise(findings: readonly Finding[]): Summary {
  const count = (kind: Kind): number => findings.filter((finding) => kindOf(finding) === kind).length;
  return {
    pass: count('pass'),
    warn: count('warn'),
    fail: count('fail'),
    unknown: count('unknown'),
    skip: count('skip'),
  };
}
