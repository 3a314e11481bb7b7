import type { Credentials, Profile } from '../../core/profiles.ts';
import { type Column, type Result, record } from '../../core/result.ts';
import { type GroupLack, lackByGroup, type TokenFacts } from './token-facts.ts';

/** A profile in `profiles list` (product section 5); `name` is null for environment credentials. */
export interface ProfileRow {
  readonly name: string | null;
  readonly domain: string;
  readonly client_id: string | null;
  readonly auth: Profile['auth'];
  readonly secret_source: Profile['secret']['kind'];
  readonly active: boolean;
  readonly protected: boolean;
  readonly read_only: boolean;
}

/** What `profiles show` and `test` print. */
export interface ProfileDetail extends ProfileRow, TokenFacts {
  readonly origins: Readonly<Record<string, string>>;
}

/** The row of a stored profile. */
export function rowOf(profile: Profile, activeName: string | null): ProfileRow {
  return {
    name: profile.name,
    domain: profile.domain,
    client_id: profile.clientId,
    auth: profile.auth,
    secret_source: profile.secret.kind,
    active: profile.name === activeName,
    protected: profile.protected,
    read_only: profile.readOnly,
  };
}

/** The row of credentials that no profile holds. */
export function rowOfCredentials(credentials: Credentials): ProfileRow {
  const { method } = credentials.authentication;
  return {
    name: null,
    domain: credentials.tenant.label,
    client_id: credentials.clientId,
    auth: method === 'private_key_jwt' || method === 'token' ? method : 'client_secret',
    secret_source: 'none',
    active: false,
    protected: credentials.protected,
    read_only: credentials.readOnly,
  };
}

/** Columns of `profiles list`; a narrow terminal shows name and tenant whole before all else. */
export const profileColumns: readonly Column<ProfileRow>[] = [
  { key: 'name', header: 'Name', weight: 9, tone: (row) => (row.active ? 'strong' : undefined) },
  { key: 'domain', header: 'Domain', weight: 9 },
  { key: 'client_id', header: 'Client id', weight: 1, optional: true },
  { key: 'auth', header: 'Auth', weight: 2, optional: true },
  { key: 'secret_source', header: 'Secret in', weight: 3, optional: true },
  {
    key: 'active',
    header: 'Active',
    tone: (row) => (row.active ? 'good' : undefined),
    weight: 6,
    optional: true,
  },
  { key: 'protected', header: 'Protected', weight: 5, optional: true },
  { key: 'read_only', header: 'Read-only', weight: 4, optional: true },
];

/** Shows a profile with its origins and what its token holds. */
export function detailResult(
  detail: ProfileDetail,
  lacking: GroupLack | null,
  notes: readonly string[] = [],
): Result {
  const origins: readonly Column<ProfileDetail>[] = Object.keys(detail.origins).map((key) => ({
    key: `origins.${key}`,
    header: `${key.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase())} from`,
    tone: () => 'muted',
  }));
  return {
    ...record(detail, {
      id: (value) => value.name ?? value.domain,
      fields: [
        ...profileColumns,
        ...origins,
        { key: 'scopes', header: 'Scopes held', value: (value) => value.scopes ?? 'unknown' },
        {
          key: 'missing_scopes',
          header: 'Scopes lacking',
          value: () => (lacking === null ? 'unknown' : lackByGroup(lacking)),
          tone: () => (lacking !== null && lacking.size > 0 ? 'warn' : undefined),
        },
        { key: 'expires_at', header: 'Token expires' },
      ],
    }),
    notes,
  };
}
