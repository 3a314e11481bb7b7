import type { Json } from '../../core/json.ts';
import type { ClientGrant, ResourceServer } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Planned, Target } from './change.ts';
import type { Unit } from './unit.ts';

/** The user-subject grant of one application for one API: created, or widened by `PATCH /client-grants/{id}` (facts 6.4). */
export function clientGrantUnit(
  tenant: Tenant,
  target: Extract<Target, { kind: 'client_grant' }>,
): Unit<ClientGrant | null> {
  const { clientId, audience } = target;
  return {
    read: async () => {
      const grants = await tenant.clientGrants.list({ clientId, audience, subjectType: 'user' });
      return grants.find((grant) => grant.audience === audience && grant.subject_type === 'user') ?? null;
    },
    value: (grant) => (grant === null ? null : [...grant.scope]),
    prepare: async (grant, planned) => {
      const scope = lastValue(planned);
      const body = { client_id: clientId, audience, scope, subject_type: 'user' };
      return grant === null
        ? () => tenant.clientGrants.create(body)
        : () => tenant.clientGrants.update(grant.id, { scope });
    },
    moved: () => [],
  };
}

/** An API that is made: `POST /resource-servers`; null until it is there. */
export function resourceServerUnit(
  tenant: Tenant,
  target: Extract<Target, { kind: 'resource_server' }>,
): Unit<ResourceServer | null> {
  return {
    read: () => tenant.resourceServers.find(target.identifier),
    value: (server) => server?.identifier ?? null,
    prepare: async () => () => tenant.resourceServers.create(target.body),
    moved: () => [],
  };
}

function lastValue(planned: readonly Planned[]): Json {
  return planned.at(-1)?.change.after ?? null;
}
