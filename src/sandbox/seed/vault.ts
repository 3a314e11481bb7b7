import type { AccountRecord, TokensetRecord, VaultRecord } from '../state/model.ts';
import { connectionIdOf, derived, derivedUuid } from './names.ts';
import { providerGrant } from './provider-grant.ts';
import { oddUserId } from './users.ts';

const minute = 60_000;
const day = 86_400_000;

const google = 'https://www.googleapis.com/auth/';
/** Scopes the company's applications ask each provider for. */
export const acmeScopes = {
  'google-oauth2': ['openid', 'profile', 'email', `${google}calendar.readonly`],
  github: ['repo', 'read:user'],
  'sign-in-with-slack': ['openid', 'profile', 'channels:read'],
  windowslive: ['openid', 'User.Read', 'Calendars.Read', 'offline_access'],
} as const;

type AcmeConnection = keyof typeof acmeScopes;

const strategies: Readonly<Record<AcmeConnection, string>> = {
  'google-oauth2': 'google-oauth2',
  github: 'github',
  'sign-in-with-slack': 'oauth2',
  windowslive: 'windowslive',
};

/** When something was issued, used and ends, relative to now; null is told as null, absent is left out. */
interface Times {
  readonly issuedDaysAgo?: number;
  readonly usedDaysAgo?: number | null;
  readonly expiresInMinutes?: number | null;
  /** Times as epoch seconds, as the early documentation shows them. */
  readonly epoch?: boolean;
}

/** A tokenset. `refresh` says what the provider does with the stored refresh token. */
export function tokenset(
  userId: string,
  connection: AcmeConnection,
  times: Times,
  now: number,
  more: {
    readonly scopes?: readonly string[];
    readonly refresh?: 'works' | 'refused' | 'none';
    readonly label?: string;
  } = {},
): TokensetRecord {
  const seed = `${userId} ${connection} tokenset ${more.label ?? ''}`;
  const { issuedDaysAgo, usedDaysAgo, expiresInMinutes, epoch = false } = times;
  const show = (time: number): string | number =>
    epoch ? Math.floor(time / 1000) : new Date(time).toISOString();
  const ends =
    expiresInMinutes === undefined || expiresInMinutes === null ? undefined : now + expiresInMinutes * minute;
  return {
    id: derivedUuid(seed),
    connection,
    scope: (more.scopes ?? acmeScopes[connection]).join(' '),
    ...(issuedDaysAgo === undefined ? {} : { issued_at: show(now - issuedDaysAgo * day) }),
    ...(expiresInMinutes === undefined ? {} : { expires_at: ends === undefined ? null : show(ends) }),
    ...(usedDaysAgo === undefined
      ? {}
      : { last_used_at: usedDaysAgo === null ? null : show(now - usedDaysAgo * day) }),
    idpUserId: idpUserIdOf(userId, connection),
    grant: providerGrant(seed, strategies[connection], ends, more.refresh ?? 'works'),
  };
}

/** A connected account. */
export function account(
  userId: string,
  connection: AcmeConnection,
  times: { readonly createdDaysAgo: number; readonly tokenExpiresInMinutes?: number },
  now: number,
  more: {
    readonly scopes?: readonly string[];
    readonly refresh?: 'works' | 'refused' | 'none';
    readonly fields?: Partial<AccountRecord>;
  } = {},
): AccountRecord {
  const seed = `${userId} ${connection} account`;
  const ends =
    times.tokenExpiresInMinutes === undefined ? undefined : now + times.tokenExpiresInMinutes * minute;
  return {
    id: `cac_${derived(seed, 22)}`,
    connection,
    connection_id: connectionIdOf(connection),
    strategy: strategies[connection],
    access_type: 'offline',
    scopes: more.scopes ?? acmeScopes[connection],
    created_at: new Date(now - times.createdDaysAgo * day).toISOString(),
    idpUserId: idpUserIdOf(userId, connection),
    grant: providerGrant(seed, strategies[connection], ends, more.refresh ?? 'works'),
    ...more.fields,
  };
}

/** The user's id at the provider. */
export function idpUserIdOf(userId: string, connection: string): string {
  const [provider, ...rest] = userId.split('|');
  return provider === connection ? rest.join('|') : derived(`${userId} at ${connection}`, 21);
}

/** Ada's vault: fresh, stale and expired records of both generations. */
export function adaVault(now: number): VaultRecord {
  const id = 'auth0|ada';
  return {
    tokensets: [
      tokenset(id, 'google-oauth2', { issuedDaysAgo: 30, usedDaysAgo: 1, expiresInMinutes: 50 }, now),
      tokenset(id, 'github', { issuedDaysAgo: 400, usedDaysAgo: 200, expiresInMinutes: null }, now),
      tokenset(
        id,
        'sign-in-with-slack',
        { issuedDaysAgo: 130, usedDaysAgo: 120, expiresInMinutes: -14_400 },
        now,
      ),
    ],
    accounts: [
      account(id, 'google-oauth2', { createdDaysAgo: 20, tokenExpiresInMinutes: 50 }, now),
      account(id, 'windowslive', { createdDaysAgo: 60, tokenExpiresInMinutes: -30 }, now),
    ],
  };
}

/** What the vault holds for the people at Acme. */
export function acmeVaults(now: number): Readonly<Record<string, VaultRecord>> {
  const margaret = 'google-oauth2|103547991597142817347';
  const otherAlan = 'google-oauth2|110169484474386276334';
  return {
    'auth0|ada': adaVault(now),
    'auth0|grace': {
      tokensets: [
        tokenset('auth0|grace', 'google-oauth2', {}, now, { label: 'of unknown age' }),
        tokenset(
          'auth0|grace',
          'github',
          { issuedDaysAgo: 320, usedDaysAgo: null, expiresInMinutes: null, epoch: true },
          now,
        ),
      ],
      accounts: [
        account('auth0|grace', 'github', { createdDaysAgo: 310 }, now, {
          fields: { organization_id: 'org_Acme0000Research' },
        }),
      ],
    },
    [margaret]: {
      tokensets: [
        tokenset(
          margaret,
          'google-oauth2',
          { issuedDaysAgo: 12, usedDaysAgo: 3, expiresInMinutes: -60 },
          now,
          {
            refresh: 'refused',
          },
        ),
      ],
      accounts: [],
    },
    'auth0|alan': {
      tokensets: [],
      accounts: [account('auth0|alan', 'sign-in-with-slack', { createdDaysAgo: 100 }, now)],
    },
    [otherAlan]: {
      tokensets: [
        tokenset(
          otherAlan,
          'google-oauth2',
          { issuedDaysAgo: 80, usedDaysAgo: 79, expiresInMinutes: -1440 },
          now,
        ),
      ],
      accounts: [],
    },
    [oddUserId]: {
      tokensets: [
        tokenset(
          oddUserId,
          'windowslive',
          { issuedDaysAgo: 95, usedDaysAgo: 94, expiresInMinutes: null },
          now,
        ),
      ],
      accounts: [account(oddUserId, 'windowslive', { createdDaysAgo: 5, tokenExpiresInMinutes: 30 }, now)],
    },
  };
}
