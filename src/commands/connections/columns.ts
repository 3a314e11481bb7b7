import type { Column } from '../../core/result.ts';
import type { ConnectionSummary } from '../../vault/connections/summary.ts';

/** Yes, no, or a question mark for what cannot be told. */
export function yesNo(value: boolean | null): string {
  return value === null ? '?' : value ? 'yes' : 'no';
}

/** Columns of a listing. */
export const listColumns: readonly Column<ConnectionSummary>[] = [
  { key: 'name', header: 'Name', weight: 9 },
  { key: 'strategy', header: 'Strategy', weight: 4, optional: true },
  {
    key: 'support',
    header: 'Support',
    tone: ({ support }) => (support === 'unsupported' ? 'muted' : undefined),
    weight: 3,
    optional: true,
  },
  {
    key: 'token_vault.enabled',
    header: 'Token Vault',
    value: ({ token_vault: vault }) => yesNo(vault.enabled),
    tone: ({ token_vault: vault }) => (vault.enabled === true ? 'good' : undefined),
    weight: 8,
  },
  {
    key: 'token_vault.via',
    header: 'Via',
    value: ({ token_vault: vault }) => vault.via,
    extra: true,
  },
  { key: 'login', header: 'Login', value: ({ login }) => yesNo(login), weight: 2, optional: true },
  { key: 'id', header: 'Id', extra: true },
];

/** Lines of one connection. */
export const recordFields: readonly Column<ConnectionSummary>[] = [
  { key: 'id', header: 'Id' },
  { key: 'name', header: 'Name' },
  { key: 'strategy', header: 'Strategy' },
  { key: 'support', header: 'Support' },
  {
    key: 'token_vault.enabled',
    header: 'Token Vault',
    value: ({ token_vault: vault }) => yesNo(vault.enabled),
    tone: ({ token_vault: vault }) => (vault.enabled === true ? 'good' : undefined),
  },
  { key: 'token_vault.via', header: 'Via', value: ({ token_vault: vault }) => vault.via },
  { key: 'login', header: 'Login', value: ({ login }) => yesNo(login) },
  {
    key: 'offline_access',
    header: 'Offline access',
    value: ({ offline_access: offline }) => yesNo(offline),
    tone: ({ offline_access: offline }) => (offline === false ? 'warn' : undefined),
  },
  { key: 'scopes', header: 'Scopes', value: ({ scopes }) => scopes ?? '?' },
  { key: 'apps', header: 'Applications', value: ({ apps }) => apps ?? '?' },
];
