import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { type ExitCode, exitCodes } from '../../core/exit-codes.ts';
import type { Receipts, Tenant } from '../../core/ports.ts';
import { type Column, type Result, table } from '../../core/result.ts';
import { plural } from '../../core/text.ts';
import {
  type AccountOwner,
  type Deletion,
  type DeletionOutcome,
  failed,
  type PlannedDeletion,
  runDeletion,
} from '../../vault/tokensets/delete.ts';
import type { DeletionPlan } from '../../vault/tokensets/deletion-plan.ts';
import { BulkProgress } from './bulk-progress.ts';
import { connectionColumn, shortenedId, sourceColumn, userColumn, wholeId } from './columns.ts';
import { tellInterrupted } from './listing-notes.ts';

/** Whose a tokenset is goes before its whole id; where all are of one user it need not be said. */
function columnsFor(manyUsers: boolean): readonly Column<Deletion>[] {
  return [
    manyUsers ? shortenedId : wholeId,
    { ...userColumn, weight: manyUsers ? 4 : 0, optional: !manyUsers },
    connectionColumn,
    { ...sourceColumn, weight: 5, optional: true },
    ...outcomeColumns,
  ];
}

const outcomeColumns: readonly Column<Deletion>[] = [
  {
    key: 'result',
    header: 'Result',
    value: describe,
    tone: (row) => (row.error === null ? 'good' : 'bad'),
    weight: 9,
  },
  { key: 'deleted', header: 'Deleted', extra: true },
  { key: 'planned', header: 'Planned', extra: true },
  {
    key: 'error',
    header: 'Error',
    extra: true,
    value: (row) => (row.error === null ? null : JSON.stringify(row.error)),
  },
];

function describe(row: Deletion): string {
  if (row.error?.code === 'not_found.tokenset') return 'not found';
  if (row.error !== null) return row.planned ? 'failed' : 'not possible';
  return row.deleted ? 'deleted' : 'would be deleted';
}

function viewFor(manyUsers: boolean) {
  return { columns: columnsFor(manyUsers), id: (row: Deletion) => row.id, empty: 'Nothing to delete' };
}

/** What would be deleted, and what could not be (`--dry-run`); `barrier` is why no tokenset could be. */
export function plannedResult(plan: DeletionPlan, barrier: TvError | null, manyUsers: boolean): Result {
  return table(plannedRows(plan, barrier), viewFor(manyUsers));
}

async function* plannedRows(plan: DeletionPlan, barrier: TvError | null): AsyncGenerator<Deletion> {
  for await (const { target, obstacle } of plan.targets()) {
    const reason = obstacle ?? (target.source === 'tokensets' ? barrier : null);
    yield reason === null
      ? { ...target, deleted: false, planned: true, error: null }
      : failed(target, reason, false);
  }
}

const left = 'the same command again does what is left';

interface Tally {
  deleted: number;
  failed: number;
  first: TvError | null;
}

/** Deletes, one report a tokenset as it happens; the exit code follows from what failed. */
export function runDeletions(
  context: Context,
  tenant: Tenant,
  plan: DeletionPlan,
  owner: AccountOwner | null,
  { ignoreNotFound, manyUsers }: { readonly ignoreNotFound: boolean; readonly manyUsers: boolean },
): Result {
  const { count, first = null } = plan.unread;
  const tally: Tally = { deleted: 0, failed: count, first };
  return {
    ...table(deleteAll(context, tenant, plan, owner, { ignoreNotFound, tally }), viewFor(manyUsers)),
    exit: () => exitOf(tally),
    error: () => summary(tally),
  };
}

/** So few are no bulk work, which is tried again for a minute: somebody waits for them. */
const few = 8;

async function* inTurn<Item, Out>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Out>,
): AsyncGenerator<Out> {
  for await (const item of items) yield await work(item);
}

async function* deleteAll(
  context: Context,
  tenant: Tenant,
  plan: DeletionPlan,
  owner: AccountOwner | null,
  options: { readonly ignoreNotFound: boolean; readonly tally: Tally },
): AsyncGenerator<Deletion> {
  const { tally } = options;
  const receipts: Receipts = await context.receipts();
  if (plan.possible > 0) await receipts.prepare();
  const one = (target: PlannedDeletion): Promise<DeletionOutcome> =>
    runDeletion(tenant, target, owner, receipts);
  const outcomes =
    plan.possible <= few
      ? inTurn(plan.targets(), one)
      : tenant.bulk.map(plan.targets(), one, { asTheyEnd: true });
  const progress = new BulkProgress(context, tenant, {
    label: 'tokensets deleted',
    noun: 'tokensets',
    total: () => plan.possible,
    requestsEach: () => 1,
  });
  let done = 0;
  let ended = false;
  try {
    for await (const { report, error } of outcomes) {
      const passedOver = error !== null && options.ignoreNotFound && error.exit === exitCodes.not_found;
      if (error === null) tally.deleted += 1;
      else if (!passedOver) {
        tally.failed += 1;
        tally.first ??= error;
      }
      if (report.planned) done += 1;
      progress.update(done);
      if (!passedOver) yield report;
    }
    ended = true;
  } catch (error) {
    ended = true;
    tellInterrupted(context, error, `${plural(tally.deleted, 'tokenset')} deleted; ${left}`);
  } finally {
    if (!ended) {
      const why = 'because nobody reads the output any more';
      context.reporter.warn(
        'tokensets.stopped',
        `Stopped after ${plural(tally.deleted, 'tokenset')} deleted, ${why}; ${left}`,
      );
    }
  }
  progress.end();
  if (tally.deleted > 0)
    context.reporter.note(`${plural(tally.deleted, 'tokenset')} deleted`, 'tokensets.deleted');
}

function exitOf(tally: Tally): ExitCode {
  if (tally.first === null) return exitCodes.ok;
  return tally.deleted > 0 ? exitCodes.partial : tally.first.exit;
}

function summary(tally: Tally): TvError | undefined {
  const { first, failed: count } = tally;
  if (first === null) return undefined;
  if (count === 1 && tally.deleted === 0) return first;
  const hint = first.hint === undefined ? {} : { hint: first.hint };
  if (tally.deleted > 0) {
    return new TvError('api.partial', `${plural(count, 'item')} of ${count + tally.deleted} failed`, {
      cause: first.message,
      ...hint,
    });
  }
  return new TvError(first.code, `None of ${plural(count, 'tokenset')} could be deleted`, {
    ...first.details,
    cause: first.message,
  });
}
