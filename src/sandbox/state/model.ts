import type { JsonObject } from '../../core/json.ts';
import type { Generation, ScenarioName } from '../options.ts';

/** What the tenant was seeded with, and its tenant-wide settings. */
export interface TenantRecord {
  readonly scenario: ScenarioName;
  readonly generation: Generation;
  /** Users of the `fleet` scenario. */
  readonly fleet: number;
  /** Milliseconds since the epoch. */
  readonly seededAt: number;
  readonly mfaPolicies: readonly string[];
  readonly factors: readonly { readonly name: string; readonly enabled: boolean }[];
  /** The My Account API's default policy: a second factor not older than 15 minutes. */
  readonly myAccountNeedsSecondFactor: boolean;
  readonly settings: JsonObject;
}

/** A connection as the API shows it; `enabled_clients` is kept here and shown through its own routes. */
export interface ConnectionRecord {
  readonly id: string;
  readonly name: string;
  readonly strategy: string;
  readonly display_name?: string;
  readonly options: JsonObject;
  readonly enabled_clients: readonly string[];
  readonly authentication?: { readonly active: boolean };
  readonly connected_accounts?: { readonly active: boolean; readonly cross_app_access?: boolean };
  readonly is_domain_connection: boolean;
  readonly show_as_button?: boolean;
  readonly realms: readonly string[];
  readonly metadata?: JsonObject;
}

/** Refresh-token settings of a client. */
export interface RefreshTokenSettings {
  readonly rotation_type: 'rotating' | 'non-rotating';
  readonly expiration_type: 'expiring' | 'non-expiring';
  readonly leeway?: number;
  readonly token_lifetime?: number;
  readonly idle_token_lifetime?: number;
  readonly infinite_token_lifetime?: boolean;
  readonly infinite_idle_token_lifetime?: boolean;
  readonly policies?: readonly { readonly audience: string; readonly scope: readonly string[] }[] | null;
}

/** Privileged access of a worker to the vault. */
export interface PrivilegedAccess {
  readonly credentials: readonly { readonly id: string }[];
  readonly ip_allowlist?: readonly string[];
  readonly grants?: readonly { readonly connection: string; readonly scopes: readonly string[] }[];
}

/** An application: the fields the sandbox acts on; whatever else was written is kept as it came. */
export interface ClientRecord {
  readonly client_id: string;
  readonly name: string;
  readonly client_secret?: string;
  readonly global?: boolean;
  readonly app_type?: string;
  readonly is_first_party?: boolean;
  readonly oidc_conformant?: boolean;
  readonly token_endpoint_auth_method?: string | null;
  readonly client_authentication_methods?: {
    readonly private_key_jwt?: { readonly credentials: readonly { readonly id: string }[] };
  } | null;
  readonly grant_types?: readonly string[];
  readonly callbacks?: readonly string[];
  readonly refresh_token?: RefreshTokenSettings | null;
  readonly resource_server_identifier?: string;
  readonly token_vault_privileged_access?: PrivilegedAccess | null;
  readonly third_party_security_mode?: string;
  readonly jwt_configuration?: JsonObject;
  readonly [field: string]: unknown;
}

/** A public key of a client; `key` names a key pair the sandbox makes when it is first needed. */
export interface CredentialRecord {
  readonly id: string;
  readonly client_id: string;
  readonly name: string;
  readonly kid: string;
  readonly alg: string;
  readonly credential_type: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly expires_at?: string;
  readonly pem?: string;
  readonly key?: string;
}

/** A client grant. */
export interface ClientGrantRecord {
  readonly id: string;
  readonly client_id: string;
  readonly audience: string;
  readonly scope: readonly string[];
  readonly subject_type: 'client' | 'user';
  readonly allow_all_scopes?: boolean;
  readonly is_system?: boolean;
  readonly organization_usage?: string;
  readonly allow_any_organization?: boolean;
}

/** An API (resource server). */
export interface ResourceServerRecord {
  readonly id: string;
  readonly identifier: string;
  readonly name: string;
  readonly is_system?: boolean;
  readonly scopes?: readonly { readonly value: string; readonly description?: string }[];
  readonly [field: string]: unknown;
}

/** A user as the API shows it. */
export interface UserRecord {
  readonly user_id: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly nickname?: string;
  readonly picture?: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly last_login?: string;
  readonly last_ip?: string;
  readonly logins_count?: number;
  readonly blocked?: boolean;
  readonly identities: readonly {
    readonly connection: string;
    readonly provider: string;
    readonly user_id: string;
    readonly isSocial: boolean;
  }[];
  readonly [field: string]: unknown;
}

/** What the pretend provider gave for a user; never shown by a listing. */
export interface ProviderGrant {
  readonly accessToken: string;
  /** Milliseconds since the epoch; absent for a token that does not expire. */
  readonly expiresAt?: number;
  readonly refreshToken?: string;
  /** Whether the provider still honours the refresh token. */
  readonly refresh: 'works' | 'refused';
}

/** A tokenset of the early-access generation; times as seeded: ISO text, epoch seconds, null or missing. */
export interface TokensetRecord {
  readonly id: string;
  readonly connection: string;
  readonly scope?: string;
  readonly issued_at?: string | number | null;
  readonly expires_at?: string | number | null;
  readonly last_used_at?: string | number | null;
  readonly idpUserId: string;
  readonly grant: ProviderGrant;
}

/** A connected account of the current generation. */
export interface AccountRecord {
  readonly id: string;
  readonly connection: string;
  readonly connection_id: string;
  readonly strategy: string;
  /** Always `offline` by the API's schema; a broken tenant may hold another. */
  readonly access_type: string;
  readonly scopes: readonly string[];
  readonly created_at: string;
  readonly expires_at?: string;
  readonly organization_id?: string;
  readonly idpUserId: string;
  readonly grant: ProviderGrant;
}

/** What the vault holds for one user. */
export interface VaultRecord {
  readonly tokensets: readonly TokensetRecord[];
  readonly accounts: readonly AccountRecord[];
}

/** A refresh token that was issued; it carries the settings of its time. */
export interface RefreshTokenRecord {
  readonly client_id: string;
  readonly user_id: string;
  readonly scope: string;
  readonly audience: string | null;
  readonly rotating: boolean;
  readonly policies: readonly { readonly audience: string; readonly scope: readonly string[] }[];
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly revoked?: boolean;
}

/** A tenant log entry as the API shows it. */
export interface LogRecord {
  readonly log_id: string;
  readonly date: string;
  readonly type: string;
  readonly description: string;
  readonly details: JsonObject;
  readonly user_id?: string;
  readonly [field: string]: unknown;
}

/** A key pair; made when first needed. */
export interface KeyRecord {
  readonly kid: string;
  readonly privatePem: string;
  readonly publicPem: string;
}
