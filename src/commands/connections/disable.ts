import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Result } from '../../core/result.ts';
import { sentenceList } from '../../core/text.ts';
import { carryOut, changesResult } from '../../vault/changes/carry-out.ts';
import { requireScopes } from '../../vault/changes/scopes.ts';
import {
  type DisableRequest,
  disableNeedsOptions,
  planDisable,
  planUnlink,
} from '../../vault/connections/disable.ts';
import { loadGenerationFor } from '../../vault/connections/generation.ts';
import { switches } from '../../vault/connections/switches.ts';
import { earlyAccessAnswers } from '../../vault/facts/generation.ts';
import { optionsScopes } from '../../vault/facts/visibility.ts';
import { allInOrder } from '../../vault/in-order.ts';
import { resolveBoth, resolveConnections } from '../../vault/resolve.ts';

/** `tv connections disable` */
export async function run(context: Context, input: Input): Promise<Result> {
  const unlinking = input.list('app').length > 0;
  if (unlinking && input.text('via') !== undefined) {
    throw new TvError(
      'usage.conflict',
      '`--app` only unlinks applications, so `--via` says nothing beside it',
      {
        hint: 'Leave one of them out; without `--app` the switch is turned off',
      },
    );
  }
  const tenant = await context.tenant();
  return unlinking ? unlink(context, tenant, input) : turnOff(context, tenant, input);
}

async function unlink(context: Context, tenant: Tenant, input: Input): Promise<Result> {
  const { connections, apps } = await resolveBoth(tenant, input.list('connection'), input.list('app'));
  if (!context.globals.dryRun) await requireScopes(tenant, ['update:connections']);
  const plans = await allInOrder(connections, (connection) => planUnlink(tenant, connection, apps));
  const carried = await carryOut(context, tenant, plans.flat(), {
    question: `Take ${sentenceList(connections.map(({ name }) => name))} away from ${sentenceList(apps.map(({ name }) => name))}`,
    items: connections.length * apps.length,
  });
  return changesResult(carried, ['The switch of Token Vault stays as it was']);
}

async function turnOff(context: Context, tenant: Tenant, input: Input): Promise<Result> {
  const connections = await resolveConnections(tenant, input.list('connection'));
  const generation = await loadGenerationFor(tenant, connections);
  const text = input.text('via');
  const via = text === 'all' ? text : (switches.find((name) => name === text) ?? 'auto');
  let answers: Promise<boolean> | undefined;
  const earlyAccess = (): Promise<boolean> => {
    answers ??= earlyAccessAnswers(tenant);
    return answers;
  };
  const request: DisableRequest = { generation, via, earlyAccess };
  if (!context.globals.dryRun) {
    const early = await allInOrder(connections, (connection) => disableNeedsOptions(connection, request));
    const options = early.includes(true) ? Object.values(optionsScopes) : [];
    await requireScopes(tenant, ['update:connections', ...options]);
  }
  const plans = await allInOrder(connections, (connection) => planDisable(tenant, connection, request));
  const carried = await carryOut(context, tenant, plans.flat(), {
    question: `Turn Token Vault off for ${sentenceList(connections.map(({ name }) => name))}`,
    items: connections.length,
  });
  return changesResult(carried);
}
