import type { Json, JsonObject } from './json.ts';
import type { fieldSubject } from './planned-names.ts';

/** Which generation of the API a tokenset came from (facts 1). */
export type TokensetSource = 'tokensets' | 'connected_accounts';

/** One record of the vault for one user, of either generation; keys as product section 6 promises them. */
export interface Tokenset {
  readonly id: string;
  readonly user_id: string;
  readonly connection: string;
  readonly connection_id: string | null;
  readonly strategy: string | null;
  readonly access_type: string | null;
  readonly organization_id: string | null;
  readonly scopes: readonly string[];
  /** ISO 8601 UTC, or null when the API did not say. */
  readonly issued_at: string | null;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly expired: boolean;
  readonly source: TokensetSource;
}

/** A user as the Management API tells it, as far as `tv` uses it. */
export interface UserRecord {
  readonly user_id: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly last_login: string | null;
  readonly identities: readonly UserIdentity[];
}

/** One identity of a user: a sign-in, which is not a connected account (facts 12.1). */
export interface UserIdentity {
  readonly connection: string;
  readonly provider: string;
  readonly user_id: string;
}

/** The current switch of a connection, `connected_accounts` (facts 2.4). */
export interface ConnectedAccountsPurpose {
  readonly active: boolean;
  readonly cross_app_access?: boolean;
}

/** A connection as read; an absent key is `undefined`, which is not the same as false (facts 2.1, 2.3). */
export interface ConnectionRecord {
  readonly id: string;
  readonly name: string;
  readonly strategy: string;
  readonly display_name: string | undefined;
  /** Undefined when it was not asked for, or when a scope hides it. */
  readonly options: JsonObject | undefined;
  readonly authentication: { readonly active: boolean } | undefined;
  readonly connected_accounts: ConnectedAccountsPurpose | undefined;
}

/** How an application authenticates at the token endpoint. */
export type ClientAuthMethod =
  | 'client_secret_post'
  | 'client_secret_basic'
  | 'private_key_jwt'
  | 'tls_client_auth'
  | 'self_signed_tls_client_auth'
  | 'none';

/** An application as read; `undefined` means that the key was absent (facts 3.1, 3.2). Never holds a secret. */
export interface ClientRecord {
  readonly client_id: string;
  readonly name: string;
  readonly app_type: string | undefined;
  readonly global: boolean;
  readonly is_first_party: boolean | undefined;
  readonly oidc_conformant: boolean | undefined;
  readonly grant_types: readonly string[] | undefined;
  readonly token_endpoint_auth_method: string | null | undefined;
  /** The one key of `client_authentication_methods`, when present. */
  readonly client_authentication_method: string | undefined;
  readonly refresh_token: JsonObject | null | undefined;
  readonly resource_server_identifier: string | undefined;
  readonly token_vault_privileged_access: PrivilegedAccess | undefined;
  readonly third_party_security_mode: string | undefined;
  readonly callbacks: readonly string[] | undefined;
  /** `jwt_configuration.alg`. */
  readonly signing_alg: string | undefined;
}

/** Set-up of the privileged worker (facts 3.6). */
export interface PrivilegedAccess {
  readonly credentials: readonly string[];
  /** Null when the key was absent. */
  readonly ip_allowlist: readonly string[] | null;
  readonly grants: readonly { readonly connection: string; readonly scopes: readonly string[] }[] | null;
}

/** The public half of a key registered at an application (facts 3.6). */
export interface ClientCredential {
  readonly id: string;
  readonly name: string | null;
  readonly kid: string | null;
  readonly alg: string | null;
  readonly credential_type: string;
  readonly expires_at: string | null;
}

/** Which application may ask for which scopes of which API (facts 6.4). */
export interface ClientGrant {
  readonly id: string;
  readonly client_id: string;
  readonly audience: string;
  readonly scope: readonly string[];
  readonly subject_type: string | null;
  readonly allow_all_scopes: boolean;
}

/** An API registered at the tenant. */
export interface ResourceServer {
  readonly id: string;
  readonly identifier: string;
  readonly name: string | null;
  readonly is_system: boolean;
  readonly scopes: readonly string[];
  /** `subject_type_authorization.user.policy`, such as `require_client_grant` or `allow_all`. */
  readonly user_policy: string | null;
  readonly skip_consent: boolean | undefined;
  readonly allow_offline_access: boolean | undefined;
}

/** One entry of the tenant log (facts 11). */
export interface LogEvent {
  readonly log_id: string;
  /** ISO 8601 UTC. */
  readonly date: string | null;
  readonly type: string;
  readonly description: string | null;
  readonly user_id: string | null;
  readonly client_id: string | null;
  readonly client_name: string | null;
  readonly connection: string | null;
  readonly details: JsonObject;
}

/** What a rule says about one subject. */
export type FindingStatus = 'pass' | 'fail' | 'skip' | 'unknown';
/** How much a failed rule matters. */
export type Severity = 'error' | 'warning' | 'info';

/** What a finding is about. */
export interface Subject {
  readonly type: 'tenant' | 'connection' | 'app' | 'user' | 'local';
  readonly id: string;
  readonly name: string;
}

/** One verdict of one rule on one subject (product section 9). */
export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  readonly status: FindingStatus;
  readonly subject: Subject;
  readonly title: string;
  readonly message: string;
  readonly missing_scopes: readonly string[];
  /** The command that mends it, when one does. */
  readonly fix: string | null;
  readonly docs: string | null;
}

/** Whom a change can hurt (product section 9). */
export type Impact = 'additive' | 'login' | 'security' | 'breaking' | 'data';

/** What a change is about. */
export type ChangeResource =
  | 'connection'
  | 'app'
  | 'client_grant'
  | 'resource_server'
  | 'connection_clients'
  | 'tokenset';

/** A planned or made change: data, before it is a request (product section 9). */
export interface Change {
  readonly resource: ChangeResource;
  readonly id: string;
  readonly name: string;
  /** Dotted path in the API's own words: `connected_accounts.active`, `grant_types`. */
  readonly field: string;
  readonly [fieldSubject]?: string;
  readonly before: Json;
  readonly after: Json;
  readonly impact: Impact;
  readonly warning: string | null;
  readonly status: 'planned' | 'applied' | 'unchanged' | 'failed';
  /** JSON of the error when it failed. */
  readonly error: JsonObject | null;
}
