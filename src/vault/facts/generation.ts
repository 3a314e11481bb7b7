import type { ConnectionRecord } from '../../core/model.ts';

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
