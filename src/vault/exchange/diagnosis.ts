import type { Finding } from '../../core/model.ts';
import type { ExchangeKind } from '../../core/protocol.ts';
import { supported } from '../rules/connection/supported.ts';
import { fillFix, fillSentence, type Names } from './placeholders.ts';
import type { Cause, Refusal } from './refusals/refusal.ts';

/** One likely cause and what mends it (product section 10). */
export interface Diagnosis {
  readonly cause: string;
  readonly fix: string | null;
}

/** What is known of an exchange, and rules causes out. */
export interface Circumstances {
  readonly names: Names;
  readonly exchange?: ExchangeKind | undefined;
  /** How the application proved itself, when that matters. */
  readonly proof?: 'secret' | 'key' | undefined;
  /** Strategy of the connection, when it could be read. */
  readonly strategy?: string | undefined;
}

/** What is known when an exchange was refused. */
export interface DiagnosisScene extends Circumstances {
  /** What the catalogue has on it. */
  readonly refusals: readonly Refusal[];
  /** What the rules found on this tenant; empty where it could not be read. */
  readonly findings: readonly Finding[];
  readonly exchange: ExchangeKind;
}

/** Says nothing about this refusal but that it was logged. */
const echo = 'user/recent-failure';

/**
 * Likely causes, what is surest first: rules that failed and belong to this refusal, other errors that the rules found, then
 * causes that no rule can tell. A connection that can never hold provider tokens is the only one. Where Auth0 refused before it looked at the rest, the other errors are left out. A cause whose rules all passed is left out, unless nothing else is left.
 */
export function diagnose(scene: DiagnosisScene): readonly Diagnosis[] {
  const findings = scene.findings.filter(({ id }) => id !== echo);
  const causes = possibleCauses(scene.refusals, scene);
  const failed = findings.filter(({ status }) => status === 'fail');
  const early = scene.refusals.some((refusal) => refusal.early === true);
  const hopeless = failed.find(({ id, severity }) => id === supported.id && severity === 'error');
  if (hopeless !== undefined && !early) return [unsupported(hopeless, scene)];
  const related = causes.flatMap((cause) =>
    failed.filter(({ id }) => cause.rules?.includes(id)).map((finding) => ofFinding(finding, cause, scene)),
  );
  const others = failed
    .filter(({ id, severity }) => severity === 'error' && !causes.some(({ rules }) => rules?.includes(id)))
    .map((finding) => ofFinding(finding, undefined, scene));
  const open = causes.filter((cause) => isOpen(cause, findings)).map((cause) => ofCause(cause, scene));
  const found = unique([...related, ...(early ? [] : others), ...open]);
  return found.length > 0 ? found : unique(causes.map((cause) => ofCause(cause, scene)));
}

/** The causes of refusals that can happen under these circumstances, what is likeliest first. */
export function possibleCauses(refusals: readonly Refusal[], circumstances: Circumstances): readonly Cause[] {
  return refusals.flatMap(({ causes }) => causes).filter((cause) => canHappen(cause, circumstances));
}

function canHappen(cause: Cause, { exchange, proof, names, strategy }: Circumstances): boolean {
  const { exchanges, provider } = cause;
  if (exchanges !== undefined && exchange !== undefined && !exchanges.includes(exchange)) return false;
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

/** Where the connection can never hold provider tokens nothing else is the matter, and no command mends it. */
function unsupported({ message, fix }: Finding, { names }: DiagnosisScene): Diagnosis {
  const other = fillFix('Name another connection; `tv connections list` shows which support it', names);
  return { cause: message, fix: fix ?? other };
}

function ofCause({ cause, fix }: Cause, { names }: DiagnosisScene): Diagnosis {
  return { cause: fillSentence(cause, names), fix: fillFix(fix, names) };
}

function unique(list: readonly Diagnosis[]): readonly Diagnosis[] {
  return [...new Map(list.map((item) => [item.cause, item])).values()];
}
