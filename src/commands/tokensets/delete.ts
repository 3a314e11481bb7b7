import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Result } from '../../core/result.ts';
import { plural } from '../../core/text.ts';
import type { AccountOwner } from '../../vault/tokensets/delete.ts';
import { describeDeletion } from '../../vault/tokensets/deletion-notice.ts';
import {
  type DeletionPlan,
  type DeletionRequest,
  planDeletions,
  type Reading,
} from '../../vault/tokensets/deletion-plan.ts';
import { deletionBarrier } from '../../vault/tokensets/deletion-scope.ts';
import { isBulk, mayBeSeveral } from '../../vault/tokensets/selection.ts';
import { BulkProgress } from './bulk-progress.ts';
import { readDeletionRequest } from './deletion-input.ts';
import { plannedResult, runDeletions } from './deletion-result.ts';
import { tellFailedUser, tellInterrupted } from './listing-notes.ts';

/** `tv tokensets delete` */
export async function run(context: Context, input: Input): Promise<Result> {
  const request = await readDeletionRequest(context, input);
  const owner = await openAccount(context, input);
  const tenant = await context.tenant();
  const plan = await planDeletions(tenant, request, {
    openSpool: () => context.spool(),
    owner,
    max: input.integer('max'),
    barrier: async () => (context.globals.dryRun ? null : deletionBarrier(tenant)),
    warn: (code, message) => context.reporter.warn(code, message),
    tellFailed: tellFailedUser(context),
    watch: (reading) => watchReading(context, tenant, reading),
  }).catch((error: unknown) => tellInterrupted(context, error, 'reading, and nothing was deleted'));
  context.reporter.progress(null);
  const manyUsers = request.kind === 'file' || mayBeSeveral(request.selection, request.policy);
  const barrier = plan.possible > plan.accounts.possible ? await deletionBarrier(tenant) : null;
  const notice = describeDeletion(tenant, plan, barrier);
  if (context.globals.dryRun) {
    context.reporter.note(notice, 'tokensets.deletion_notice');
    return plannedResult(plan, barrier, manyUsers);
  }
  if (barrier !== null) throw barrier;
  if (plan.possible > 0) await confirmDeletion(context, tenant, request, plan, notice);
  const ignoreNotFound = input.flag('ignore-not-found');
  return runDeletions(context, tenant, plan, owner, { ignoreNotFound, manyUsers });
}

function watchReading(context: Context, tenant: Tenant, reading: Reading): (users: number) => void {
  const progress = new BulkProgress(context, tenant, { label: 'users read', noun: 'users', ...reading });
  return (users) => progress.update(users);
}

/** Opens the My Account API when a token was given, and tells whose token it is when that shows. */
async function openAccount(context: Context, input: Input): Promise<AccountOwner | null> {
  const other = ['from', 'users-file'].find((name) => input.text(name) === '-');
  if (other !== undefined && input.flag('my-account-token-stdin')) {
    throw new TvError('usage.conflict', `\`--${other} -\` and \`--my-account-token-stdin\` both read stdin`);
  }
  const token = await context.secret(input, { option: 'my-account-token', variable: 'TV_MY_ACCOUNT_TOKEN' });
  if (token === undefined) return null;
  const account = await context.myAccount(token);
  return { account, subject: account.subject };
}

async function confirmDeletion(
  context: Context,
  tenant: Tenant,
  request: DeletionRequest,
  plan: DeletionPlan,
  notice: string,
): Promise<void> {
  const bulk = request.kind === 'file' || isBulk(request.selection);
  const profile = tenant.profile === null ? '' : ` (profile ${tenant.profile})`;
  if (context.globals.yes) context.reporter.note(notice, 'tokensets.deletion_notice');
  await context.confirm({
    question: `Delete ${plural(plan.possible, 'tokenset')} on ${tenant.domain}${profile}`,
    plan: notice,
    needed: true,
    ...(bulk ? { typed: String(plan.possible) } : {}),
  });
}
