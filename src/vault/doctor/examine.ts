import type { LocalPort } from '../../core/local-port.ts';
import type { Finding } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { createFacts, type Facts } from '../facts/facts.ts';
import { judge } from '../rules/evaluate.ts';
import type { Judged } from '../rules/rule.ts';
import type { Selection } from '../rules/select.ts';
import { withCauses } from './causes.ts';
import { doctorQuestions } from './questions.ts';
import { type DoctorReport, ordered, summarise } from './report.ts';
import { type Choice, findSubjects, type Subjects } from './subjects.ts';

/** What `tv doctor` was asked for. */
export interface Order {
  readonly choice: Choice;
  readonly expectScopes: readonly string[];
  readonly selection: Selection;
}

/** What a run needs beside the order. */
export interface Surgery {
  readonly tenant: Tenant;
  readonly local: LocalPort;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What was found, and what it was made from. */
export interface Examination {
  readonly report: DoctorReport;
  readonly judged: readonly Judged[];
  readonly subjects: Subjects;
}

/** Examines what was chosen, or the whole tenant, reading everything once. */
export async function examine(surgery: Surgery, order: Order): Promise<Examination> {
  const facts = createFacts(surgery.tenant, surgery.local);
  return examineWith(facts, surgery, await findSubjects(surgery.tenant, facts, order.choice), order);
}

/** Judges subjects that were found already. */
export async function examineWith(
  facts: Facts,
  { tenant, now }: Surgery,
  subjects: Subjects,
  { expectScopes, selection }: Pick<Order, 'expectScopes' | 'selection'>,
): Promise<Examination> {
  const run = { tenant, mode: 'doctor', now } as const;
  const questions = await doctorQuestions(facts, subjects, { run, expectScopes, selection });
  const judged = withCauses(await judge(facts, questions));
  const hidden = subjects.untold.filter(({ id }) => isSelected(id, selection));
  const findings: readonly Finding[] = ordered([...hidden, ...judged.map(({ finding }) => finding)]);
  return {
    subjects,
    judged,
    report: {
      tenant: tenant.domain,
      profile: tenant.profile,
      generation: subjects.generation ?? null,
      findings,
      summary: summarise(findings),
    },
  };
}

function isSelected(id: string, { only, skip }: Selection): boolean {
  return (only.length === 0 || only.includes(id)) && !skip.includes(id);
}
