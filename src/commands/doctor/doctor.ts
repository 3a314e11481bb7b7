import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { exchangeKinds } from '../../core/protocol.ts';
import type { Result } from '../../core/result.ts';
import { plural } from '../../core/text.ts';
import { type CarriedOut, carryOut, placeOf } from '../../vault/changes/carry-out.ts';
import { type Examination, examine, type Order, type Surgery } from '../../vault/doctor/examine.ts';
import { hints } from '../../vault/doctor/hints.ts';
import { explainLeft, explainNamed, planMending } from '../../vault/doctor/mend.ts';
import { closing, tellChanges } from '../../vault/doctor/telling.ts';
import { exitOf, type FailOn } from '../../vault/rules/exit.ts';
import { parseFix } from '../../vault/rules/fix.ts';
import { parseFailOn, parseSelection } from '../../vault/rules/select.ts';
import { chooseAccount } from '../../vault/tokensets/choose-account.ts';
import { assertUserWord } from '../../vault/tokensets/users.ts';

/** `tv doctor` */
export async function run(context: Context, input: Input): Promise<Result> {
  const failOn = parseFailOn(input.text('fail-on'));
  const fix = parseFix(input.flag('fix'), input.list('fix'));
  const order = await readOrder(context, input);
  const tenant = await context.tenant();
  const surgery: Surgery = { tenant, local: await context.local(), now: context.clock.now() };
  const found = await examine(surgery, order);
  if (fix === 'none') return report(found, failOn, hints(found, order));
  const { planned, left } = planMending(found.judged, fix);
  const carried = await carryOut(context, tenant, planned, {
    question: `Make ${plural(planned.length, 'change')}`,
    items: planned.length,
  });
  const again = carried.dryRun || planned.length === 0 ? found : await examine(surgery, order);
  await tellChanges(context, carried.changes, carried);
  const lines = fix === 'safe' ? explainLeft(left) : explainNamed(fix, found.judged, left);
  return mended(context, { examination: again, carried, lines, failOn });
}

async function readOrder(context: Context, input: Input): Promise<Order> {
  const selection = parseSelection(input.list('only'), input.list('skip'));
  const user = input.text('user');
  const expectScopes = input
    .list('expect-scope')
    .flatMap((scope) => scope.split(/[\s,]+/))
    .filter(Boolean);
  if (user !== undefined) assertUserWord(user, '`--user`');
  if (user === undefined && expectScopes.length > 0) {
    throw new TvError('usage.missing_argument', '`--expect-scope` needs `--user`', {
      cause: 'Scopes are stored for each user',
    });
  }
  return {
    selection,
    expectScopes,
    choice: {
      apps: input.list('app'),
      loginApp: input.text('login-app'),
      connections: input.list('connection'),
      user,
      exchange: exchangeKinds.find((kind) => kind === input.text('exchange')),
      match: { all: false, choose: await chooseAccount(context, '--user') },
    },
  };
}

function report({ report: data }: Examination, failOn: FailOn, footer: readonly string[]): Result {
  return {
    data,
    view: { kind: 'findings', title: titleOf(data), footer, failOn },
    exit: exitOf(data.findings, failOn),
  };
}

function titleOf({ tenant, profile }: Examination['report']): string {
  return `Token Vault on ${placeOf({ domain: tenant, profile })}`;
}

interface Mended {
  readonly examination: Examination;
  readonly carried: CarriedOut;
  /** Why something was left. */
  readonly lines: readonly string[];
  readonly failOn: FailOn;
}

function mended(context: Context, { examination, carried, lines, failOn }: Mended): Result {
  const { report: data } = examination;
  const { changes, dryRun, error } = carried;
  const { view, notes } = closing(context, titleOf(data), lines);
  return {
    ...report(examination, failOn, []),
    view: { ...view, failOn },
    notes,
    data: { ...data, dry_run: dryRun, changes },
    ...(error === undefined ? {} : { error, exit: error.exit }),
  };
}
