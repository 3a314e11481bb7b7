import type { Finding } from '../../core/model.ts';
import type { ExchangeKind } from '../../core/protocol.ts';
import { fillFix, fillSentence, type Names } from './placeholders.ts';
import type { Cause, Refusal } from './refusals/refusal.ts';

/** One likely cause and what mends it (product section 10). */
export interface Diagnosis {
  readonly cause: string;
  readonly fix: string | null;
}

/** What is known when an exchange was refused. */
export interface DiagnosisScene {
  /** What the catalogue has on it. */
  readonly refusals: readonly Refusal[];
  /** What the rules found on this tenant; empty where it could not be read. */
  readonly findings: readonly Finding[];
  readonly names: Names;
  readonly exchange: ExchangeKind;
  /** How the application proved itself, when that matters. */
  readonly proof?: 'secret' | 'key' | undefined;
  /** Strategy of the connection, when it could be read. */
  readonly strategy?: string | undefined;
}

/** Says nothing about this refusal but that it was logged. */
const echo = 'user/recent-failure';

/**
 * Likely causes, what is surest first: rules that failed and belong to this refusal, other errors that the rules found, then
 * causes that no rule can tell. Where Auth0 refused before it looked at the rest, the other errors are left out. A cause whose rules all passed is left out, unless nothing else is left.
 */
export function diagnose(scene: DiagnosisScene): readonly Diagnosis[] {
  const findings = scene.findings.filter(({ id }) => id !== echo);
  const causes = scene.refusals
    .flatMap((refusal) => refusal.causes)
    .filter((cause) => canHappen(cause, scene));
  const failed = findings.filter(({ status }) => status === 'fail');
  const related = causes.flatMap((cause) =>
    failed.filter(({ id }) => cause.rules?.includes(id)).map((finding) => ofFinding(finding, cause, scene)),
  );
  const others = failed
    .filter(({ id, severity }) => severity === 'error' && !causes.some(({ rules }) => rules?.includes(id)))
    .map((finding) => ofFinding(finding, undefined, scene));
  const open = causes.filter((cause) => isOpen(cause, findings)).map((cause) => ofCause(cause, scene));
  const early = scene.refusals.some((refusal) => refusal.early === true);
  const found = unique([...related, ...(early ? [] : others), ...open]);
  return found.length > 0 ? found : unique(causes.map((cause) => ofCause(cause, scene)));
}

function canHappen(cause: Cause, { exchange, proof, names, strategy }: DiagnosisScene): boolean {
  const { exchanges, provider } = cause;
  if (exchanges !== undefined && !exchanges.includes(exchange)) return false;
  if (cause.proof !== undefined && proof !== undefined && cause.proof !== proof) return false;
  return provider === undefined || provider.test(`${strategy ?? ''} ${names.connection ?? ''}`);
}

/** Whether the rules neither confirm a cause nor rule it out. */
function isOpen({ rules = [] }: Cause, findings: readonly Finding[]): boolean {
  if (rules.length === 0) return true;
  const judged = findings.filter(({ id }) => rules.includes(id));
  if (judged.some(({ status }) => status === 'fail')) return false;
  return !rules.every((id) => judged.some((finding) => finding.id === id && finding.status === 'pass'));
}

function ofFinding(finding: Finding, cause: Cause | undefined, { names }: DiagnosisScene): Diagnosis {
  const fix = finding.fix ?? (cause === undefined ? null : fillFix(cause.fix, names));
  return { cause: finding.message, fix };
}

function ofCause({ cause, fix }: Cause, { names }: DiagnosisScene): Diagnosis {
  return { cause: fillSentence(cause, names), fix: fillFix(fix, names) };
}

function unique(list: readonly Diagnosis[]): readonly Diagnosis[] {
  return [...new Map(list.map((item) => [item.cause, item])).values()];
}
