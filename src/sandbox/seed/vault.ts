import type { AccountRecord, TokensetRecord } from '../state/model.ts';
import { connectionIdOf, derived, derivedUuid } from './names.ts';
import { providerGrant } from './provider-grant.ts';

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
