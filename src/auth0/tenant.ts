import { TvError } from '../core/errors.ts';
import type { Tenant } from '../core/ports.ts';
import { Bulk } from './bulk.ts';
import { clientGrantsPort } from './client-grants.ts';
import { clientsPort } from './clients.ts';
import { connectionsPort } from './connections.ts';
import { Http } from './http.ts';
import { logsPort } from './logs.ts';
import { Management } from './management.ts';
import { mfaPort } from './mfa.ts';
import { resourceServersPort } from './resource-servers.ts';
import type { TenantSettings } from './settings.ts';
import { TokenSource } from './token-source.ts';
import { tokensetsPort } from './tokensets.ts';
import { userExport } from './user-export.ts';
import { usersPort } from './users.ts';

export type { ConnectionSettings, DomainSettings, ProxySettings, TenantSettings } from './settings.ts';

/** One tenant over HTTP; nothing is sent before the first use. Throws `config.invalid_domain`. */
export function openTenant(given: TenantSettings): Tenant & { close(): Promise<void> } {
  // What still waits to be sent or sent again when the tenant is closed must neither be sent nor keep the process alive.
  const over = new AbortController();
  const settings = { ...given, signal: AbortSignal.any([given.signal, over.signal]) };
  const { credentials, clock, rateShare } = settings;
  const { label, baseUrl } = credentials.tenant;
  const http = new Http(settings, baseUrl);
  const tokens = new TokenSource(settings, http);
  const bulk = new Bulk({ clock, signal: settings.signal, share: rateShare / 100 });
  const management = new Management({
    http,
    tokens,
    lane: bulk.lane,
    maxWaitSeconds: settings.maxWaitSeconds,
  });
  return {
    domain: label,
    baseUrl,
    myAccountAudience: `${baseUrl}/me/`,
    profile: credentials.profile,
    clientId: credentials.clientId,
    heldScopes: async (wanted = []) => (await tokens.holding(wanted)).scopes,
    tokenExpiresAt: async () => {
      const { expiresAt } = await tokens.current();
      return expiresAt === null ? null : new Date(expiresAt).toISOString();
    },
    clockSkew: async () => http.skew,
    // Each at its use: most commands speak to two or three of them.
    get connections() {
      return connectionsPort(management);
    },
    get clients() {
      return clientsPort(management);
    },
    get clientGrants() {
      return clientGrantsPort(management);
    },
    get resourceServers() {
      return resourceServersPort(management);
    },
    get users() {
      return usersPort(management, (fields) => userExport(management, http, settings)(fields));
    },
    get tokensets() {
      return tokensetsPort(management, clock);
    },
    get mfa() {
      return mfaPort(management);
    },
    get logs() {
      return logsPort(management);
    },
    bulk,
    close: () => {
      over.abort(new TvError('cancelled.interrupted', 'Not sent, because the tenant was closed'));
      return http.close();
    },
  };
}
