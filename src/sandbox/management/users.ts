import { parseQuery, type Query, QuerySyntaxError } from '../search/lucene.ts';
import { matches, pinnedTo } from '../search/match.ts';
import { pickFields } from '../server/fields.ts';
import { invalidQuery, offsetAnswer, offsetOf, page } from '../server/paging.ts';
import { noContent, ok, type Reply, refuse } from '../server/reply.ts';
import { type Shape, validBody } from '../server/validate.ts';
import type { UserRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import type { ManagementCall, ManagementRoute } from './route.ts';

const usersPaging = { key: 'users', defaultPerPage: 50, maxPerPage: 100, withLength: true } as const;
const defaultFields = ['name', 'nickname', 'email', 'user_id'];

/** `/users` and `/users-by-email`. */
export const userRoutes: readonly ManagementRoute[] = [
  { method: 'GET', path: '/users', scopes: [['read:users', 'read:user_idp_tokens']], handle: list },
  {
    method: 'GET',
    path: '/users/:id',
    scopes: [['read:users', 'read:current_user', 'read:user_idp_tokens']],
    handle: get,
  },
  {
    method: 'PATCH',
    path: '/users/:id',
    scopes: [['update:users', 'update:users_app_metadata']],
    title: 'Update a User',
    handle: patch,
  },
  {
    method: 'DELETE',
    path: '/users/:id',
    scopes: [['delete:users']],
    title: 'Delete a User',
    handle: remove,
  },
  { method: 'GET', path: '/users-by-email', scopes: [['read:users']], handle: byEmail },
  {
    method: 'GET',
    path: '/users/:id/logs',
    scopes: [['read:logs', 'read:logs_users']],
    handle: logsOf,
  },
];

/** The user of a path parameter. Refuses with 404 `inexistent_user`. */
export function userAt(tenant: Tenant, id: string): UserRecord {
  const user = tenant.directory.user(id);
  if (user === undefined) throw refuse(404, 'The user does not exist.', 'inexistent_user');
  return user;
}

function list({ tenant, query }: ManagementCall): Reply {
  const { start, limit } = offsetOf(query, usersPaging);
  const { users, total } = search(tenant, query, start, limit);
  const slice = users.map((user) => pickFields(user, query));
  return ok(offsetAnswer(slice, total, { start, limit }, query, usersPaging));
}

function search(
  tenant: Tenant,
  query: URLSearchParams,
  start: number,
  limit: number,
): { readonly users: readonly UserRecord[]; readonly total: number } {
  const wanted = readQuery(query.get('q') ?? '');
  const sort = sorter(query.get('sort'));
  if (wanted.kind === 'all' && sort === undefined) {
    return { users: taken(tenant.directory.all(), start, limit), total: tenant.directory.total };
  }
  const found: UserRecord[] = [];
  let total = 0;
  for (const user of candidates(tenant, wanted)) {
    if (!matches(wanted, user, defaultFields)) continue;
    total++;
    if (sort !== undefined || total <= start + limit) found.push(user);
  }
  const sorted = sort === undefined ? found : found.sort(sort);
  return { users: sorted.slice(start, start + limit), total };
}

/** Users worth looking at: one or few when the query pins the id or the e-mail. */
function candidates(tenant: Tenant, query: Query): Iterable<UserRecord> {
  const id = pinnedTo(query, 'user_id');
  const user = id === undefined ? undefined : tenant.directory.user(id);
  if (user !== undefined) return [user];
  const email = pinnedTo(query, 'email');
  const exact = email === undefined ? [] : tenant.directory.byEmail(email);
  return exact.length > 0 && tenant.record().fleet > 0 ? exact : tenant.directory.all();
}

function readQuery(text: string): Query {
  try {
    return parseQuery(text);
  } catch (error) {
    if (error instanceof QuerySyntaxError) throw invalidQuery(error.message, 'q');
    throw error;
  }
}

function taken(users: Iterable<UserRecord>, start: number, limit: number): UserRecord[] {
  const page: UserRecord[] = [];
  let index = 0;
  for (const user of users) {
    if (index >= start + limit) break;
    if (index++ >= start) page.push(user);
  }
  return page;
}

function sorter(text: string | null): ((a: UserRecord, b: UserRecord) => number) | undefined {
  if (text === null) return undefined;
  const [field = '', direction] = text.split(':');
  if (direction !== '1' && direction !== '-1') throw invalidQuery('Invalid sort', 'sort');
  return (a, b) => String(a[field] ?? '').localeCompare(String(b[field] ?? '')) * Number(direction);
}

function get({ tenant, params, query }: ManagementCall): Reply {
  return ok(pickFields(userAt(tenant, params.id ?? ''), query));
}

const patchShape: Shape = {
  type: 'object',
  properties: {
    blocked: { type: 'boolean' },
    email: { type: 'string' },
    email_verified: { type: 'boolean' },
    name: { type: 'string', minLength: 1, maxLength: 300 },
    nickname: { type: 'string', minLength: 1, maxLength: 300 },
    user_metadata: { type: 'object' },
    app_metadata: { type: 'object' },
  },
  closed: true,
  minProperties: 1,
};

function patch({ tenant, params, body }: ManagementCall): Reply {
  const user = userAt(tenant, params.id ?? '');
  const change = validBody<Partial<UserRecord>>(body, patchShape);
  const updated: UserRecord = { ...user, ...change, updated_at: tenant.iso() };
  tenant.directory.put(updated);
  return ok(updated);
}

function remove({ tenant, params }: ManagementCall): Reply {
  tenant.directory.delete(params.id ?? '');
  return noContent;
}

function byEmail({ tenant, query }: ManagementCall): Reply {
  const email = query.get('email');
  if (email === null || email === '') throw invalidQuery('Missing required property: email', 'email');
  return ok(tenant.directory.byEmail(email).map((user) => pickFields(user, query)));
}

function logsOf({ tenant, params, query }: ManagementCall): Reply {
  const user = userAt(tenant, params.id ?? '');
  const entries = tenant.log
    .entries()
    .filter((entry) => entry.user_id === user.user_id)
    .reverse();
  if (query.get('sort') === 'date:1') entries.reverse();
  return ok(page(entries, query, { key: 'logs', defaultPerPage: 50, maxPerPage: 100, withLength: true }));
}
