import type { Context } from '../../core/context.ts';
import { asTvError, type TvError } from '../../core/errors.ts';
import type { Change, ClientRecord, Finding } from '../../core/model.ts';
import { newId } from '../../core/planned-names.ts';
import type { Tenant } from '../../core/ports.ts';
import { quotedList } from '../../core/text.ts';
import { createApplication } from '../apps/create.ts';
import { applyChanges } from '../changes/apply.ts';
import { oneError, placeOf, willAsk } from '../changes/carry-out.ts';
import { isPending, type Planned } from '../changes/change.ts';
import { lackingScopes, requireScopes, scopesFor } from '../changes/scopes.ts';
import type { Surgery } from '../doctor/examine.ts';
import { collect } from '../facts/sources.ts';
import type { Judged } from '../rules/rule.ts';
import type { Decisions } from './decide.ts';
import type { SetupFlags } from './flags.ts';
import type { NewApp } from './new-app.ts';
import { examineTarget, planSetup, type SetupPlan } from './plan.ts';

/** What setting up came to. */
export interface SetupOutcome {
  readonly changes: readonly Change[];
  /** What the rules say afterwards; before, with `--dry-run`. */
  readonly findings: readonly Finding[];
  /** The application, once it exists. */
  readonly client: ClientRecord | undefined;
  readonly error: TvError | undefined;
  /** Failures that stay, with what to do about them. */
  readonly left: readonly Judged[];
  /** Whether a person saw the plan before agreeing to it. */
  readonly shown: boolean;
  /** Whether the changes need a yes where nobody can be asked. */
  readonly consent: boolean;
}

/** How the plan came about. */
export interface Agreement {
  readonly flags: SetupFlags;
  /** Whether a person answered questions, who then also sees and agrees to the plan. */
  readonly asked: boolean;
}

/** Plans; shows and asks where that is due; makes the changes, the new application first; and examines the target again. */
export async function carryOutSetup(
  context: Context,
  surgery: Surgery,
  decisions: Decisions,
  agreement: Agreement,
): Promise<SetupOutcome> {
  const { tenant } = surgery;
  const plan = await planSetup(surgery, decisions, agreement.flags.fix);
  const known = decisions.app.kind === 'existing' ? decisions.app.client : undefined;
  const before: SetupOutcome = {
    changes: changesOf(plan),
    findings: plan.examination.report.findings.map(withoutVainFix),
    client: known,
    error: undefined,
    left: plan.left,
    shown: false,
    consent: needsConsent(plan.planned),
  };
  if (context.globals.dryRun) await warnOfScopes(context, tenant, plan);
  if (context.globals.dryRun || !hasWork(plan)) return before;
  await context.assertWritable();
  await requireScopes(tenant, scopesOf(plan));
  const shown = await agree(context, tenant, plan, agreement);
  const made = decisions.app.kind === 'new' ? await create(context, tenant, decisions.app) : undefined;
  const client = made?.client ?? known;
  let changes: readonly Change[] = made === undefined ? [] : [made.change];
  try {
    const final =
      made === undefined ? plan : await planSetup(surgery, decisions, agreement.flags.fix, made.client);
    const applied = await applyChanges(tenant, final.planned, {
      receipts: await context.receipts(),
      signal: context.signal,
    });
    changes = [...changes, ...applied.changes];
    const error = applied.interrupted ?? oneError(changes, applied.errors, changes.length);
    const done = client !== undefined && applied.interrupted === undefined;
    const after = done ? await examineTarget(surgery, decisions, client) : final.examination;
    return { ...before, client, shown, changes, findings: after.report.findings, error };
  } catch (error) {
    // What was made is told although the tenant cannot be read any more.
    if (changes.length === 0) throw error;
    return { ...before, client, shown, changes, error: asTvError(error) };
  }
}

/** No command can mend an application that is yet to be made; this one does, when it makes it. */
function withoutVainFix(finding: Finding): Finding {
  return finding.subject.id === newId ? { ...finding, fix: null } : finding;
}

function hasWork({ creation, planned }: SetupPlan): boolean {
  return creation !== undefined || planned.some(isPending);
}

/** Everything that is planned, as it is shown. */
function changesOf({ creation, planned }: SetupPlan): readonly Change[] {
  return [...(creation === undefined ? [] : [creation]), ...planned.map(({ change }) => change)];
}

function scopesOf({ creation, planned }: SetupPlan): readonly string[] {
  return [...(creation === undefined ? [] : ['create:clients']), ...scopesFor(planned)];
}

async function warnOfScopes(context: Context, tenant: Tenant, plan: SetupPlan): Promise<void> {
  const missing = await lackingScopes(tenant, scopesOf(plan));
  if (missing.length > 0) {
    context.reporter.warn('access.scope', `Making these changes needs ${quotedList(missing)}`);
  }
}

/** Whether the changes need a yes where nobody can be asked (product section 9). */
function needsConsent(planned: readonly Planned[]): boolean {
  return planned.some((item) => isPending(item) && item.change.impact !== 'additive');
}

/** Resolves to whether the plan was shown; throws like `Context.confirm`. */
async function agree(
  context: Context,
  tenant: Tenant,
  plan: SetupPlan,
  { asked }: Agreement,
): Promise<boolean> {
  const needed = asked || needsConsent(plan.planned);
  const changes = changesOf(plan);
  const asks = await willAsk(context, needed);
  if (asks) await context.showChanges(changes);
  await context.confirm({
    question: `Make ${changes.length === 1 ? 'this change' : `these ${changes.length} changes`} on ${placeOf(tenant)}`,
    needed,
  });
  return asks;
}

/** Creates the application once the file for its secret is open, so that nothing is created whose secret would be lost. */
async function create(context: Context, tenant: Tenant, app: NewApp) {
  const receipts = await context.receipts();
  const relist = () => collect(tenant.clients.list());
  const creation = { body: app.body, existing: await relist(), relist };
  let created: Awaited<ReturnType<typeof createApplication>> | undefined;
  await context.files.createPrivate(app.secretOut, async () => {
    created = await createApplication(tenant, creation, receipts);
    return `${created.secret.reveal()}\n`;
  });
  if (created === undefined) throw new Error('the file was made without its application');
  return created;
}
