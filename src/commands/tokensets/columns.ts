import type { Tokenset, TokensetSource } from '../../core/model.ts';
import type { Column } from '../../core/result.ts';
import { formatRelative } from '../../core/time.ts';
import { type ColumnChoice, chooseColumns, type OptionalColumn } from './column-choice.ts';

/** A row of `tokensets list`; `email` only with `--with-user`. */
export type TokensetRow = Tokenset & { readonly email?: string | null };

/** What decides which columns are shown. */
export interface ColumnOptions {
  readonly manyUsers: boolean;
  readonly withEmail: boolean;
  /** Columns of the terminal, undefined in a pipe. */
  readonly terminal: number | undefined;
}

/** Columns of a list of tokensets; times relative to `now` (milliseconds) in tables, ISO in every other format. */
export function tokensetColumns(now: number, options: ColumnOptions): readonly Column<TokensetRow>[] {
  const { manyUsers, withEmail, terminal } = options;
  const columns: readonly Column<TokensetRow>[] = [
    { key: 'id', header: 'Id', weight: 9 },
    { key: 'user_id', header: 'User', weight: 6, extra: !manyUsers },
    ...(withEmail ? [{ key: 'email', header: 'E-mail', weight: 6 } satisfies Column<TokensetRow>] : []),
    { key: 'connection', header: 'Connection', weight: 5 },
    sourceColumn(terminal),
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
  return chooseColumns(columns, choiceOf(options), terminal);
}

/** Where a record comes from; on a terminal `connected_accounts` is told in half its length. */
export function sourceColumn(terminal: number | undefined): Column<{ readonly source: TokensetSource }> {
  const column = { key: 'source', header: 'Source', weight: 8 } as const;
  if (terminal === undefined || terminal >= 160) return column;
  return { ...column, value: ({ source }) => (source === 'connected_accounts' ? 'connected' : source) };
}

function choiceOf({ manyUsers, withEmail }: ColumnOptions): ColumnChoice {
  const user: OptionalColumn = { key: 'user_id', width: 30 };
  const email: OptionalColumn = { key: 'email', width: 24 };
  return {
    always: [
      { key: 'id', width: 36 },
      ...(withEmail ? [email] : manyUsers ? [user] : []),
      { key: 'connection', width: manyUsers || withEmail ? 10 : 18 },
    ],
    ifRoom: [
      { key: 'source', width: 9 },
      { key: 'last_used_at', width: 9 },
      { key: 'expires_at', width: 8 },
      { key: 'scopes', width: 20 },
      { key: 'issued_at', width: 8 },
      ...(withEmail && manyUsers ? [user] : []),
    ],
  };
}
