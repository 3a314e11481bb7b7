import { TvError } from '../../core/errors.ts';
import type { ConnectionRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';

/** Which generation of the API a tenant speaks; null when it has no connection to tell by (facts 1.6). */
export type Generation = 'connected_accounts' | 'tokensets' | null;

/** Whether this connection shows that the tenant speaks the current generation (facts 1.6, probe 1). */
export function showsCurrent(connection: ConnectionRecord): boolean {
  return connection.connected_accounts !== undefined || connection.authentication !== undefined;
}

/** The generation by connections read one after the other; stops at the first that settles it. */
export async function detectGeneration(
  connections: AsyncIterable<ConnectionRecord> | Iterable<ConnectionRecord>,
): Promise<Generation> {
  let seen = false;
  for await (const connection of connections) {
    if (showsCurrent(connection)) return 'connected_accounts';
    seen = true;
  }
  return seen ? 'tokensets' : null;
}

/** Nobody: what the route says about this user tells whether it is there (facts 1.6, probe 4). */
const nobody = 'auth0|tv-asks-whether-this-route-answers';

/** Whether the early-access routes answer, as they may beside the current ones; only then does a switch in `options` matter. */
export async function earlyAccessAnswers(tenant: Pick<Tenant, 'tokensets'>): Promise<boolean> {
  try {
    await tenant.tokensets.listTokensets(nobody);
    return true;
  } catch (error) {
    if (!(error instanceof TvError)) throw error;
    if (error.code === 'refused.feature') return false;
    if (error.code === 'access.scope' || error.code.startsWith('not_found.')) return true;
    throw error;
  }
}

/** Whether a connection of the current generation is off by the switch that shows, while `options` may hide one that is on. */
export function mayHideSwitch(connection: ConnectionRecord): boolean {
  return (
    connection.options === undefined &&
    showsCurrent(connection) &&
    connection.connected_accounts?.active !== true
  );
}
