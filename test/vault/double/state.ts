import type { JsonObject } from '../../../src/core/json.ts';
import type {
  ClientCredential,
  ClientGrant,
  ClientRecord,
  LogEvent,
  ResourceServer,
  Tokenset,
  UserRecord,
} from '../../../src/core/model.ts';

/** Management API scopes that are enough for everything. */
export const allScopes = [
  'read:connections',
  'update:connections',
  'read:connections_options',
  'update:connections_options',
  'read:clients',
  'update:clients',
  'create:clients',
  'read:client_credentials',
  'read:client_grants',
  'create:client_grants',
  'update:client_grants',
  'read:resource_servers',
  'create:resource_servers',
  'read:mfa_policies',
  'read:users',
  'read:logs',
  'read:federated_connections_tokens',
];

/** What a tenant in memory holds; tests change it directly to play somebody else. */
export interface TenantState {
  readonly connections: Map<string, StoredConnection>;
  readonly clients: Map<string, ClientRecord>;
  readonly credentials: Map<string, readonly ClientCredential[]>;
  readonly links: Map<string, Set<string>>;
  readonly grants: Map<string, ClientGrant>;
  readonly servers: Map<string, ResourceServer>;
  readonly users: Map<string, UserRecord>;
  readonly tokensets: Map<string, readonly Tokenset[]>;
  readonly accounts: Map<string, readonly Tokenset[]>;
  logs: readonly LogEvent[];
  mfa: readonly string[];
  /** Undefined: the token is opaque. */
  scopes: readonly string[] | undefined;
  clockSkew: number | null;
}

/** A connection as Auth0 keeps it, every key. */
export type StoredConnection = JsonObject & {
  readonly id: string;
  readonly name: string;
  readonly strategy: string;
};

/** A call that changes something. */
export interface WriteCall {
  readonly name: string;
  readonly id: string;
  readonly body: unknown;
}

/** An empty tenant of the double. */
export function emptyState(): TenantState {
  return {
    connections: new Map(),
    clients: new Map(),
    credentials: new Map(),
    links: new Map(),
    grants: new Map(),
    servers: new Map(),
    users: new Map(),
    tokensets: new Map(),
    accounts: new Map(),
    logs: [],
    mfa: [],
    scopes: allScopes,
    clockSkew: 0,
  };
}
