import { TvError } from '../core/errors.ts';
import type { UserRecord } from '../core/model.ts';
import type { UsersPort } from '../core/ports.ts';
import { apiPath } from './api-path.ts';
import type { Management } from './management.ts';
import { Fields, fieldsOfEach, ShapeError } from './narrow.ts';
import { distinct, loadPage, type Page } from './paging.ts';

const fieldList = 'user_id,email,name,last_login,identities';
/** What a search can reach at most (facts 9). */
const searchable = 1000;
const perPage = 100;

/** Users (facts 9). https://auth0.com/docs/api/management/v2/users */
export function usersPort(management: Management, exportUsers: UsersPort['export']): UsersPort {
  return {
    load: async (userId) =>
      management.read({
        asked: `read user \`${userId}\``,
        path: apiPath`/users/${userId}`,
        query: { fields: fieldList, include_fields: true },
        subject: `user \`${userId}\``,
        named: 'not_found.user',
        read: (body) => readUser(new Fields(body, 'the user')),
      }),
    listByEmail: async (email) =>
      management.read({
        asked: `find the user with e-mail \`${email}\``,
        path: apiPath`/users-by-email`,
        query: { email, fields: fieldList, include_fields: true },
        read: (body) => fieldsOfEach(body, 'user').map(readUser),
      }),
    search: (query) => search(management, query),
    count: () => count(management),
    export: exportUsers,
  };
}

async function search(
  management: Management,
  q: string,
): Promise<{ readonly total: number; readonly users: AsyncIterable<UserRecord> }> {
  const first = await loadSearchPage(management, q, 0);
  const total = first.total ?? first.items.length;
  if (total > searchable) {
    throw new TvError(
      'refused.guard',
      `The query matches ${total} users, and Auth0 shows the first ${searchable} only`,
      {
        hint: 'Narrow the query, or go through everybody with `--all-users`',
      },
    );
  }
  return { total, users: distinct(searchPages(management, q, first), ({ user_id }) => user_id) };
}

async function count(management: Management): Promise<number> {
  return management.read({
    asked: 'count the users',
    path: apiPath`/users`,
    query: {
      search_engine: 'v3',
      include_totals: true,
      per_page: 1,
      page: 0,
      fields: 'user_id',
      include_fields: true,
    },
    read: (body) => {
      const total = new Fields(body, 'the list of users').number('total');
      if (total === null) throw new ShapeError('the list of users has no `total`');
      return total;
    },
  });
}

async function* searchPages(
  management: Management,
  q: string,
  first: Page<UserRecord>,
): AsyncGenerator<UserRecord> {
  yield* first.items;
  let last = first;
  for (let page = 1; last.items.length === perPage && page * perPage < searchable; page += 1) {
    if (last.total !== undefined && page * perPage >= last.total) return;
    last = await loadSearchPage(management, q, page);
    yield* last.items;
  }
}

function loadSearchPage(management: Management, q: string, page: number): Promise<Page<UserRecord>> {
  const list = {
    asked: 'search for users',
    path: apiPath`/users`,
    key: 'users',
    noun: 'user',
    item: readUser,
  };
  return loadPage(management, list, {
    q,
    search_engine: 'v3',
    include_totals: true,
    per_page: perPage,
    page,
    fields: fieldList,
    include_fields: true,
  });
}

/** One user; throws `ShapeError`. */
export function readUser(fields: Fields): UserRecord {
  return {
    user_id: fields.id('user_id'),
    email: fields.text('email'),
    name: fields.text('name'),
    last_login: fields.time('last_login'),
    identities: (fields.items('identities', 'identity') ?? []).map((identity) => ({
      connection: identity.text('connection') ?? '',
      provider: identity.text('provider') ?? '',
      user_id: readIdentityId(identity),
    })),
  };
}

// Some providers' ids are sent as numbers.
function readIdentityId(identity: Fields): string {
  const value = identity.source.user_id;
  return typeof value === 'number' ? String(value) : (identity.text('user_id') ?? '');
}
