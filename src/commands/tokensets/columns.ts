import type { Tokenset, TokensetSource } from '../../core/model.ts';
import type { Column } from '../../core/result.ts';
import { formatRelative } from '../../core/time.ts';
import type { TokensetFilter } from '../../vault/tokensets/filter.ts';

/** A row of `tokensets list`; `email` only with `--with-user`. */
export type TokensetRow = Tokenset & { readonly email?: string | null };

/** What decides which columns are shown. */
export interface ColumnOptions {
  readonly manyUsers: boolean;
  readonly withEmail: boolean;
  /** What is asked about stays on a narrow terminal. */
  readonly filter: TokensetFilter;
}

/** Columns of the terminal that any relative time fits. */
const wholeTime = 10;

/**
 * Columns of a list of tokensets; times relative to `now` (milliseconds) in tables, ISO in every other format. On a narrow terminal the user
 * of a row matters more than its whole id, which is one `tv tokensets list --user` away.
 */
export function tokensetColumns(now: number, options: ColumnOptions): readonly Column<TokensetRow>[] {
  const { manyUsers, withEmail, filter } = options;
  const unused = filter.unusedFor !== undefined;
  return [
    manyUsers || withEmail ? shortenedId : wholeId,
    { ...userColumn, weight: withEmail ? 1 : 4, optional: withEmail, extra: !manyUsers },
    ...(withEmail ? [{ ...userColumn, key: 'email', header: 'E-mail', weight: 4 }] : []),
    connectionColumn,
    { ...sourceColumn, weight: 5, optional: true },
    { key: 'scopes', header: 'Scopes', weight: 0, least: 20, optional: filter.scopes.length === 0 },
    {
      key: 'issued_at',
      header: 'Issued',
      value: (row) => formatRelative(row.issued_at, now),
      weight: 1,
      least: wholeTime,
      optional: filter.olderThan === undefined && !unused,
    },
    {
      key: 'expires_at',
      header: 'Expires',
      value: (row) => formatRelative(row.expires_at, now),
      tone: (row) => (row.expired ? 'warn' : undefined),
      weight: 2,
      least: wholeTime,
      optional: !filter.expired,
    },
    {
      key: 'last_used_at',
      header: 'Last used',
      value: (row) => formatRelative(row.last_used_at, now),
      weight: 6,
      least: wholeTime,
      optional: !unused,
    },
    { key: 'connection_id', header: 'Connection id', extra: true },
    { key: 'strategy', header: 'Strategy', extra: true },
    { key: 'access_type', header: 'Access type', extra: true },
    { key: 'organization_id', header: 'Organization', extra: true },
    { key: 'expired', header: 'Expired', extra: true },
  ];
}

/** The id of a tokenset of one user, to be copied. */
export const wholeId = { key: 'id', header: 'Id', weight: 9 } as const;

/** The id of a tokenset among those of many users; its ends tell it from the others. */
export const shortenedId = { key: 'id', header: 'Id', weight: 3, least: 13, cut: 'inside' } as const;

/** Whose a tokenset is. */
export const userColumn = { key: 'user_id', header: 'User', least: 16, cut: 'inside' } as const;

/** Where a tokenset comes from; names are short, so there is little to gain by cutting them. */
export const connectionColumn = { key: 'connection', header: 'Connection', weight: 7, least: 14 } as const;

/** Where a record comes from; `connected_accounts` can be told in half its length. */
export const sourceColumn = {
  key: 'source',
  header: 'Source',
  short: ({ source }: { readonly source: TokensetSource }) =>
    source === 'connected_accounts' ? 'connected' : source,
} as const;
