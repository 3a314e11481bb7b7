import type { ClientGrant } from '../core/model.ts';
import type { ClientGrantsPort } from '../core/ports.ts';
import { apiPath } from './api-path.ts';
import type { Management } from './management.ts';
import { Fields } from './narrow.ts';
import { checkpointPages, collect } from './paging.ts';

/** Client grants (facts 6.4). https://auth0.com/docs/api/management/v2/client-grants */
export function clientGrantsPort(management: Management): ClientGrantsPort {
  const read = (body: unknown): ClientGrant => readGrant(new Fields(body, 'the client grant'));
  return {
    list: async ({ clientId, audience, subjectType }) =>
      collect(
        checkpointPages(
          management,
          {
            asked: 'list the client grants',
            path: apiPath`/client-grants`,
            query: { client_id: clientId, audience, subject_type: subjectType },
            key: 'client_grants',
            noun: 'client grant',
            item: readGrant,
            id: ({ id }) => id,
          },
          100,
        ),
      ),
    create: async (body) =>
      management.write({
        asked: 'create a client grant',
        method: 'POST',
        path: apiPath`/client-grants`,
        body,
        read,
      }),
    update: async (id, body) =>
      management.write({
        asked: `update client grant \`${id}\``,
        method: 'PATCH',
        path: apiPath`/client-grants/${id}`,
        body,
        subject: `client grant \`${id}\``,
        read,
      }),
  };
}

function readGrant(fields: Fields): ClientGrant {
  return {
    id: fields.id('id'),
    client_id: fields.text('client_id') ?? '',
    audience: fields.text('audience') ?? '',
    scope: fields.texts('scope') ?? [],
    subject_type: fields.text('subject_type'),
    allow_all_scopes: fields.flag('allow_all_scopes') ?? false,
  };
}
