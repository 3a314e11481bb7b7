import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { Result } from '../../core/result.ts';
import { carryOut, changesResult } from '../../vault/changes/carry-out.ts';
import { requireScopes } from '../../vault/changes/scopes.ts';
import { needsOptions, planEnable } from '../../vault/connections/enable.ts';
import { loadGenerationFor } from '../../vault/connections/generation.ts';
import { switches } from '../../vault/connections/switches.ts';
import { optionsScopes } from '../../vault/facts/visibility.ts';
import { allInOrder } from '../../vault/in-order.ts';
import { resolveBoth } from '../../vault/resolve.ts';

/** `tv connections enable` */
export async function run(context: Context, input: Input): Promise<Result> {
  const tenant = await context.tenant();
  const { connections, apps } = await resolveBoth(tenant, input.list('connection'), input.list('app'));
  const login = input.text('login');
  const request = {
    via: switches.find((name) => name === input.text('via')),
    login: login === undefined ? undefined : login === 'on',
    offlineAccess: input.flag('offline-access'),
    apps,
  };
  const generation = await loadGenerationFor(tenant, connections);
  if (!context.globals.dryRun) {
    const options = connections.some((connection) => needsOptions(connection, generation, request));
    await requireScopes(tenant, ['update:connections', ...(options ? Object.values(optionsScopes) : [])]);
  }
  const plans = await allInOrder(connections, (connection) =>
    planEnable(tenant, connection, generation, request),
  );
  const carried = await carryOut(context, tenant, plans.flat(), {
    ownWord: ({ target }) => target.kind === 'connection_clients',
    items: connections.length,
  });
  return changesResult(carried);
}
