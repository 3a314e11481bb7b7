import type { Finding } from '../../core/model.ts';
import type { FactName, Loaded } from '../facts/catalogue.ts';
import type { Facts } from '../facts/facts.ts';
import type { Case } from './case.ts';
import type { Judged, Rule, Verdict } from './rule.ts';

/** One rule on one case. */
export interface Question {
  readonly rule: Rule;
  readonly case: Case;
}

/** Judges every question; the facts they need are read once, side by side. */
export async function judge(facts: Facts, questions: readonly Question[]): Promise<readonly Judged[]> {
  return Promise.all(
    questions.map(async ({ rule, case: subject }) => {
      const loaded = await facts.loadFor(rule.needs, subject);
      return judgeOne(rule, subject, complete(rule.needs, loaded));
    }),
  );
}

/** Judges one rule on facts that are there. */
export function judgeOne(rule: Rule, subject: Case, facts: Loaded): Judged {
  const verdict = rule.evaluate(facts, subject);
  return { rule, case: subject, facts, finding: word(rule, subject, facts, verdict) };
}

/** `needs` are the only facts that a rule can reach (`defineRule`), so these are all the facts there are for it. */
function complete(needs: readonly FactName[], loaded: Partial<Loaded>): Loaded {
  const missing = needs.find((name) => loaded[name] === undefined);
  if (missing !== undefined) throw new Error(`fact ${missing} was not loaded`);
  return loaded as Loaded;
}

function word(rule: Rule, subject: Case, facts: Loaded, verdict: Verdict): Finding {
  const severity = typeof rule.severity === 'function' ? rule.severity(subject) : rule.severity;
  const failed = verdict.status === 'fail';
  return {
    id: rule.id,
    severity: ('severity' in verdict ? verdict.severity : undefined) ?? severity,
    status: verdict.status,
    subject: subject.subject,
    title: rule.title,
    message: message(rule, subject, verdict),
    missing_scopes: verdict.missingScopes ?? [],
    fix: failed ? (rule.command?.(subject, facts) ?? null) : null,
    docs: rule.docs,
  };
}

function message(rule: Rule, subject: Case, verdict: Verdict): string {
  if ('reason' in verdict) return verdict.reason;
  const text = rule.messages[verdict.say];
  if (text === undefined) throw new Error(`rule ${rule.id} has no message ${verdict.say}`);
  return fill(text, {
    subject: subject.subject.name,
    tenant: subject.tenant,
    ...(subject.app === undefined ? {} : { app: subject.app.name }),
    ...(subject.connection === undefined ? {} : { connection: subject.connection.name }),
    ...(subject.user === undefined ? {} : { user: subject.user.name }),
    ...verdict.args,
  });
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{([a-z_]+)\}/g, (whole, name: string) => values[name] ?? whole);
}
