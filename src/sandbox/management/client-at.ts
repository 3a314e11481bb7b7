import { refuse } from '../server/reply.ts';
import type { ClientRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';

/** The application of that client id. Refuses with 404. */
export function clientAt(tenant: Tenant, id: string): ClientRecord {
  const client = tenant.store.get('clients', id);
  if (client === undefined) throw refuse(404, 'The client does not exist', 'inexistent_client');
  return client;
}
