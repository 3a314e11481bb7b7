import type { UserRecord } from '../state/model.ts';

const day = 86_400_000;

/** How a user is seeded. */
export interface UserSeed {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly lastLoginDaysAgo: number;
  readonly createdDaysAgo: number;
  /** Connection of the account; the database unless told. */
  readonly connection?: string;
  /** Further sign-ins linked to the account: connection, provider and the id there. */
  readonly linked?: readonly {
    readonly connection: string;
    readonly provider: string;
    readonly id: string;
  }[];
}

const longAgo = { createdDaysAgo: 500, lastLoginDaysAgo: 2 } as const;

/** The id of a user whose id needs encoding in every way. */
export const oddUserId = 'waad|K9/x+Zürich 7=~%41';

/** The people at Acme. */
export const acmePeople: readonly UserSeed[] = [
  { id: 'auth0|ada', email: 'ada@example.com', name: 'Ada Lovelace', ...longAgo },
  {
    id: 'auth0|grace',
    email: 'grace@example.com',
    name: 'Grace Hopper',
    createdDaysAgo: 420,
    lastLoginDaysAgo: 130,
  },
  {
    id: 'google-oauth2|103547991597142817347',
    email: 'margaret@example.com',
    name: 'Margaret Hamilton',
    connection: 'google-oauth2',
    createdDaysAgo: 300,
    lastLoginDaysAgo: 12,
  },
  {
    id: 'auth0|alan',
    email: 'alan@example.com',
    name: 'Alan Turing',
    createdDaysAgo: 260,
    lastLoginDaysAgo: 20,
  },
  {
    id: 'google-oauth2|110169484474386276334',
    email: 'alan@example.com',
    name: 'Alan Turing',
    connection: 'google-oauth2',
    createdDaysAgo: 90,
    lastLoginDaysAgo: 15,
  },
  {
    id: oddUserId,
    email: 'katherine@example.com',
    name: 'Katherine Johnson',
    connection: 'acme-entra',
    createdDaysAgo: 200,
    lastLoginDaysAgo: 1,
  },
  {
    id: 'oidc|acme-okta|00u1Edsger',
    email: 'Edsger.Dijkstra@Example.com',
    name: 'Edsger Dijkstra',
    connection: 'acme-okta',
    createdDaysAgo: 45,
    lastLoginDaysAgo: 40,
  },
  {
    id: 'auth0|radia',
    email: 'radia@example.com',
    name: 'Radia Perlman',
    createdDaysAgo: 10,
    lastLoginDaysAgo: 9,
  },
];

/** The user of a seed. */
export function userOf(seed: UserSeed, now: number): UserRecord {
  const created = new Date(now - seed.createdDaysAgo * day).toISOString();
  const seen = new Date(now - seed.lastLoginDaysAgo * day).toISOString();
  const [provider = 'auth0', ...rest] = seed.id.split('|');
  const connection = seed.connection ?? 'Username-Password-Authentication';
  return {
    user_id: seed.id,
    email: seed.email,
    email_verified: true,
    name: seed.name,
    nickname: seed.email.split('@')[0] ?? seed.email,
    picture: `https://cdn.example.com/avatars/${encodeURIComponent(seed.email)}.png`,
    created_at: created,
    updated_at: seen,
    last_login: seen,
    last_ip: '203.0.113.7',
    logins_count: 1 + (seed.createdDaysAgo % 40),
    identities: [
      { connection, provider, user_id: rest.join('|'), isSocial: provider === 'google-oauth2' },
      ...(seed.linked ?? []).map((link) => ({
        connection: link.connection,
        provider: link.provider,
        user_id: link.id,
        isSocial: true,
      })),
    ],
  };
}
