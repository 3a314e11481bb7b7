import type { BulkPort } from './bulk-port.ts';
import type { Json, JsonObject } from './json.ts';
import type {
  ClientCredential,
  ClientGrant,
  ClientRecord,
  ConnectionRecord,
  LogEvent,
  ResourceServer,
  Tokenset,
  UserRecord,
} from './model.ts';
import type { Secret } from './secret.ts';

export type { BulkOptions, BulkPort } from './bulk-port.ts';

/** What a write gives back. */
export interface Written<T> {
  readonly value: T;
  /** Auth0's request id of the write, when it sent one. */
  readonly requestId: string | null;
}

/** Which connections to list, and whether to ask for `options`, which carry secrets (facts 2.1). */
export interface ConnectionQuery {
  readonly name?: string;
  readonly strategies?: readonly string[];
  readonly withOptions?: boolean;
}

/** Connections of the tenant. */
export interface ConnectionsPort {
  /** Every page, by checkpoint. */
  list(query?: ConnectionQuery): AsyncIterable<ConnectionRecord>;
  /** By `con_…` id, with `options` if the token's scopes show them; throws `not_found.connection`. */
  load(id: string): Promise<ConnectionRecord>;
  /** Sends exactly this body. */
  update(id: string, body: JsonObject): Promise<Written<ConnectionRecord>>;
  /** Client ids enabled on the connection, every page. */
  listClients(id: string): Promise<readonly string[]>;
  /** Links and unlinks the named clients only, at most 50 a call (facts 2.5). */
  updateClients(
    id: string,
    changes: readonly { readonly client_id: string; readonly status: boolean }[],
  ): Promise<Written<null>>;
}

/** Applications of the tenant. */
export interface ClientsPort {
  /** Every page, the global client left out. */
  list(query?: { readonly appType?: string }): AsyncIterable<ClientRecord>;
  /** Throws `not_found.application`. */
  load(clientId: string): Promise<ClientRecord>;
  update(clientId: string, body: JsonObject): Promise<Written<ClientRecord>>;
  /** The only place where a client secret is received: the answer to a creation. */
  create(
    body: JsonObject,
  ): Promise<Written<{ readonly client: ClientRecord; readonly secret: Secret | null }>>;
  listCredentials(clientId: string): Promise<readonly ClientCredential[]>;
  createCredential(clientId: string, body: JsonObject): Promise<Written<ClientCredential>>;
}

/** Client grants: which application may call which API. */
export interface ClientGrantsPort {
  list(query: {
    readonly clientId?: string;
    readonly audience?: string;
    readonly subjectType?: string;
  }): Promise<readonly ClientGrant[]>;
  create(body: JsonObject): Promise<Written<ClientGrant>>;
  update(id: string, body: JsonObject): Promise<Written<ClientGrant>>;
}

/** APIs registered at the tenant. */
export interface ResourceServersPort {
  /** By id or identifier; `null` when there is none. */
  find(identifier: string): Promise<ResourceServer | null>;
  list(): AsyncIterable<ResourceServer>;
  create(body: JsonObject): Promise<Written<ResourceServer>>;
}

/** Users of the tenant. */
export interface UsersPort {
  /** Throws `not_found.user`. */
  load(userId: string): Promise<UserRecord>;
  /** Exact match, case-sensitive (facts 9). */
  listByEmail(email: string): Promise<readonly UserRecord[]>;
  /** Lucene search; `total` is Auth0's count, the iteration ends at 1000 (facts 9). */
  search(query: string): Promise<{ readonly total: number; readonly users: AsyncIterable<UserRecord> }>;
  /** How many users there are in all, as Auth0's search counts them. */
  count(): Promise<number>;
  /**
   * Every user, through an export job (facts 9). Throws `api.partial` after the last one when Auth0 left some out, their number as
   * `left_out`.
   */
  export(fields: readonly ('user_id' | 'email')[]): AsyncIterable<{
    readonly user_id: string;
    readonly email: string | null;
  }>;
}

/** What the vault holds for one user, per generation; routes that are gone throw `refused.feature`. */
export interface TokensetsPort {
  /** `GET /users/{id}/federated-connections-tokensets`. */
  listTokensets(userId: string): Promise<readonly Tokenset[]>;
  /** `GET /users/{id}/connected-accounts`, every page. */
  listConnectedAccounts(userId: string): Promise<readonly Tokenset[]>;
  /**
   * `DELETE /users/{id}/federated-connections-tokensets/{id}`; a 404 that says what is not there counts as deleted, one
   * that says nothing is `refused.feature` (facts 1.4, 1.6).
   */
  deleteTokenset(userId: string, id: string): Promise<Written<null>>;
}

/** MFA policies and factors (facts 5). */
export interface MfaPort {
  policies(): Promise<readonly string[]>;
}

/** The tenant log (facts 11). */
export interface LogsPort {
  /** Newest first, at most 1000 results. */
  search(query: { readonly q: string; readonly limit?: number }): AsyncIterable<LogEvent>;
  /** Newest first, at most `limit`. */
  listByUser(userId: string, limit: number): Promise<readonly LogEvent[]>;
  /** Time of the oldest entry the tenant still keeps, ISO 8601 UTC; null when the log is empty. */
  oldestDate(): Promise<string | null>;
  /** Entries after a log id in order of time, at most 100. */
  listAfter(logId: string): Promise<readonly LogEvent[]>;
}

/** One tenant over HTTP, with one set of management credentials. */
export interface Tenant {
  /** As printed: the host, or the origin of a loopback tenant. */
  readonly domain: string;
  /** `https://host` without a trailing slash. */
  readonly baseUrl: string;
  /** `<base>/me/`, the audience of the My Account API. */
  readonly myAccountAudience: string;
  /** Name of the profile in use, or null with environment credentials. */
  readonly profile: string | null;
  /** Client id of the management credentials, when known. */
  readonly clientId: string | null;
  /**
   * Scopes the Management API token holds; undefined when the token is opaque. A cached token that lacks one of `wanted` is
   * replaced by a fresh one first, once, so that a scope added in the dashboard counts at once (product section 5).
   */
  heldScopes(wanted?: readonly string[]): Promise<ReadonlySet<string> | undefined>;
  /** Expiry of the Management API token, ISO 8601 UTC, when known. */
  tokenExpiresAt(): Promise<string | null>;
  /** Seconds this machine is ahead of the tenant's `Date` header; null before any answer. */
  clockSkew(): Promise<number | null>;
  readonly connections: ConnectionsPort;
  readonly clients: ClientsPort;
  readonly clientGrants: ClientGrantsPort;
  readonly resourceServers: ResourceServersPort;
  readonly users: UsersPort;
  readonly tokensets: TokensetsPort;
  readonly mfa: MfaPort;
  readonly logs: LogsPort;
  readonly bulk: BulkPort;
}

/** An answer of the token endpoint that is a success (RFC 6749 section 5.1, RFC 8693 section 2.2). */
export interface TokenResponse {
  readonly accessToken: Secret;
  readonly refreshToken: Secret | null;
  readonly idToken: Secret | null;
  readonly tokenType: string | null;
  readonly issuedTokenType: string | null;
  /** Seconds. */
  readonly expiresIn: number | null;
  readonly scope: string | null;
}

/** How an application proves itself at the token endpoint (RFC 6749 section 2.3, RFC 7523). */
export type ClientAuthentication =
  | { readonly method: 'client_secret_post' | 'client_secret_basic'; readonly secret: Secret }
  | { readonly method: 'private_key_jwt'; readonly key: Secret; readonly alg: string; readonly kid?: string }
  | { readonly method: 'none' };

/** The tenant's OAuth endpoints, which need no management credentials. */
export interface OAuthPort {
  readonly domain: string;
  readonly baseUrl: string;
  readonly myAccountAudience: string;
  /** Sends the parameters with the client authentication; throws `ApiError` with OAuth's `error` and `error_description`. */
  requestToken(
    clientId: string,
    authentication: ClientAuthentication,
    parameters: Readonly<Record<string, string>>,
  ): Promise<TokenResponse>;
  /** Signs a JWT (RFC 7519) with a PEM private key; throws `usage.file` when the key does not fit `alg`. */
  signJwt(request: {
    readonly header: { readonly alg: string; readonly typ?: string; readonly kid?: string };
    readonly payload: JsonObject;
    readonly key: Secret;
  }): Promise<Secret>;
  /** Seconds this machine is ahead of the tenant's `Date` header, from discovery; null when it cannot be told. */
  clockSkew(): Promise<number | null>;
}

/** The My Account API with the token of one user (facts 6). */
export interface MyAccountPort {
  /** `sub` claim of the user's token; null when the token is opaque. */
  readonly subject: string | null;
  listAccounts(): Promise<readonly Tokenset[]>;
  /** Throws `not_found.tokenset` when the user has no such account. */
  deleteAccount(id: string): Promise<Written<null>>;
  connect(request: {
    readonly connection: string;
    readonly redirectUri: string;
    readonly state: string;
    readonly scopes: readonly string[];
    readonly codeChallenge: string;
  }): Promise<{
    readonly authSession: Secret;
    readonly connectUri: string;
    readonly ticket: Secret;
    /** Seconds. */
    readonly expiresIn: number;
  }>;
  complete(request: {
    readonly authSession: Secret;
    readonly connectCode: Secret;
    readonly redirectUri: string;
    readonly codeVerifier: Secret;
  }): Promise<Written<Tokenset>>;
}

/** One line of the receipt file (product section 3, `--receipt`). */
export interface ReceiptEntry {
  readonly resource: string;
  readonly id: string;
  readonly name: string | null;
  readonly field: string;
  readonly before: Json;
  readonly after: Json;
  readonly requestId: string | null;
  /** `unknown` when the answer was lost and reading could not settle it. */
  readonly outcome: 'applied' | 'failed' | 'unknown';
}

/** Keeps a record of what was written. */
export interface Receipts {
  /** Opens the file; to be called before each write, so that none is sent whose receipt would be lost. Throws `usage.file`. */
  prepare(): Promise<void>;
  /** Never throws: what it is about is done. One that cannot be written is told, and makes `prepare` throw. */
  append(entry: ReceiptEntry): Promise<void>;
}
