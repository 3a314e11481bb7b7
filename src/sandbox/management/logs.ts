import { parseQuery, type Query, QuerySyntaxError } from '../search/lucene.ts';
import { fieldsOf, matches } from '../search/match.ts';
import { pickFields } from '../server/fields.ts';
import { integer, invalidQuery, page } from '../server/paging.ts';
import { ok, type Reply, refuse } from '../server/reply.ts';
import type { LogRecord } from '../state/model.ts';
import type { ManagementCall, ManagementRoute } from './route.ts';

const day = 86_400_000;
/** How long the tenant keeps its log: that of an Enterprise plan. */
export const retentionDays = 30;
const longestQuery = 4000;

const searchable: ReadonlySet<string> = new Set(
  `client_id client_name connection connection_id date description hostname ip log_id organization_id strategy
  strategy_type type user_agent user_id user_name`.split(/\s+/),
);
const defaultFields = ['type', 'description', 'user_id', 'user_name', 'client_name', 'connection'];
const logScopes = [['read:logs', 'read:logs_users']];

/** `/logs`: search by page, or everything after a checkpoint. */
export const logRoutes: readonly ManagementRoute[] = [
  { method: 'GET', path: '/logs', scopes: logScopes, handle: list },
  { method: 'GET', path: '/logs/:id', scopes: logScopes, handle: get },
];

function kept(call: ManagementCall): LogRecord[] {
  const since = new Date(call.tenant.clock.now() - retentionDays * day).toISOString();
  return call.tenant.log.entries().filter((entry) => entry.date >= since);
}

function list(call: ManagementCall): Reply {
  const { query } = call;
  return query.has('from') || query.has('take') ? checkpoint(call) : search(call);
}

function search(call: ManagementCall): Reply {
  const { query } = call;
  const text = query.get('q') ?? query.get('search') ?? '';
  if (text.length > longestQuery) throw refuse(414, 'Request-URI Too Large');
  const wanted = readQuery(text);
  const found = kept(call).filter((entry) => matches(wanted, entry, defaultFields));
  if (query.get('sort') !== 'date:1') found.reverse();
  const shown = found.map((entry) => pickFields(entry, query));
  return ok(page(shown, query, { key: 'logs', defaultPerPage: 50, maxPerPage: 100, withLength: true }));
}

function checkpoint(call: ManagementCall): Reply {
  const { query, tenant } = call;
  const from = query.get('from') ?? '';
  const take = integer(query, 'take', 50, 1, 100);
  const after = kept(call).filter((entry) => entry.log_id > from);
  const shown = after.slice(0, take);
  const last = shown.at(-1)?.log_id ?? from;
  const next = `<${tenant.base}/api/v2/logs?take=${take}&from=${last}>; rel="next"`;
  return { status: 200, body: shown.map((entry) => pickFields(entry, query)), headers: { link: next } };
}

/** Fields of `details` cannot be searched: a query that names one finds nothing, as at Auth0. */
function readQuery(text: string): Query {
  try {
    const query = parseQuery(text);
    const unsearchable = fieldsOf(query).find((field) => !searchable.has(field));
    return unsearchable === undefined ? query : { kind: 'not', part: { kind: 'all' } };
  } catch (error) {
    if (error instanceof QuerySyntaxError) throw invalidQuery(error.message, 'q');
    throw error;
  }
}

function get(call: ManagementCall): Reply {
  const entry = kept(call).find((candidate) => candidate.log_id === call.params.id);
  if (entry === undefined) throw refuse(404, 'The log does not exist.', 'inexistent_log');
  return ok(entry);
}
