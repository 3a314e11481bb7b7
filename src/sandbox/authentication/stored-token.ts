import { randomBytes } from 'node:crypto';
import { providerToken } from '../seed/provider-grant.ts';
import { refuseOAuth } from '../server/reply.ts';
import type {
  AccountRecord,
  ConnectionRecord,
  ProviderGrant,
  TokensetRecord,
  VaultRecord,
} from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import type { Subject } from './exchange.ts';

const day = 86_400_000;
/** Lifetime of a provider token the vault refreshed, in milliseconds. */
const providerLifetime = 3_600_000;
/** What is told for provider tokens that do not expire, in seconds. */
const unlimited = 86_400;

/** A provider token taken from the vault. */
export interface StoredToken {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly scopes: readonly string[];
  readonly source: 'tokensets' | 'connected_accounts';
  readonly idpUserId: string;
}

type Holding =
  | { readonly source: 'connected_accounts'; readonly record: AccountRecord }
  | { readonly source: 'tokensets'; readonly record: TokensetRecord };

/** The user's provider token for a connection, refreshed when it has expired; its use is noted once a day. */
export function storedToken(
  tenant: Tenant,
  subject: Subject,
  connection: ConnectionRecord,
  loginHint: string | undefined,
): StoredToken {
  const vault = tenant.directory.vault(subject.user.user_id);
  const holding = chosen(tenant, vault, subject, connection, loginHint);
  const grant = liveGrant(tenant, holding.record.grant, connection);
  tenant.directory.putVault(subject.user.user_id, noted(vault, holding, grant, tenant.clock.now()));
  const stored =
    holding.source === 'tokensets' ? (holding.record.scope ?? '').split(' ') : holding.record.scopes;
  const { limit } = subject;
  return {
    accessToken: grant.accessToken,
    expiresIn: grant.expiresAt === undefined ? unlimited : secondsLeft(tenant, grant.expiresAt),
    scopes: limit === undefined ? stored : stored.filter((scope) => limit.includes(scope)),
    source: holding.source,
    idpUserId: holding.record.idpUserId,
  };
}

function secondsLeft(tenant: Tenant, expiresAt: number): number {
  return Math.floor((expiresAt - tenant.clock.now()) / 1000);
}

function chosen(
  tenant: Tenant,
  vault: VaultRecord,
  subject: Subject,
  connection: ConnectionRecord,
  loginHint: string | undefined,
): Holding {
  const holdings = holdingsFor(tenant, vault, connection).filter(
    ({ record }) =>
      subject.organization === undefined ||
      ('organization_id' in record && record.organization_id === subject.organization),
  );
  const [first] = loginHint === undefined ? holdings : hinted(holdings, loginHint);
  if (first !== undefined) return first;
  throw tenant.speaks('connected_accounts')
    ? noRefreshToken()
    : refuseOAuth(401, 'tokenset_not_found', 'No tokenset was found for the user and the connection');
}

function holdingsFor(tenant: Tenant, vault: VaultRecord, connection: ConnectionRecord): Holding[] {
  const current = tenant.speaks('connected_accounts') && connection.connected_accounts?.active === true;
  const accounts = current ? vault.accounts.filter((record) => record.connection === connection.name) : [];
  const tokensets = tenant.speaks('tokensets')
    ? vault.tokensets.filter((record) => record.connection === connection.name)
    : [];
  return [
    ...accounts.map((record) => ({ source: 'connected_accounts', record }) as const),
    ...tokensets.map((record) => ({ source: 'tokensets', record }) as const),
  ];
}

function hinted(holdings: readonly Holding[], loginHint: string): readonly Holding[] {
  const fitting = holdings.filter(({ record }) => record.idpUserId === loginHint);
  if (fitting.length === 0) throw refuseOAuth(401, 'user_not_found', 'Identity User not found.');
  return fitting;
}

function noRefreshToken(): Error {
  return refuseOAuth(
    401,
    'federated_connection_refresh_token_not_found',
    'Federated connection Refresh Token not found.',
  );
}

function liveGrant(tenant: Tenant, grant: ProviderGrant, connection: ConnectionRecord): ProviderGrant {
  const now = tenant.clock.now();
  if (grant.expiresAt === undefined || grant.expiresAt > now + 1000) return grant;
  if (grant.refreshToken === undefined) throw noRefreshToken();
  const { client_id: id, client_secret: secret } = connection.options;
  const hasKeys = typeof id === 'string' && id !== '' && typeof secret === 'string' && secret !== '';
  if (grant.refresh === 'refused' || !hasKeys) {
    const description = 'Refresh Token flow for the Federated Connection failed';
    throw refuseOAuth(401, 'federated_connection_refresh_token_flow_failed', description);
  }
  return {
    ...grant,
    accessToken: providerToken(connection.strategy, randomBytes(24).toString('hex')),
    expiresAt: now + providerLifetime,
  };
}

function noted(vault: VaultRecord, holding: Holding, grant: ProviderGrant, now: number): VaultRecord {
  if (holding.source === 'connected_accounts') {
    return {
      ...vault,
      accounts: vault.accounts.map((record) => (record === holding.record ? { ...record, grant } : record)),
    };
  }
  return {
    ...vault,
    tokensets: vault.tokensets.map((record) =>
      record === holding.record ? usedTokenset(record, grant, now) : record,
    ),
  };
}

function usedTokenset(record: TokensetRecord, grant: ProviderGrant, now: number): TokensetRecord {
  const last = record.last_used_at ?? null;
  const lastTime = typeof last === 'number' ? last * 1000 : last === null ? 0 : Date.parse(last);
  const used = now - lastTime >= day ? { last_used_at: new Date(now).toISOString() } : {};
  const refreshed = grant.accessToken !== record.grant.accessToken && typeof record.expires_at === 'string';
  const ends =
    refreshed && grant.expiresAt !== undefined ? { expires_at: new Date(grant.expiresAt).toISOString() } : {};
  return { ...record, ...used, ...ends, grant };
}
