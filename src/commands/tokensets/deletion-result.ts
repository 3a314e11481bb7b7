import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { type ExitCode, exitCodes } from '../../core/exit-codes.ts';
import type { Tenant } from '../../core/ports.ts';
import { type Column, type Result, table } from '../../core/result.ts';
import { plural } from '../../core/text.ts';
import {
  type AccountOwner,
  type Deletion,
  failed,
  type PlannedDeletion,
  runDeletion,
} from '../../vault/tokensets/delete.ts';

const columns: readonly Column<Deletion>[] = [
  { key: 'id', header: 'Id', weight: 9 },
  { key: 'user_id', header: 'User', weight: 2 },
  { key: 'connection', header: 'Connection', weight: 4 },
  { key: 'source', header: 'Source' },
  {
    key: 'result',
    header: 'Result',
    value: describe,
    tone: (row) => (row.error === null ? 'good' : 'bad'),
    weight: 8,
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
  if (row.error !== null) return row.planned ? 'failed' : 'not possible';
  return row.deleted ? 'deleted' : 'would be deleted';
}

/** What would be deleted, and what could not be (`--dry-run`). */
export function plannedResult(plans: readonly PlannedDeletion[]): Result {
  const rows = plans.map(
    ({ target, obstacle }): Deletion =>
      obstacle === null
        ? { ...target, deleted: false, planned: true, error: null }
        : failed(target, obstacle, false),
  );
  return table(rows, { columns, id: (row) => row.id, empty: 'Nothing to delete' });
}

/** Deletes, one report a tokenset as it happens; the exit code follows from what failed. */
export function runDeletions(
  context: Context,
  tenant: Tenant,
  plans: readonly PlannedDeletion[],
  owner: AccountOwner | null,
): Result {
  const tally: Tally = { deleted: 0, errors: [] };
  return {
    ...table(deleteAll(context, tenant, plans, owner, tally), {
      columns,
      id: (row) => row.id,
      empty: 'Nothing to delete',
    }),
    exit: () => exitOf(tally),
    error: () => summary(tally),
  };
}

interface Tally {
  deleted: number;
  readonly errors: TvError[];
}

async function* deleteAll(
  context: Context,
  tenant: Tenant,
  plans: readonly PlannedDeletion[],
  owner: AccountOwner | null,
  tally: Tally,
): AsyncGenerator<Deletion> {
  const receipts = await context.receipts();
  if (plans.some(({ obstacle }) => obstacle === null)) await receipts.prepare();
  const outcomes = tenant.bulk.map(plans, (plan) => runDeletion(tenant, plan, owner, receipts));
  let done = 0;
  for await (const { report, error } of outcomes) {
    done += 1;
    if (error === null) tally.deleted += 1;
    else tally.errors.push(error);
    context.reporter.progress({
      label: 'tokensets deleted',
      done,
      total: plans.length,
      rate: tenant.bulk.rate(),
    });
    yield report;
  }
  context.reporter.progress(null);
  if (tally.deleted > 0)
    context.reporter.note(`${plural(tally.deleted, 'tokenset')} deleted`, 'tokensets.deleted');
}

function exitOf(tally: Tally): ExitCode {
  const [first] = tally.errors;
  if (first === undefined) return exitCodes.ok;
  return tally.deleted > 0 ? exitCodes.partial : first.exit;
}

function summary(tally: Tally): TvError | undefined {
  const [first] = tally.errors;
  if (first === undefined) return undefined;
  if (tally.errors.length === 1 && tally.deleted === 0) return first;
  if (tally.deleted === 0)
    return new TvError(first.code, `None of ${plural(tally.errors.length, 'tokenset')} could be deleted`, {
      ...first.details,
      cause: first.message,
    });
  return new TvError('api.partial', `${plural(tally.errors.length, 'tokenset')} could not be deleted`, {
    cause: first.message,
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  });
}
