import type { Input } from '../../core/command.ts';
import { nobodyToAsk } from '../../core/confirmation.ts';
import type { Context } from '../../core/context.ts';
import { type Column, type Result, table } from '../../core/result.ts';
import { placeOf } from '../../vault/changes/carry-out.ts';
import { findOwnAccount, type OwnAccount } from '../../vault/connect/own-account.ts';
import type { Stage } from '../../vault/connect/stage.ts';
import { revocationPage } from '../../vault/strategies.ts';
import { type Deletion, planDeletion, runDeletion, toTarget } from '../../vault/tokensets/delete.ts';

const columns: readonly Column<Deletion>[] = [
  { key: 'id', header: 'Id', weight: 9 },
  { key: 'user_id', header: 'User', weight: 2, least: 16, cut: 'inside' },
  { key: 'connection', header: 'Connection', weight: 4, least: 14 },
  { key: 'source', header: 'Source', optional: true },
  { key: 'deleted', header: 'Deleted', weight: 9 },
  { key: 'planned', header: 'Planned', extra: true },
  {
    key: 'error',
    header: 'Error',
    extra: true,
    value: ({ error }) => (error === null ? null : JSON.stringify(error)),
  },
];
const view = { columns, id: (row: Deletion) => row.id };

/** `tv connect --delete <id>`: the user signs in, the account is shown, and goes after a yes. */
export async function deleteOwn(context: Context, input: Input, stage: Stage): Promise<Result> {
  await assertAnswerable(context);
  const tools = await stage.tools();
  const own = await stage.listening((listener) =>
    findOwnAccount(tools, listener, {
      ...stage.request,
      id: input.text('delete') ?? '',
      connection: stage.connection?.name,
    }),
  );
  const target = toTarget(own.account);
  const notice = describe(stage, own);
  if (context.globals.dryRun || context.globals.yes)
    context.reporter.note(notice, 'tokensets.deletion_notice');
  if (context.globals.dryRun) {
    return table([{ ...target, deleted: false, planned: true, error: null }], view);
  }
  await context.confirm({
    question: `Delete connected account ${target.id} on ${placeOf(stage.tenant)}`,
    plan: notice,
    needed: true,
  });
  const receipts = await context.receipts();
  await receipts.prepare();
  const { report, error } = await runDeletion(
    stage.tenant,
    planDeletion(target, own.owner),
    own.owner,
    receipts,
  );
  return { ...table([report], view), ...(error === null ? {} : { error }) };
}

/** The account is known only after somebody signed in, which would be in vain where nobody can be asked. */
async function assertAnswerable(context: Context): Promise<void> {
  if (context.globals.dryRun) return;
  await context.assertWritable();
  if (context.globals.yes || (await context.prompter()).interactive) return;
  throw nobodyToAsk('Delete a connected account');
}

function describe({ tenant }: Stage, { account }: OwnAccount): string {
  const page = revocationPage(account.connection) ?? 'in the account settings of the provider';
  return [
    `Connected account ${account.id} of ${account.user_id} on ${placeOf(tenant)}: ${account.connection}, ${account.scopes.join(' ')}`,
    `The provider’s own tokens are not revoked; the owner of the account can do that here: ${page}`,
  ].join('\n');
}
