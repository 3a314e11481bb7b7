import type { ResourceServer } from '../core/model.ts';
import type { ResourceServersPort } from '../core/ports.ts';
import { apiPath } from './api-path.ts';
import type { Management } from './management.ts';
import { Fields } from './narrow.ts';
import { offsetPages } from './paging.ts';

/** APIs of the tenant (facts 6.4). https://auth0.com/docs/api/management/v2/resource-servers */
export function resourceServersPort(management: Management): ResourceServersPort {
  const read = (body: unknown): ResourceServer => readResourceServer(new Fields(body, 'the API'));
  return {
    find: async (identifier) =>
      management.read({
        asked: `read API \`${identifier}\``,
        path: apiPath`/resource-servers/${identifier}`,
        gone: true,
        read: (body) => (body === undefined ? null : read(body)),
      }),
    list: () =>
      offsetPages(management, {
        asked: 'list the APIs',
        path: apiPath`/resource-servers`,
        query: { include_totals: true },
        key: 'resource_servers',
        noun: 'API',
        item: readResourceServer,
        id: ({ id }) => id,
      }),
    create: async (body) =>
      management.write({
        asked: 'create an API',
        method: 'POST',
        path: apiPath`/resource-servers`,
        body,
        read,
      }),
  };
}

function readResourceServer(fields: Fields): ResourceServer {
  return {
    id: fields.id('id'),
    identifier: fields.text('identifier') ?? '',
    name: fields.text('name'),
    is_system: fields.flag('is_system') ?? false,
    scopes: (fields.items('scopes', 'scope') ?? []).map((scope) => scope.id('value')),
    user_policy: fields.object('subject_type_authorization')?.object('user')?.text('policy') ?? null,
    skip_consent: fields.flag('skip_consent_for_verifiable_first_party_clients'),
    allow_offline_access: fields.flag('allow_offline_access'),
  };
}
