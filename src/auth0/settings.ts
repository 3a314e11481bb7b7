import type { Dispatcher } from 'undici';
import type { Clock } from '../core/clock.ts';
import type { Credentials, TenantDomain, TokenCache } from '../core/profiles.ts';
import type { Reporter } from '../core/terminal-ports.ts';

/** Proxies of the environment, already read; loopback never goes to one. */
export interface ProxySettings {
  readonly httpsProxy?: string;
  readonly httpProxy?: string;
  readonly noProxy?: string;
}

/** What any conversation with a tenant needs. */
export interface ConnectionSettings {
  readonly clock: Clock;
  /** Aborts waits and requests with its reason; a write that is on its way may still finish. */
  readonly signal: AbortSignal;
  readonly reporter: Reporter;
  /** Per request. */
  readonly timeoutSeconds: number;
  /** Longest time without progress while retrying. */
  readonly maxWaitSeconds: number;
  readonly proxy: ProxySettings;
  /** Where sockets for the tenant's origin are opened instead of at its own host. */
  readonly connectTo?: { readonly host: string; readonly port: number };
  /** Carries the requests instead of sockets of this machine; the one who gives it closes it. */
  readonly dispatcher?: Dispatcher;
}

/** What a tenant with management credentials needs. */
export interface TenantSettings extends ConnectionSettings {
  readonly credentials: Credentials;
  readonly cache: TokenCache;
  /** Percent of the rate limit that bulk work may take. */
  readonly rateShare: number;
  /** Ignores tokens in the cache. */
  readonly fresh?: boolean;
}

/** What the parts that need no management credentials need. */
export interface DomainSettings extends ConnectionSettings {
  readonly tenant: TenantDomain;
}
