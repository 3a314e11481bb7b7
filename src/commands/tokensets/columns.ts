import type { Tokenset } from '../../core/model.ts';
import type { Column } from '../../core/result.ts';
import { formatRelative } from '../../core/time.ts';

/** A row of `tokensets list`; `email` only with `--with-user`. */
export type TokensetRow = Tokenset & { readonly email?: string | null };

/** Columns of a list of tokensets; times relative to `now` (milliseconds) in tables, ISO in every other format. */
export function tokensetColumns(
  now: number,
  options: { readonly manyUsers: boolean; readonly withEmail: boolean },
): readonly Column<TokensetRow>[] {
  const user: Column<TokensetRow> = {
    key: 'user_id',
    header: 'User',
    weight: 3,
    ...(options.manyUsers ? {} : { extra: true }),
  };
  return [
    { key: 'id', header: 'Id', weight: 9 },
    user,
    ...(options.withEmail
      ? [{ key: 'email', header: 'E-mail', weight: 3 } satisfies Column<TokensetRow>]
      : []),
    { key: 'connection', header: 'Connection', weight: 5 },
    { key: 'source', header: 'Source', weight: 1 },
    { key: 'scopes', header: 'Scopes', weight: 0 },
    { key: 'issued_at', header: 'Issued', value: (row) => formatRelative(row.issued_at, now), weight: 2 },
    {
      key: 'expires_at',
      header: 'Expires',
      value: (row) => formatRelative(row.expires_at, now),
      tone: (row) => (row.expired ? 'warn' : undefined),
      weight: 2,
    },
    {
      key: 'last_used_at',
      header: 'Last used',
      value: (row) => formatRelative(row.last_used_at, now),
      weight: 2,
    },
    { key: 'connection_id', header: 'Connection id', extra: true },
    { key: 'strategy', header: 'Strategy', extra: true },
    { key: 'access_type', header: 'Access type', extra: true },
    { key: 'organization_id', header: 'Organization', extra: true },
    { key: 'expired', header: 'Expired', extra: true },
  ];
}
