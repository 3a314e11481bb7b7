import type { TvError } from './errors.ts';
import type { ClientAuthentication } from './ports.ts';
import type { Secret } from './secret.ts';

/** Where the secret of a profile is kept. */
export type SecretSource =
  | { readonly kind: 'keychain' }
  /** A 0600 file of our own in the config directory. */
  | { readonly kind: 'file' }
  | { readonly kind: 'command'; readonly command: string }
  /** Only the path; the key itself is never copied. */
  | { readonly kind: 'key_file'; readonly path: string }
  | { readonly kind: 'none' };

/** Settings of one tenant under one name. */
export interface Profile {
  readonly name: string;
  /** Host, or `http://` origin of a loopback tenant. */
  readonly domain: string;
  readonly clientId: string | null;
  readonly auth: 'client_secret' | 'private_key_jwt' | 'token' | 'sandbox';
  readonly secret: SecretSource;
  readonly signingAlg: string | null;
  readonly audience: string | null;
  readonly protected: boolean;
  readonly readOnly: boolean;
  readonly defaults: ProfileDefaults;
}

/** Non-secret settings that a profile or a `.tv.json` may carry. */
export interface ProfileDefaults {
  readonly output?: string;
  /** Seconds. */
  readonly timeout?: number;
}

/** What a look at all profiles finds. */
export interface ProfileList {
  /** Those that can be read, by name, the built-in `sandbox` last. */
  readonly profiles: readonly Profile[];
  /** Why others that are there could not be: a `config.file` error each. */
  readonly unreadable: readonly TvError[];
}

/** Profiles on disk; one file each, secrets apart. */
export interface ProfileStore {
  list(): Promise<ProfileList>;
  /** Throws `not_found.profile` with the nearest name. */
  load(name: string): Promise<Profile>;
  activeName(): Promise<string | null>;
  activate(name: string): Promise<void>;
  /** Stores profile and secret (by its `SecretSource`); the old ones stay in force when anything fails. Returns where the secret went; throws `config.exists` when `isNew` and there is one of that name. */
  save(profile: Profile, secret: Secret | null, options?: { readonly isNew: boolean }): Promise<Profile>;
  rename(from: string, to: string): Promise<void>;
  /** Removes the profile, its secret and its cached tokens. */
  remove(name: string): Promise<void>;
  /** The stored secret of a profile; runs its command, reads its key file; throws `config.secret`. */
  readSecret(profile: Profile): Promise<Secret>;
  /** The bundle of a profile that need not be stored yet; `null` for the secret reads the stored one. */
  credentials(profile: Profile, secret: Secret | null): Promise<Credentials>;
  /** Where a secret that is to be stored will go, as far as that can be told without storing it. */
  expectedPlace(): Promise<SecretSource>;
  /** Where the secret of a stored profile went, in sentences for people; none when it stays where it was. */
  secretNotes(profile: Profile): readonly string[];
  /** Where each value of a profile comes from; never a secret. */
  origins(profile: Profile): Readonly<Record<string, string>>;
  /** Cleans and checks a tenant domain; throws `config.invalid_domain`. */
  parseDomain(text: string): TenantDomain;
  /** Throws `usage.invalid_value` for a name no profile can have, `config.exists` for a built-in one. */
  checkName(name: string): void;
  /** Directory the profiles are in, for messages. */
  readonly directory: string;
}

/** The three URLs that derive from a tenant domain (facts 7.1, 10). */
export interface TenantDomain {
  /** As printed: the host, or the origin of a loopback tenant. */
  readonly label: string;
  /** Origin without a trailing slash. */
  readonly baseUrl: string;
  /** Management API audience. */
  readonly audience: string;
}

/** How to get a Management API token. */
export type ManagementAuthentication =
  | Exclude<ClientAuthentication, { method: 'none' }>
  | { readonly method: 'token'; readonly token: Secret };

/** One credential bundle, all from one source (product section 5). */
export interface Credentials {
  readonly source: 'environment' | 'profile' | 'sandbox';
  readonly profile: string | null;
  readonly tenant: TenantDomain;
  readonly clientId: string | null;
  readonly authentication: ManagementAuthentication;
  readonly protected: boolean;
  readonly readOnly: boolean;
  readonly defaults: ProfileDefaults;
  /** Where each value came from, for `profiles show`; never a secret. */
  readonly origins: Readonly<Record<string, string>>;
}

/** A Management API token as it is cached between commands. */
export interface CachedToken {
  readonly token: Secret;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Keeps Management API tokens between commands (product section 5); failures to store are silent. */
export interface TokenCache {
  read(key: TokenKey): Promise<CachedToken | null>;
  write(key: TokenKey, token: CachedToken): Promise<void>;
  drop(key: TokenKey): Promise<void>;
}

/** What a cached token belongs to. */
export interface TokenKey {
  readonly domain: string;
  readonly clientId: string;
  readonly audience: string;
}
