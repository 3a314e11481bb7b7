import type { Json } from '../../../src/core/json.ts';
import type { ClientGrant } from '../../../src/core/model.ts';
import type { ClientGrantsPort, ResourceServersPort } from '../../../src/core/ports.ts';
import type { Gate } from './gate.ts';
import { aServer } from './records.ts';

/** Client grants. */
export function clientGrantsDouble(gate: Gate): ClientGrantsPort {
  const { grants } = gate.state;
  return {
    list: async ({ clientId, audience, subjectType }) => {
      gate.read('clientGrants.list', 'read:client_grants');
      return [...grants.values()].filter(
        (grant) =>
          (clientId === undefined || grant.client_id === clientId) &&
          (audience === undefined || grant.audience === audience) &&
          (subjectType === undefined || grant.subject_type === subjectType),
      );
    },
    create: async (body) => {
      const id = `cgr_${grants.size + 1}`;
      return gate.write(
        { name: 'clientGrants.create', id: '', body },
        'create:client_grants',
        () => {
          grants.set(id, aGrant(id, body));
        },
        () => aGrant(id, body),
      );
    },
    update: async (id, body) =>
      gate.write(
        { name: 'clientGrants.update', id, body },
        'update:client_grants',
        () => {
          const grant = grants.get(id);
          if (grant !== undefined) grants.set(id, { ...grant, scope: texts(body.scope) });
        },
        () => grants.get(id) ?? aGrant(id, body),
      ),
  };
}

function aGrant(id: string, body: { readonly [key: string]: Json }): ClientGrant {
  return {
    id,
    client_id: String(body.client_id),
    audience: String(body.audience),
    scope: texts(body.scope),
    subject_type: typeof body.subject_type === 'string' ? body.subject_type : null,
    allow_all_scopes: false,
  };
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** APIs. */
export function resourceServersDouble(gate: Gate): ResourceServersPort {
  const { servers } = gate.state;
  return {
    find: async (identifier) => {
      gate.read('resourceServers.find', 'read:resource_servers');
      return servers.get(identifier) ?? null;
    },
    async *list() {
      gate.read('resourceServers.list', 'read:resource_servers');
      yield* servers.values();
    },
    create: async (body) => {
      const server = aServer({ identifier: String(body.identifier) });
      return gate.write(
        { name: 'resourceServers.create', id: '', body },
        'create:resource_servers',
        () => {
          servers.set(server.identifier, server);
        },
        () => server,
      );
    },
  };
}
