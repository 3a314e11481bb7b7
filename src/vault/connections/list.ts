import type { ConnectionRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Facts } from '../facts/facts.ts';
import { detectGeneration, type Generation, showsCurrent } from '../facts/generation.ts';
import { collect } from '../facts/sources.ts';
import { optionsScopes } from '../facts/visibility.ts';
import { mayBeOn } from './switches.ts';

/** Connections by name, and the generation they show. */
export interface ConnectionListing {
  readonly connections: readonly ConnectionRecord[];
  readonly generation: Generation;
}

/** Lists connections without `options`; only where the early-access switch is the tenant's, `options` are asked for, as it is in there. */
export async function listConnections(
  tenant: Tenant,
  strategy: string | undefined,
): Promise<ConnectionListing> {
  const query = strategy === undefined ? {} : { strategies: [strategy] };
  const listed = await collect(tenant.connections.list(query));
  const generation = await generationOf(tenant, listed, strategy !== undefined);
  if (generation !== 'tokensets') return { connections: byName(listed), generation };
  const held = await tenant.heldScopes([optionsScopes.read]);
  if (held !== undefined && !held.has(optionsScopes.read)) return { connections: byName(listed), generation };
  const withOptions = await collect(tenant.connections.list({ ...query, withOptions: true }));
  return { connections: byName(withOptions), generation };
}

/** Lists connections with `options` where the scopes show them, for judging many at the price of one listing. */
export async function listForJudging(tenant: Tenant): Promise<ConnectionListing> {
  const connections = await collect(tenant.connections.list({ withOptions: true }));
  return { connections: byName(connections), generation: await detectGeneration(connections) };
}

/** Those of which Token Vault is on, or may be in hidden options; `facts` hold the connections. */
export async function connectionsOn(
  facts: Facts,
  connections: readonly ConnectionRecord[],
  generation: Generation,
): Promise<readonly ConnectionRecord[]> {
  const hidden = await Promise.all(connections.map(({ id }) => facts.load('hiddenSwitch', id)));
  return connections.filter((connection, index) => {
    const early = hidden[index];
    return mayBeOn(connection, generation, early?.known === true && early.value);
  });
}

/** A part of the tenant that shows nothing of the current generation does not settle what the rest shows. */
async function generationOf(
  tenant: Tenant,
  listed: readonly ConnectionRecord[],
  isPart: boolean,
): Promise<Generation> {
  if (!isPart || listed.some(showsCurrent)) return detectGeneration(listed);
  return detectGeneration(tenant.connections.list());
}

/** Auth0 documents no order (facts 2.2). */
function byName(connections: readonly ConnectionRecord[]): readonly ConnectionRecord[] {
  return [...connections].sort((left, right) => left.name.localeCompare(right.name, 'en'));
}
