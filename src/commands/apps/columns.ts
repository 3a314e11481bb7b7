import type { Column } from '../../core/result.ts';
import type { AppSummary } from '../../vault/apps/summary.ts';

/** Yes, no, or a question mark for what cannot be told. */
export function yesNo(value: boolean | null): string {
  return value === null ? '?' : value ? 'yes' : 'no';
}

const eligible: Column<AppSummary> = {
  key: 'eligible',
  header: 'Eligible',
  value: (app) => yesNo(app.eligible),
  tone: (app) => (app.eligible === false ? 'bad' : app.eligible === null ? 'warn' : 'good'),
  weight: 8,
};

const enabled: Column<AppSummary> = {
  key: 'token_vault.enabled',
  header: 'Vault',
  value: ({ token_vault: vault }) => yesNo(vault.enabled),
  tone: ({ token_vault: vault }) => (vault.enabled === true ? 'good' : undefined),
  weight: 8,
};

/** Columns of a listing. */
export const listColumns: readonly Column<AppSummary>[] = [
  { key: 'name', header: 'Name', weight: 7, least: 20 },
  {
    key: 'app_type',
    header: 'Type',
    value: (app) => app.app_type ?? '-',
    weight: 2,
    optional: true,
  },
  enabled,
  eligible,
  { key: 'client_id', header: 'Client id', weight: 9 },
  {
    key: 'auth_method',
    header: 'Authentication',
    value: (app) => app.auth_method ?? '-',
    extra: true,
    weight: 9,
  },
  { key: 'rotation', header: 'Rotation', value: (app) => app.rotation ?? '-', extra: true },
  { key: 'is_first_party', header: 'First-party', value: (app) => yesNo(app.is_first_party), extra: true },
  {
    key: 'oidc_conformant',
    header: 'OIDC conformant',
    value: (app) => yesNo(app.oidc_conformant),
    extra: true,
  },
  { key: 'grant_types', header: 'Grants', value: (app) => app.grant_types, extra: true },
];

/** Lines of one application. */
export const recordFields: readonly Column<AppSummary>[] = [
  { key: 'client_id', header: 'Client id' },
  { key: 'name', header: 'Name' },
  { key: 'app_type', header: 'Type', value: (app) => app.app_type ?? '-' },
  { key: 'auth_method', header: 'Authentication', value: (app) => app.auth_method ?? '-' },
  { key: 'is_first_party', header: 'First-party', value: (app) => yesNo(app.is_first_party) },
  { key: 'oidc_conformant', header: 'OIDC conformant', value: (app) => yesNo(app.oidc_conformant) },
  { key: 'grant_types', header: 'Grants', value: (app) => app.grant_types ?? '?' },
  { key: 'rotation', header: 'Refresh tokens', value: (app) => app.rotation ?? '-' },
  { ...enabled, header: 'Token Vault' },
  eligible,
];
