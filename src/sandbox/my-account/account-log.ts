import type { JsonObject } from '../../core/json.ts';
import type { Call } from '../server/router.ts';
import type { ClientRecord, UserRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';

/** Something that happened to a user's connected accounts. */
export interface AccountEvent {
  readonly type: string;
  readonly description: string;
  readonly call: Pick<Call, 'ip' | 'headers'>;
  readonly client: ClientRecord | undefined;
  readonly user: UserRecord | undefined;
  readonly connection: string;
  readonly details: JsonObject;
}

/** Writes a `connected_accounts_*` event. */
export function logAccountEvent(tenant: Tenant, event: AccountEvent): void {
  const connection = tenant.store.find('connections', ({ name }) => name === event.connection);
  tenant.log.write({
    type: event.type,
    description: event.description,
    client_id: event.client?.client_id,
    client_name: event.client?.name,
    connection: event.connection,
    connection_id: connection?.id,
    strategy: connection?.strategy,
    strategy_type: 'social',
    user_id: event.user?.user_id,
    user_name: event.user?.email ?? event.user?.name,
    ip: event.call.ip,
    user_agent: event.call.headers['user-agent'],
    details: event.details,
  });
}
