import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Change, ClientRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { exchangeKinds } from '../../core/protocol.ts';
import type { Result } from '../../core/result.ts';
import { sentenceList } from '../../core/text.ts';
import { seedClients } from '../../vault/apps/eligibility.ts';
import { type EnableRequest, judgePreconditions, planEnable } from '../../vault/apps/enable.ts';
import { type CarriedOut, carryOut, changesResult } from '../../vault/changes/carry-out.ts';
import { requireScopes } from '../../vault/changes/scopes.ts';
import { createFacts } from '../../vault/facts/facts.ts';
import { allInOrder } from '../../vault/in-order.ts';
import { resolveApps } from '../../vault/resolve.ts';
import { appCase } from '../../vault/rules/cases.ts';
import { parseFix } from '../../vault/rules/fix.ts';
import { appRules, linkRules } from '../../vault/rules/registry.ts';

/** Links are made by `tv connections enable --app`. */
const fixable = appRules.filter((rule) => !linkRules.includes(rule));

/** `tv apps enable` */
export async function run(context: Context, input: Input): Promise<Result> {
  const request: EnableRequest = {
    exchanges: exchangeKinds.filter((kind) => kind === input.text('exchange')),
    fix: parseFix(input.flag('fix'), input.list('fix'), fixable),
    withMyAccount: input.flag('with-my-account'),
  };
  const tenant = await context.tenant();
  const clients = await resolveApps(tenant, input.list('app'));
  if (!context.globals.dryRun) await requireScopes(tenant, ['update:clients']);
  const run = { tenant, mode: 'enable', now: context.clock.now() } as const;
  const facts = createFacts(tenant);
  seedClients(facts, clients);
  const plans = await allInOrder(clients, (client) =>
    planEnable(tenant, facts, client, appCase(run, client, { exchanges: request.exchanges }), request),
  );
  const carried = await carryOut(context, tenant, plans.flat(), {
    items: clients.length,
  });
  const checked =
    request.fix === 'none' || carried.dryRun
      ? carried
      : await checkAgain(context, tenant, clients, request, carried);
  return changesResult(
    checked,
    needsNewLogin(carried.changes)
      ? ['Users must log in again: refresh tokens issued earlier stay as they were']
      : [],
  );
}

/** After fixes the same rules are judged on what is there now. */
async function checkAgain(
  context: Context,
  tenant: Tenant,
  clients: readonly ClientRecord[],
  request: EnableRequest,
  carried: CarriedOut,
): Promise<CarriedOut> {
  if (carried.error !== undefined) return carried;
  const run = { tenant, mode: 'enable', now: context.clock.now() } as const;
  const facts = createFacts(tenant);
  const judged = await Promise.all(
    clients.map((client) =>
      judgePreconditions(facts, appCase(run, client, { exchanges: request.exchanges }), request),
    ),
  );
  const failing = judged
    .flat()
    .map(({ finding }) => finding)
    .filter(({ status, severity }) => status === 'fail' && severity === 'error');
  if (failing.length === 0) return carried;
  const error = new TvError(
    'refused.ineligible',
    `After the changes still ${sentenceList([...new Set(failing.map(({ id }) => id))])} ${failing.length === 1 ? 'fails' : 'fail'}`,
    { cause: failing.map(({ message }) => message).join('; ') },
  );
  return { ...carried, error };
}

function needsNewLogin(changes: readonly Change[]): boolean {
  return changes.some(({ field, status }) => field.startsWith('refresh_token.') && status === 'applied');
}
