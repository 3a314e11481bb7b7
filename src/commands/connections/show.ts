import { type Input, required } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { ConnectionRecord } from '../../core/model.ts';
import { type Result, record } from '../../core/result.ts';
import { loadGenerationFor } from '../../vault/connections/generation.ts';
import { summariseRead } from '../../vault/connections/summary.ts';
import { createFacts } from '../../vault/facts/facts.ts';
import { visibleOptions } from '../../vault/facts/visibility.ts';
import { resolveConnection } from '../../vault/resolve.ts';
import { describeStrategy } from '../../vault/strategies.ts';
import { recordFields } from './columns.ts';

/** `tv connections show` */
export async function run(context: Context, input: Input): Promise<Result> {
  const tenant = await context.tenant();
  const facts = createFacts(tenant);
  const connection = await resolveConnection(tenant, required(input, 'connection'));
  facts.seed('connection', connection.id, connection);
  const [apps, generation, held, early] = await Promise.all([
    facts.load('connectionClients', connection.id),
    loadGenerationFor(tenant, [connection]),
    facts.load('heldScopes'),
    facts.load('hiddenSwitch', connection.id),
  ]);
  const parts = { apps: apps.known ? apps.value : null, hiddenSwitch: early.known && early.value };
  const options = visibleOptions(connection, held);
  return {
    ...record(summariseRead(connection, generation, parts), {
      fields: recordFields,
      id: ({ id }) => id,
    }),
    notes: [...(options.known ? [] : [options.reason]), ...knowledge(connection)],
  };
}

/** What is worth knowing about the provider. */
function knowledge({ strategy, name }: ConnectionRecord): readonly string[] {
  const { offline, gotchas, revocation, provider } = describeStrategy(strategy, name);
  return [
    ...('advice' in offline && offline.advice !== undefined ? [offline.advice] : []),
    ...gotchas,
    ...(revocation === null ? [] : [`Owners of accounts at ${provider} take back access at ${revocation}`]),
  ];
}
