import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Result } from '../../core/result.ts';
import { plural } from '../../core/text.ts';
import { type AccountOwner, type PlannedDeletion, planDeletion } from '../../vault/tokensets/delete.ts';
import { describeDeletion } from '../../vault/tokensets/deletion-notice.ts';
import { type DeletionRequest, findTargets } from '../../vault/tokensets/deletion-plan.ts';
import { isEmptyFilter } from '../../vault/tokensets/filter.ts';
import { isBulk } from '../../vault/tokensets/selection.ts';
import { plannedResult, runDeletions } from './deletion-result.ts';
import {
  readFilter,
  readMatchPolicy,
  readSelection,
  readSource,
  requireSelection,
} from './selection-input.ts';

/** `tv tokensets delete` */
export async function run(context: Context, input: Input): Promise<Result> {
  const request = await readRequest(context, input);
  const owner = await openAccount(context, input);
  const tenant = await context.tenant();
  const targets = await findTargets(tenant, request);
  const plans = targets.map((target) => planDeletion(target, owner));
  const possible = plans.filter(({ obstacle }) => obstacle === null);
  assertMaximum(input.integer('max'), possible.length);
  const notice = describeDeletion(tenant, plans);
  if (context.globals.dryRun) {
    context.reporter.note(notice, 'tokensets.deletion_notice');
    return plannedResult(plans);
  }
  if (possible.length > 0) await confirmDeletion(context, input, tenant, request, possible, notice);
  return runDeletions(context, tenant, plans, owner);
}

async function readRequest(context: Context, input: Input): Promise<DeletionRequest> {
  const from = input.text('from');
  const filter = readFilter(input);
  const ids = [...new Set(input.list('id'))];
  if (from !== undefined) {
    if (
      ids.length > 0 ||
      input.flag('all') ||
      !isEmptyFilter(filter) ||
      readSelection(context, input, true) !== undefined
    ) {
      throw new TvError(
        'usage.conflict',
        '`--from` deletes exactly the rows of its file and takes no ids, users or filters',
      );
    }
    return {
      kind: 'file',
      path: from,
      lines: context.files.lines(from),
      ignoreNotFound: input.flag('ignore-not-found'),
    };
  }
  if (ids.length === 0 && !input.flag('all') && isEmptyFilter(filter)) {
    throw new TvError('usage.missing_argument', 'Which tokensets? Give ids, a filter, `--all` or `--from`', {
      hint: 'Run `tv tokensets list` first to see what there is',
    });
  }
  if (input.flag('all') && ids.length > 0) {
    throw new TvError('usage.conflict', '`--all` and ids exclude each other', { hint: 'Give one of them' });
  }
  if (filter.expired && filter.unusedFor === undefined && ids.length === 0) {
    throw new TvError('usage.conflict', '`--expired` alone does not say enough to delete', {
      cause: 'The expiry may be that of an access token, which the vault refreshes by itself',
      hint: 'Add `--unused-for 90d`, or name the ids',
    });
  }
  const selection = await requireSelection(context, input, true);
  if (
    isBulk(selection) &&
    selection.kind !== 'file' &&
    context.globals.yes &&
    !context.globals.dryRun &&
    input.integer('max') === undefined
  ) {
    throw new TvError('usage.missing_argument', '`--yes` over users of a whole tenant needs `--max`', {
      hint: 'Count with `--dry-run`, then add `--max <n>`',
    });
  }
  return {
    kind: 'users',
    selection,
    ids,
    filter,
    all: input.flag('all'),
    source: readSource(input),
    policy: await readMatchPolicy(context, input),
    ignoreNotFound: input.flag('ignore-not-found'),
    now: context.clock.now(),
    warn: (code, message) => context.reporter.warn(code, message),
  };
}

/** Opens the My Account API when a token was given, and tells whose token it is when that shows. */
async function openAccount(context: Context, input: Input): Promise<AccountOwner | null> {
  const token = await context.secret(input, { option: 'my-account-token', variable: 'TV_MY_ACCOUNT_TOKEN' });
  if (token === undefined) return null;
  const account = await context.myAccount(token);
  return { account, subject: account.subject };
}

function assertMaximum(max: number | undefined, count: number): void {
  if (max === undefined || count <= max) return;
  throw new TvError(
    'refused.guard',
    `${plural(count, 'tokenset')} would be deleted, more than \`--max ${max}\` allows`,
    {
      hint: 'Nothing was deleted; look at them with `--dry-run`',
    },
  );
}

async function confirmDeletion(
  context: Context,
  input: Input,
  tenant: Tenant,
  request: DeletionRequest,
  possible: readonly PlannedDeletion[],
  notice: string,
): Promise<void> {
  const bulk = request.kind === 'file' || isBulk(request.selection);
  const profile = tenant.profile === null ? '' : ` (profile ${tenant.profile})`;
  const question = `Delete ${plural(possible.length, 'tokenset')} on ${tenant.domain}${profile}`;
  if (context.globals.yes) context.reporter.note(notice, 'tokensets.deletion_notice');
  await context.confirm({
    question,
    plan: notice,
    needed: true,
    ...(bulk && input.integer('max') === undefined ? { typed: String(possible.length) } : {}),
  });
}
