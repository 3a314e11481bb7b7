import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Result } from '../../core/result.ts';
import { quotedList } from '../../core/text.ts';
import { placeOf } from '../../vault/changes/carry-out.ts';
import { connectAccount } from '../../vault/connect/connect-account.ts';
import { withheld } from '../../vault/connect/scopes.ts';
import { type Stage, setStage } from '../../vault/connect/stage.ts';
import { checkOnly } from './check-only.ts';
import { deleteOwn } from './delete.ts';
import { exchangeAfter } from './exchange.ts';
import { connectedResult } from './result.ts';

/** `tv connect` */
export async function run(context: Context, input: Input): Promise<Result> {
  assertOptions(input);
  const stage = await setStage(context, input);
  if (input.text('delete') !== undefined) return deleteOwn(context, input, stage);
  if (context.globals.dryRun) return checkOnly(context, stage);
  return connect(context, input, stage);
}

function assertOptions(input: Input): void {
  if (input.text('delete') === undefined) {
    if (input.text('connection') !== undefined) return;
    throw new TvError('usage.missing_argument', '`--connection` is missing', {
      hint: 'Name the connection; `tv connections list --enabled` shows them',
    });
  }
  if (input.flag('exchange') || input.list('scope').length > 0) {
    throw new TvError('usage.conflict', '`--delete` takes neither `--scope` nor `--exchange`');
  }
}

async function connect(context: Context, input: Input, stage: Stage): Promise<Result> {
  const { tenant, connection, request } = stage;
  if (connection === null) throw new Error('connecting needs a connection');
  await context.assertWritable();
  const asked = [...new Set(input.list('scope'))];
  await context.confirm({
    question: `Connect an account of ${connection.name} on ${placeOf(tenant)}`,
    needed: false,
  });
  const tools = await stage.tools();
  await tools.receipts.prepare();
  const connected = await stage.listening((listener) =>
    connectAccount(tools, listener, { ...request, connection, asked }),
  );
  const missing = withheld(connected.scopes.requested, connected.account.scopes);
  if (missing.length > 0) {
    context.reporter.warn('connect.scopes_withheld', `The provider did not give ${quotedList(missing)}`);
  }
  const after = input.flag('exchange')
    ? await exchangeAfter(context, stage, connected, asked)
    : { exchange: null };
  return connectedResult(connected, request.app, after, context.clock.now());
}
