import type { LogEvent } from '../core/model.ts';
import type { LogsPort } from '../core/ports.ts';
import { apiPath } from './api-path.ts';
import { asJsonObject } from './connections.ts';
import type { Management } from './management.ts';
import type { Fields } from './narrow.ts';
import { collect, loadPage, offsetPages } from './paging.ts';

/** The tenant log (facts 11). https://auth0.com/docs/api/management/v2/logs */
export function logsPort(management: Management): LogsPort {
  const shared = {
    key: 'logs',
    noun: 'log entry',
    item: readLogEvent,
    id: (entry: LogEvent) => entry.log_id,
  };
  const asked = 'read the tenant log';
  return {
    search: ({ q, limit }) =>
      offsetPages(
        management,
        { ...shared, asked, path: apiPath`/logs`, query: { q, sort: 'date:-1' } },
        limit,
      ),
    oldestDate: async () => {
      const query = { sort: 'date:1' };
      for await (const entry of offsetPages(
        management,
        { ...shared, asked, path: apiPath`/logs`, query },
        1,
      )) {
        return entry.date;
      }
      return null;
    },
    listByUser: async (userId, limit) => {
      const list = {
        ...shared,
        asked: `read the log of user \`${userId}\``,
        path: apiPath`/users/${userId}/logs`,
        query: { sort: 'date:-1' },
        subject: `user \`${userId}\``,
      };
      return collect(offsetPages(management, list, limit));
    },
    listAfter: async (logId) => {
      const list = { ...shared, asked, path: apiPath`/logs` };
      return (await loadPage(management, list, { from: logId, take: 100 })).items;
    },
  };
}

function readLogEvent(fields: Fields): LogEvent {
  return {
    log_id: fields.maybeText('log_id') ?? fields.id('_id'),
    date: fields.time('date'),
    type: fields.text('type') ?? '',
    description: fields.text('description'),
    user_id: fields.text('user_id'),
    client_id: fields.text('client_id'),
    client_name: fields.text('client_name'),
    connection: fields.text('connection'),
    details: asJsonObject(fields.source.details) ?? {},
  };
}
