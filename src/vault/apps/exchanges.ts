import type { ClientRecord } from '../../core/model.ts';
import type { ExchangeKind } from '../../core/protocol.ts';

/** Whether users sign in to the application, as far as its grants show it. */
function signsIn({ grant_types: grants }: ClientRecord): boolean {
  return grants?.some((grant) => grant === 'authorization_code' || grant === 'refresh_token') === true;
}

/**
 * The exchanges that fit an application: that of an access token for the client of an API, that of the worker where privileged
 * access is configured, else that of a refresh token (product section 12).
 */
export function fittingExchanges(client: ClientRecord): readonly ExchangeKind[] {
  const own: readonly ExchangeKind[] = client.app_type === 'resource_server' ? ['access_token'] : [];
  const worker: readonly ExchangeKind[] =
    client.token_vault_privileged_access === undefined ? [] : ['privileged_worker'];
  const alone = own.length === 0 && (worker.length === 0 || signsIn(client));
  return [...(alone ? (['refresh_token'] as const) : []), ...own, ...worker];
}
