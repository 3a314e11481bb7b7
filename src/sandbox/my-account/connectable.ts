import { refuseProblem } from '../server/reply.ts';
import type { ConnectionRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';

/** The connection, when the application's users may connect accounts of it. Refuses with 404. */
export function connectable(tenant: Tenant, name: string, clientId: string): ConnectionRecord {
  const connection = tenant.store.find('connections', (candidate) => candidate.name === name);
  const usable =
    connection?.connected_accounts?.active === true && connection.enabled_clients.includes(clientId);
  if (!usable) throw refuseProblem(404, 'Not Found', 'The connection was not found');
  return connection;
}
