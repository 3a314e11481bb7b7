import { describe, expect, it } from 'vitest';
import { TvError } from '../../../src/core/errors.ts';
import { type FailedUser, type ListRequest, listTokensets } from '../../../src/vault/tokensets/list.ts';
import type { UserSelection } from '../../../src/vault/tokensets/selection.ts';
import type { UserRef } from '../../../src/vault/tokensets/users.ts';
import { anAccount, aTokenset, collect, now, type People, type Person, peopleTenant } from './people.ts';

const ada: Person = {
  user_id: 'auth0|ada',
  email: 'ada@example.com',
  holds: [aTokenset(), anAccount()],
};
const grace: Person = {
  user_id: 'auth0|grace',
  email: 'grace@example.com',
  holds: [aTokenset({ id: 'ts-2', user_id: 'auth0|grace', connection: 'github', expires_at: null })],
};
const twin: Person = { user_id: 'google-oauth2|1', email: 'ada@example.com' };

const everybody: UserSelection = { kind: 'all' };

function fileOf(...lines: readonly string[]): UserSelection {
  async function* read(): AsyncGenerator<string> {
    yield* lines;
  }
  return { kind: 'file', path: 'users.txt', lines: read, count: async () => lines.length };
}

async function list(people: People, overrides: Partial<ListRequest> = {}) {
  const failed: FailedUser[] = [];
  const listing = listTokensets(people.tenant, {
    selection: everybody,
    policy: { all: false, choose: undefined },
    filter: { connections: [], scopes: [], expired: false, unusedFor: undefined, olderThan: undefined },
    source: 'auto',
    complete: false,
    withEmail: false,
    now,
    tellFailed: (entry) => failed.push(entry),
    ...overrides,
  });
  const users = await collect(listing.users);
  return { users, ids: users.flatMap(({ tokensets }) => tokensets.map(({ id }) => id)), failed, listing };
}

describe('reading everybody', () => {
  it('unites the sources of each user, and knows how many there are', async () => {
    const { users, ids, listing } = await list(peopleTenant([ada, grace]));
    expect(users.map(({ user }) => user.user_id)).toEqual(['auth0|ada', 'auth0|grace']);
    expect(ids).toEqual(['ts-1', 'cac_1', 'ts-2']);
    expect(listing.total()).toBe(2);
    expect(listing.failures()).toEqual({ count: 0, first: undefined });
    expect(listing.reader.requestsPerUser()).toBe(2);
  });

  it('takes a user who comes twice in a row once, and counts whom the export left out as failures', async () => {
    const people = peopleTenant([ada, grace]);
    async function* exported(): AsyncGenerator<UserRef> {
      for (const user_id of ['auth0|ada', 'auth0|ada', 'auth0|grace']) yield { user_id, email: null };
      throw new TvError('api.partial', 'Two were left out', { extra: { left_out: 2 } });
    }
    const tenant = { ...people.tenant, users: { ...people.tenant.users, export: exported } };
    const { ids, failed, listing } = await list({ ...people, tenant });
    expect(ids).toEqual(['ts-1', 'cac_1', 'ts-2']);
    expect(failed).toMatchObject([{ error: { message: 'Two were left out' } }]);
    expect(listing.failures().count).toBe(2);
  });

  it('counts what only an unknown time keeps out', async () => {
    const filter = { connections: [], scopes: [], expired: true, unusedFor: undefined, olderThan: undefined };
    const { users, ids } = await list(peopleTenant([ada, grace]), { filter });
    expect(ids).toEqual(['ts-1']);
    expect(users.map(({ unknownTimes }) => unknownTimes)).toEqual([1, 1]);
  });

  it('goes on past a user who fails, and tells it', async () => {
    const error = new TvError('api.server', 'The server failed');
    const { ids, failed, listing } = await list(peopleTenant([{ ...ada, error }, grace]));
    expect(ids).toEqual(['ts-2']);
    expect(failed).toEqual([{ user_id: 'auth0|ada', error }]);
    expect(listing.failures()).toEqual({ count: 1, first: error });
  });

  it.each([
    'access.scope',
    'refused.feature',
    'api.rate_limit',
    'cancelled.interrupted',
    'network.tls',
  ] as const)('stops at %s, which no other user would escape', async (code) => {
    const error = new TvError(code, 'No');
    const people = peopleTenant([{ ...ada, error }, grace]);
    await expect(list(people, { source: 'tokensets' })).rejects.toBe(error);
  });

  it.each(['network.timeout', 'network.interrupted', 'not_found.user'] as const)(
    'goes on past %s',
    async (code) => {
      const error = new TvError(code, 'No');
      const { ids } = await list(peopleTenant([{ ...ada, error }, grace]), { source: 'tokensets' });
      expect(ids).toEqual(['ts-2']);
    },
  );

  it('passes over a route that is gone, but not one that a scope closes', async () => {
    const people = peopleTenant([ada, grace]);
    people.closed.set('connected_accounts', new TvError('refused.feature', 'No such route'));
    const { ids, listing } = await list(people);
    expect(ids).toEqual(['ts-1', 'ts-2']);
    // Asked twice for the first user, so that one stray answer is not taken for a route that is gone.
    expect(people.asked.filter((asked) => asked.startsWith('connected'))).toEqual([
      'connected_accounts auth0|ada',
      'connected_accounts auth0|ada',
    ]);
    expect(listing.reader.requestsPerUser()).toBe(1);
    expect(listing.reader.leftOut()).toEqual([]);
    people.closed.set('connected_accounts', new TvError('access.scope', 'No'));
    await expect(list(people)).rejects.toMatchObject({ code: 'access.scope' });
  });
});

describe('a route that refuses once, and answers for others', () => {
  const refused = new TvError('refused.feature', 'The route is gone');

  it.each(['auto', 'tokensets'] as const)('is a failure of that user (%s)', async (source) => {
    const { ids, failed, listing } = await list(peopleTenant([ada, { ...grace, error: refused }, twin]), {
      source,
    });
    expect(ids).toEqual(source === 'auto' ? ['ts-1', 'cac_1'] : ['ts-1']);
    expect(failed).toMatchObject([{ user_id: 'auth0|grace', error: { code: 'api.unexpected_response' } }]);
    expect(listing.failures().count).toBe(1);
    expect(listing.reader.leftOut()).toEqual([]);
  });

  it('costs nobody anything when it is the very first answer', async () => {
    const people = peopleTenant([ada, grace]);
    const { listTokensets: read } = people.tenant.tokensets;
    let stray = true;
    const listOnceRefused: typeof read = async (userId) => {
      if (!stray) return read(userId);
      stray = false;
      throw refused;
    };
    const tenant = {
      ...people.tenant,
      tokensets: { ...people.tenant.tokensets, listTokensets: listOnceRefused },
    };
    const { ids, failed } = await list({ ...people, tenant });
    expect(ids).toEqual(['ts-1', 'cac_1', 'ts-2']);
    expect(failed).toEqual([]);
  });
});

describe('reading a file', () => {
  it('takes each user once, looks e-mails up, and passes over comments and blank lines', async () => {
    const people = peopleTenant([ada, grace]);
    const selection = fileOf(
      '\uFEFFauth0|ada',
      '# a comment',
      '',
      '  GRACE@example.com ',
      'auth0|ada',
      'auth0|grace',
    );
    const { ids } = await list(people, { selection });
    expect(ids).toEqual(['ts-1', 'cac_1', 'ts-2']);
    expect(people.asked.filter((asked) => asked.startsWith('e-mail'))).toEqual([
      'e-mail GRACE@example.com',
      'e-mail grace@example.com',
    ]);
  });

  it('tells entries that are nobody, are several people, or are no entries', async () => {
    const { ids, failed } = await list(peopleTenant([ada, grace, twin]), {
      selection: fileOf('nobody@example.com', 'ada@example.com', 'word', 'auth0|gone', 'auth0|grace'),
    });
    expect(ids).toEqual(['ts-2']);
    expect(failed.map(({ user_id, error }) => [user_id, error.code])).toEqual([
      ['nobody@example.com', 'not_found.user'],
      ['ada@example.com', 'usage.ambiguous'],
      ['word', 'usage.invalid_value'],
      ['auth0|gone', 'not_found.user'],
    ]);
    expect(failed[2]?.error.details.cause).toContain('Line 3 of `users.txt`');
  });

  it('takes all accounts of an e-mail when that is asked for', async () => {
    const { users } = await list(peopleTenant([ada, twin]), {
      selection: fileOf('ada@example.com'),
      policy: { all: true, choose: undefined },
    });
    expect(users.map(({ user }) => user.user_id)).toEqual(['auth0|ada', 'google-oauth2|1']);
  });
});

describe('reading named users', () => {
  it('needs every one of them', async () => {
    const selection: UserSelection = { kind: 'named', words: ['auth0|ada', 'auth0|gone'] };
    await expect(list(peopleTenant([ada]), { selection })).rejects.toMatchObject({ code: 'not_found.user' });
  });

  it('warns about a source that a scope closes, unless the answer must be complete', async () => {
    const people = peopleTenant([ada]);
    const closed = new TvError('access.scope', 'No', { missingScopes: ['read:users'] });
    people.closed.set('connected_accounts', closed);
    const selection: UserSelection = { kind: 'named', words: ['auth0|ada'] };
    const { ids, listing } = await list(people, { selection });
    expect(ids).toEqual(['ts-1']);
    expect(listing.reader.leftOut()).toEqual([{ source: 'connected_accounts', error: closed }]);
    await expect(list(people, { selection, complete: true })).rejects.toBe(closed);
    people.closed.set('tokensets', closed);
    await expect(list(people, { selection })).rejects.toMatchObject({
      code: 'access.scope',
      details: { missingScopes: ['read:users', 'read:users'] },
    });
  });

  it('learns the e-mail of an id when it is to be shown', async () => {
    const selection: UserSelection = { kind: 'named', words: ['auth0|ada', 'ada@example.com'] };
    const people = peopleTenant([ada]);
    const { users } = await list(people, { selection, withEmail: true });
    expect(users.map(({ user }) => user)).toEqual([{ user_id: 'auth0|ada', email: 'ada@example.com' }]);
  });
});
