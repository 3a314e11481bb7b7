import type { JsonObject } from '../../../src/core/json.ts';
import type { ConnectionRecord } from '../../../src/core/model.ts';
import type { Loaded } from '../../../src/vault/facts/catalogue.ts';
import { known } from '../../../src/vault/facts/fact.ts';

/** A healthy connection of the current generation. */
export function connection(overrides: Partial<ConnectionRecord> = {}): Pick<Loaded, 'connection'> {
  return {
    connection: known({
      id: 'con_google',
      name: 'google-oauth2',
      strategy: 'google-oauth2',
      display_name: undefined,
      options: { client_id: 'own', offline_access: true },
      authentication: { active: true },
      connected_accounts: { active: true },
      ...overrides,
    }),
  };
}

/** A connection of a strategy with these options. */
export function of(
  strategy: string,
  options: JsonObject | undefined = {},
  name = 'it',
): Pick<Loaded, 'connection'> {
  return connection({ strategy, name, options });
}

/** The current switch off. */
export const off = { connected_accounts: { active: false } } as const;
/** A connection as an early-access tenant shows it. */
export const oldTenant = { authentication: undefined, connected_accounts: undefined } as const;
/** The early-access switch on. */
export const flag = { federated_connections_access_tokens: { active: true } };
