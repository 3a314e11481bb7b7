import type { ConnectionRecord } from '../../core/model.ts';
import type { Generation } from '../facts/generation.ts';
import { describeStrategy, type Support } from '../strategies.ts';
import { offlineState, scopeList } from './offline-access.ts';
import { loginState, type Switch, vaultState } from './switches.ts';

/** A connection as `list` and `show` print it (product section 7). */
export interface ConnectionSummary {
  readonly id: string;
  readonly name: string;
  readonly strategy: string;
  readonly support: Support;
  readonly token_vault: { readonly enabled: boolean | null; readonly via: readonly Switch[] };
  readonly login: boolean | null;
  readonly offline_access: boolean | null;
  readonly scopes: readonly string[] | null;
  readonly apps: readonly string[] | null;
}

/** What a listing tells; `options` are used for the switch only. */
export function summariseListed(
  connection: ConnectionRecord,
  generation: Generation,
  hiddenSwitch = false,
): ConnectionSummary {
  return {
    id: connection.id,
    name: connection.name,
    strategy: connection.strategy,
    support: describeStrategy(connection.strategy, connection.name).support,
    token_vault: vaultState(connection, generation, hiddenSwitch),
    login: loginState(connection),
    offline_access: null,
    scopes: null,
    apps: null,
  };
}

/** What reading one connection tells; `apps` is null when they could not be read. */
export function summariseRead(
  connection: ConnectionRecord,
  generation: Generation,
  { apps, hiddenSwitch }: { readonly apps: readonly string[] | null; readonly hiddenSwitch: boolean },
): ConnectionSummary {
  const { options } = connection;
  return {
    ...summariseListed(connection, generation, hiddenSwitch),
    offline_access: options === undefined ? null : offlineState(connection, options).active,
    scopes: options === undefined ? null : scopeList(options.scope),
    apps,
  };
}
