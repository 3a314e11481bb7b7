import type { JsonObject } from '../../core/json.ts';
import type { ConnectionRecord } from '../../core/model.ts';
import { valueAt } from '../changes/field.ts';
import { type Generation, showsCurrent } from '../facts/generation.ts';
import { describeStrategy } from '../strategies.ts';

/** The two switches of Token Vault on a connection, by the key they are written under (facts 1.2). */
export const switches = ['connected_accounts', 'federated_connections_access_tokens'] as const;
/** One of the two switches. */
export type Switch = (typeof switches)[number];

/** Dotted path of a switch. */
export const switchFields: Readonly<Record<Switch, string>> = {
  connected_accounts: 'connected_accounts.active',
  federated_connections_access_tokens: 'options.federated_connections_access_tokens.active',
};

/** Whether a switch is on; an absent one is off, and undefined means that it may be in hidden options. */
export function switchState(connection: ConnectionRecord, via: Switch): boolean | undefined {
  if (via === 'connected_accounts') return connection.connected_accounts?.active ?? false;
  return connection.options === undefined ? undefined : earlySwitch(connection.options);
}

function earlySwitch(options: JsonObject): boolean {
  return valueAt(options, ['federated_connections_access_tokens', 'active']) === true;
}

/** Whether Token Vault is on, and by which switches; null when only hidden options could tell. */
export interface VaultState {
  readonly enabled: boolean | null;
  readonly via: readonly Switch[];
}

/**
 * Reads both switches; where the tenant is of the current generation, its switch decides while `options` are not there, unless
 * `hiddenSwitch` says that the early-access one may be on in them.
 */
export function vaultState(
  connection: ConnectionRecord,
  generation: Generation,
  hiddenSwitch = false,
): VaultState {
  const via = switches.filter((name) => switchState(connection, name) === true);
  if (via.length > 0) return { enabled: true, via };
  const current = generation === 'connected_accounts' || showsCurrent(connection);
  const open = connection.options === undefined && (!current || hiddenSwitch);
  return { enabled: open ? null : false, via };
}

/** Whether Token Vault is on or may be; hidden options of a strategy that can never hold provider tokens hide no switch. */
export function mayBeOn(
  connection: ConnectionRecord,
  generation: Generation,
  hiddenSwitch: boolean,
): boolean {
  const { enabled } = vaultState(connection, generation, hiddenSwitch);
  if (enabled !== null) return enabled;
  return describeStrategy(connection.strategy, connection.name).support !== 'unsupported';
}

/** Whether the connection is offered for signing in; null when the API does not tell (early access). */
export function loginState(connection: ConnectionRecord): boolean | null {
  return connection.authentication?.active ?? null;
}
