import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Change } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Result } from '../../core/result.ts';
import { plural, quotedList, sentenceList } from '../../core/text.ts';
import { applyChanges } from './apply.ts';
import { isPending, type Planned } from './change.ts';
import { lackingScopes, requireScopes, scopesFor } from './scopes.ts';

/** What carrying out a plan needs to know beside the plan. */
export interface Undertaking {
  /** What is asked, without the place: `Turn Token Vault off for google-oauth2`; by default to make the changes. */
  readonly question?: string;
  /** Changes that the user asked for by name, so that they only warn (product section 9). */
  readonly ownWord?: (planned: Planned) => boolean;
  /** How many things were named on the command line: the code of a single one is that of the command. */
  readonly items: number;
}

/** What a plan came to. */
export interface CarriedOut {
  readonly dryRun: boolean;
  readonly changes: readonly Change[];
  /** Whether a person saw the plan before agreeing to it. */
  readonly shown: boolean;
  /** Why changes failed, as one error; undefined when none did. */
  readonly error: TvError | undefined;
}

/** Tenant and profile, as plans and questions name them. */
export function placeOf(tenant: Pick<Tenant, 'domain' | 'profile'>): string {
  return tenant.profile === null ? tenant.domain : `${tenant.domain} (profile ${tenant.profile})`;
}

/** The way of every write: plan only with `--dry-run`; else check scopes, show and ask where that is due, apply and report. */
export async function carryOut(
  context: Context,
  tenant: Tenant,
  planned: readonly Planned[],
  undertaking: Undertaking,
): Promise<CarriedOut> {
  const pending = planned.filter(isPending);
  if (context.globals.dryRun) {
    await warnOfScopes(context, tenant, pending);
    return { dryRun: true, changes: planned.map(({ change }) => change), shown: false, error: undefined };
  }
  let shown = false;
  if (pending.length > 0) {
    await requireScopes(tenant, scopesFor(pending));
    await context.assertWritable();
    shown = await ask(context, tenant, pending, undertaking);
  }
  const { changes, errors, interrupted } = await applyChanges(tenant, planned, {
    receipts: await context.receipts(),
    signal: context.signal,
  });
  const error = interrupted ?? oneError(changes, errors, undertaking.items);
  return { dryRun: false, changes, shown, error };
}

/** Whether there will be a question, before which the plan is shown; on a protected profile `--yes` alone does not answer it. */
export async function willAsk({ credentials, globals }: Context, needed: boolean): Promise<boolean> {
  const { protected: guarded } = await credentials();
  const answered = globals.yes && (!guarded || globals.expectTenant !== undefined);
  return (needed || guarded) && !answered;
}

/** Resolves to whether the plan was shown; throws like `Context.confirm`. */
async function ask(
  context: Context,
  tenant: Tenant,
  pending: readonly Planned[],
  { question, ownWord }: Undertaking,
): Promise<boolean> {
  const needed = pending.some((item) => item.change.impact !== 'additive' && ownWord?.(item) !== true);
  const asks = await willAsk(context, needed);
  if (asks) await context.showChanges(pending.map(({ change }) => change));
  const asked = question ?? `Make ${plural(pending.length, 'change')} to ${namesOf(pending)}`;
  await context.confirm({ question: `${asked} on ${placeOf(tenant)}`, needed });
  // For people the result shows the warning beside its change.
  if (context.globals.output === 'table') return asks;
  for (const { change } of pending.filter((item) => ownWord?.(item) === true)) {
    if (change.warning !== null) context.reporter.warn(`changes.${change.impact}`, change.warning);
  }
  return asks;
}

function namesOf(pending: readonly Planned[]): string {
  return sentenceList([...new Set(pending.map(({ change }) => change.name))]);
}

/** A plan is printed whatever the token may write, and says what making it would lack. */
async function warnOfScopes(context: Context, tenant: Tenant, pending: readonly Planned[]): Promise<void> {
  const missing = await lackingScopes(tenant, scopesFor(pending));
  if (missing.length > 0) {
    context.reporter.warn('access.scope', `Making these changes needs ${quotedList(missing)}`);
  }
}

/** Why changes failed, as one error: the item's own when there was one item or nothing worked, else that some failed. */
export function oneError(
  changes: readonly Change[],
  errors: readonly TvError[],
  items: number,
): TvError | undefined {
  const [first] = errors;
  if (first === undefined) return undefined;
  const worked = changes.some(({ status }) => status !== 'failed');
  if (items === 1 || !worked) return first;
  return new TvError('api.partial', `${plural(errors.length, 'change')} could not be made`, {
    cause: first.message,
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  });
}

/** The answer of every write command: `{"dry_run","changes"}` (product section 9). */
export function changesResult(carried: CarriedOut, notes: readonly string[] = []): Result {
  return {
    data: { dry_run: carried.dryRun, changes: carried.changes },
    view: { kind: 'changes' },
    notes,
    ...(carried.error === undefined ? {} : { error: carried.error }),
  };
}
