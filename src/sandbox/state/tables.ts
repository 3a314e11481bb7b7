import type {
  ClientGrantRecord,
  ClientRecord,
  ConnectionRecord,
  CredentialRecord,
  KeyRecord,
  LogRecord,
  RefreshTokenRecord,
  ResourceServerRecord,
  TenantRecord,
  UserRecord,
  VaultRecord,
} from './model.ts';

/** Every table of the state and what a row holds; rows have text keys. */
export interface Tables {
  readonly tenant: TenantRecord;
  readonly connections: ConnectionRecord;
  readonly clients: ClientRecord;
  readonly credentials: CredentialRecord;
  readonly grants: ClientGrantRecord;
  readonly resourceServers: ResourceServerRecord;
  readonly users: UserRecord | { readonly deleted: true };
  readonly vaults: VaultRecord;
  readonly refreshTokens: RefreshTokenRecord;
  readonly logs: LogRecord;
  readonly keys: KeyRecord;
  /** `jti` of worker JWTs that were used, until they are too old to be used again. */
  readonly usedJtis: { readonly until: number };
  /** Origins this tenant has had; tokens of any of them are its own. */
  readonly origins: { readonly at: number };
}

/** The name of a table. */
export type TableName = keyof Tables;

/** Every table name. */
export const tableNames: readonly TableName[] = [
  'tenant',
  'connections',
  'clients',
  'credentials',
  'grants',
  'resourceServers',
  'users',
  'vaults',
  'refreshTokens',
  'logs',
  'keys',
  'usedJtis',
  'origins',
];

/** Rows of every table by key: a whole state as data. */
export type Rows = { readonly [Name in TableName]: { readonly [key: string]: Tables[Name] } };
