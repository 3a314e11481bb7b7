import type { Tenant } from '../../core/ports.ts';
import type { Planned } from './change.ts';
import type { Unit } from './unit.ts';

/** Links and unlinks of one connection: `PATCH /connections/{id}/clients`, which touches the named applications only (facts 2.5). */
export function linksUnit(tenant: Tenant, connectionId: string): Unit<ReadonlySet<string>> {
  return {
    read: async () => new Set(await tenant.connections.listClients(connectionId)),
    value: (linked, planned) => linked.has(clientOf(planned)),
    prepare: async (_, planned) => {
      const links = planned.map((item) => ({
        client_id: clientOf(item),
        status: item.change.after === true,
      }));
      return () => tenant.connections.updateClients(connectionId, links);
    },
    moved: () => [],
  };
}

function clientOf({ target }: Planned): string {
  if (target.kind !== 'connection_clients') throw new Error(`not a link: ${target.kind}`);
  return target.clientId;
}
