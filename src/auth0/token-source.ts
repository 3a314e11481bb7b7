import { TvError } from '../core/errors.ts';
import type { Credentials, TokenKey } from '../core/profiles.ts';
import { type Secret, withoutSecrets } from '../core/secret.ts';
import { readRefusal } from './envelope.ts';
import { baseDetails, statusError } from './failure.ts';
import type { Http } from './http.ts';
import { readClaims, type TokenClaims } from './jwt-payload.ts';
import type { TenantSettings } from './settings.ts';
import { readTokenResponse, sendTokenRequest } from './token-endpoint.ts';
import { tokenRefusal } from './token-refusal.ts';

/** A Management API token in use. */
export interface ManagementToken {
  readonly token: Secret;
  /** Milliseconds since the epoch; null when nobody said. */
  readonly expiresAt: number | null;
  /** Undefined when the token is opaque. */
  readonly claims: TokenClaims | undefined;
  /** What it may do: its own claim, else what was said when it was given; undefined when nobody said. */
  readonly scopes: ReadonlySet<string> | undefined;
  /** Whether an earlier command fetched it, so that its scopes may be out of date. */
  readonly cached: boolean;
}

/** A token is replaced when it has less time left than this; milliseconds (product section 5). */
const marginMs = 5 * 60_000;

/** Gives Management API tokens: from memory, the cache, or `/oauth/token` (facts 7.1); throws `access.*`. */
export class TokenSource {
  readonly #settings: TenantSettings;
  readonly #http: Http;
  readonly #key: TokenKey;
  #token: ManagementToken | undefined;
  #pending: Promise<ManagementToken> | undefined;

  constructor(settings: TenantSettings, http: Http) {
    const { tenant, clientId } = settings.credentials;
    this.#settings = settings;
    this.#http = http;
    this.#key = { domain: tenant.label, clientId: clientId ?? '', audience: tenant.audience };
  }

  /** A token that lasts; throws `access.expired` for a ready token that does not. */
  async current(): Promise<ManagementToken> {
    const token = this.#token;
    if (token !== undefined && this.#lasts(token)) return token;
    return this.#once(() => (token === undefined ? this.#first() : this.#fetch()));
  }

  /** A token other than the one that was refused; null when there is no way to get one. */
  async renew(refused: ManagementToken): Promise<ManagementToken | null> {
    if (this.#settings.credentials.authentication.method === 'token') return null;
    if (this.#token !== undefined && this.#token !== refused) return this.#token;
    return this.#once(async () => {
      await this.#settings.cache.drop(this.#key);
      return this.#fetch();
    });
  }

  /** A token that lasts; a cached one that lacks a wanted scope is replaced first, because the dashboard may have added it since. */
  async holding(wanted: readonly string[]): Promise<ManagementToken> {
    const token = await this.current();
    const { scopes } = token;
    if (!token.cached || scopes === undefined || wanted.every((scope) => scopes.has(scope))) return token;
    return (await this.renew(token)) ?? token;
  }

  #once(obtain: () => Promise<ManagementToken>): Promise<ManagementToken> {
    this.#pending ??= obtain()
      .then((token) => {
        this.#token = token;
        return token;
      })
      .finally(() => {
        this.#pending = undefined;
      });
    return this.#pending;
  }

  #lasts(token: ManagementToken): boolean {
    if (token.expiresAt === null || this.#settings.credentials.authentication.method === 'token') return true;
    return token.expiresAt - this.#settings.clock.now() > (token.cached ? marginMs : marginMs / 10);
  }

  async #first(): Promise<ManagementToken> {
    const { authentication } = this.#settings.credentials;
    if (authentication.method === 'token') return this.#ready(authentication.token);
    if (this.#settings.fresh === true) return this.#fetch();
    const cached = await this.#settings.cache.read(this.#key);
    if (cached !== null && cached.expiresAt - this.#settings.clock.now() > marginMs) {
      const { token, expiresAt } = cached;
      const claims = readClaims(token);
      return { token, expiresAt, claims, scopes: claims?.scopes, cached: true };
    }
    return this.#fetch();
  }

  #ready(token: Secret): ManagementToken {
    const claims = readClaims(token);
    const expiresAt = claims?.expiresAt ?? null;
    if (expiresAt !== null && expiresAt <= this.#settings.clock.now()) {
      const at = new Date(expiresAt).toISOString();
      throw new TvError('access.expired', `The Management API token expired at ${at}`, {
        hint: 'Get a new token, or use a machine-to-machine application instead',
      });
    }
    return { token, expiresAt, claims, scopes: claims?.scopes, cached: false };
  }

  async #fetch(): Promise<ManagementToken> {
    const { credentials, clock, cache } = this.#settings;
    const { authentication, clientId, tenant } = credentials;
    if (authentication.method === 'token') return this.#ready(authentication.token);
    const asked = 'give a Management API token';
    const response = await sendTokenRequest(this.#http, {
      tenant,
      clientId: clientId ?? '',
      authentication,
      parameters: { grant_type: 'client_credentials', audience: tenant.audience },
      asked,
      repeatable: true,
      now: () => clock.now(),
    });
    if (response.status !== 200) throw this.#refused(response, credentials);
    const { accessToken, expiresIn, scope } = readTokenResponse(response, asked);
    const claims = readClaims(accessToken);
    const expiresAt = expiresIn === null ? (claims?.expiresAt ?? null) : clock.now() + expiresIn * 1000;
    if (expiresAt !== null && expiresAt - clock.now() > marginMs) {
      await cache.write(this.#key, { token: accessToken, expiresAt });
    }
    const scopes =
      claims?.scopes ?? (scope === null ? undefined : new Set(scope.split(/\s+/).filter(Boolean)));
    return { token: accessToken, expiresAt, claims, scopes, cached: false };
  }

  #refused(response: Parameters<typeof readRefusal>[0], credentials: Credentials): TvError {
    const { authentication } = credentials;
    const sent = 'secret' in authentication ? [authentication.secret] : [];
    const refusal = readRefusal({ ...response, text: withoutSecrets(response.text, sent) });
    const details = baseDetails(response, refusal);
    // A host without this route is no tenant, whatever its body says.
    const known = refusal.known && response.status !== 404;
    return (
      tokenRefusal(refusal, details, credentials) ??
      statusError(response.status, { ...refusal, known }, details, {
        asked: 'give a Management API token',
        repeatable: true,
        maxWaitSeconds: this.#settings.maxWaitSeconds,
      })
    );
  }
}
