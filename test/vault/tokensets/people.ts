import { TvError } from '../../../src/core/errors.ts';
import type { Tokenset, UserRecord } from '../../../src/core/model.ts';
import type { Tenant } from '../../../src/core/ports.ts';
import { createTenantDouble } from '../double/tenant.ts';

/** Milliseconds of the tests' present. */
export const now = Date.UTC(2026, 6, 1);
const day = 86_400_000;

/** ISO time so many days before the present. */
export function daysAgo(days: number): string {
  return new Date(now - days * day).toISOString();
}

/** A tokenset of the early-access generation. */
export function aTokenset(overrides: Partial<Tokenset> = {}): Tokenset {
  return {
    id: 'ts-1',
    user_id: 'auth0|ada',
    connection: 'google-oauth2',
    connection_id: null,
    strategy: null,
    access_type: null,
    organization_id: null,
    scopes: ['openid', 'https://www.googleapis.com/auth/calendar.readonly'],
    issued_at: daysAgo(100),
    expires_at: daysAgo(99),
    last_used_at: daysAgo(10),
    expired: true,
    source: 'tokensets',
    ...overrides,
  };
}

/** A connected account of the current generation, whose last use nobody tells. */
export function anAccount(overrides: Partial<Tokenset> = {}): Tokenset {
  return aTokenset({
    id: 'cac_1',
    source: 'connected_accounts',
    last_used_at: null,
    expires_at: null,
    expired: false,
    ...overrides,
  });
}

/** Somebody with what the vault holds for them. */
export interface Person {
  readonly user_id: string;
  readonly email?: string;
  readonly holds?: readonly Tokenset[];
  /** Why reading fails. */
  readonly error?: TvError;
}

/** A tenant of these people, and what was asked of it. */
export interface People {
  readonly tenant: Tenant;
  readonly asked: string[];
  /** Sources whose route fails this way for everybody. */
  readonly closed: Map<'tokensets' | 'connected_accounts', TvError>;
}

/** Builds the tenant. */
export function peopleTenant(people: readonly Person[]): People {
  const asked: string[] = [];
  const closed: People['closed'] = new Map();
  const records = people.map(({ user_id, email = null }) => record(user_id, email));
  const holds = (source: 'tokensets' | 'connected_accounts') => async (userId: string) => {
    asked.push(`${source} ${userId}`);
    const barrier = closed.get(source);
    if (barrier !== undefined) throw barrier;
    const person = people.find(({ user_id }) => user_id === userId);
    if (person === undefined) throw new TvError('not_found.user', `No user \`${userId}\``);
    if (person.error !== undefined) throw person.error;
    return (person.holds ?? []).filter((tokenset) => tokenset.source === source);
  };
  const users: Tenant['users'] = {
    load: async (id) => {
      asked.push(`load ${id}`);
      const found = records.find(({ user_id }) => user_id === id);
      if (found === undefined) throw new TvError('not_found.user', `No user \`${id}\``);
      return found;
    },
    listByEmail: async (email) => {
      asked.push(`e-mail ${email}`);
      return records.filter((user) => user.email === email);
    },
    search: async () => ({ total: records.length, users: each(records) }),
    count: async () => records.length,
    export: () => each(records),
  };
  const tenant: Tenant = {
    ...createTenantDouble().tenant,
    users,
    tokensets: {
      listTokensets: holds('tokensets'),
      listConnectedAccounts: holds('connected_accounts'),
      deleteTokenset: async (userId, id) => {
        asked.push(`delete ${userId} ${id}`);
        return { value: null, requestId: `req-${id}` };
      },
    },
  };
  return { tenant, asked, closed };
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

function record(user_id: string, email: string | null): UserRecord {
  return { user_id, email, name: null, last_login: null, identities: [] };
}

/** Everything that arrives. */
export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
