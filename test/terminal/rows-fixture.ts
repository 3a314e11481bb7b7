import { type Column, type Result, table } from '../../src/core/result.ts';

/** A row of the tests' list. */
export interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly connection: string;
  readonly scopes: readonly string[];
  readonly expires_at: string | null;
  readonly expired: boolean;
  readonly token_vault: { readonly enabled: boolean; readonly via: readonly string[] };
  readonly count: number;
}

const columns: readonly Column<Row>[] = [
  { key: 'id', header: 'id', weight: 9 },
  { key: 'user_id', header: 'user', weight: 3 },
  { key: 'connection', header: 'connection', weight: 2 },
  { key: 'scopes', header: 'scopes', weight: 0 },
  {
    key: 'expires_at',
    header: 'expires',
    value: ({ expires_at }) => (expires_at === null ? null : 'in 3d'),
  },
  {
    key: 'expired',
    header: 'expired',
    tone: ({ expired }) => (expired ? 'bad' : undefined),
  },
  { key: 'count', header: 'count', align: 'right' },
  { key: 'token_vault.enabled', header: 'vault', extra: true },
];

/** A row; what is not given is ordinary. */
export function row(index: number, other: Partial<Row> = {}): Row {
  return {
    id: `cac_${String(index).padStart(6, '0')}`,
    user_id: 'auth0|ada',
    connection: 'google-oauth2',
    scopes: ['openid', 'https://www.googleapis.com/auth/calendar.readonly'],
    expires_at: index % 2 === 0 ? '2025-03-01T00:00:00.000Z' : null,
    expired: index % 3 === 0,
    token_vault: { enabled: true, via: ['connected_accounts'] },
    count: index,
    ...other,
  };
}

/** So many ordinary rows. */
export function rowsOf(count: number): readonly Row[] {
  return Array.from({ length: count }, (_, index) => row(index + 1));
}

/** The rows as they would arrive from a tenant; the error comes after them. */
export async function* arriving(rows: readonly Row[], error?: Error): AsyncGenerator<Row> {
  for (const item of rows) {
    await Promise.resolve();
    yield item;
  }
  if (error !== undefined) throw error;
}

/** A list as a command returns it. */
export function listResult(rows: readonly Row[] | AsyncIterable<Row>): Result {
  const view = { columns, id: ({ id }: Row) => id, summary: (count: number) => `${count} tokensets` };
  return table(rows, { ...view, empty: 'No tokensets' });
}
