import type { ClientRecord, ConnectionRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Planned } from '../changes/change.ts';
import { writableOptions } from '../changes/options-guard.ts';
import { type Generation, showsCurrent } from '../facts/generation.ts';
import { optionsScopes } from '../facts/visibility.ts';
import { describeStrategy } from '../strategies.ts';
import { turnOff, unlinkApp } from './changes.ts';
import { chooseSwitch } from './enable.ts';
import { type Switch, switches, switchState } from './switches.ts';

/** How switches are turned off. */
export interface DisableRequest {
  readonly generation: Generation;
  readonly via: Switch | 'auto' | 'all';
  /** Whether the early-access routes answer; asked only where a switch may be hidden. */
  readonly earlyAccess: () => Promise<boolean>;
}

/** Changes that turn Token Vault off for one connection; throws `access.scope`, `refused.hidden_options`. */
export async function planDisable(
  tenant: Tenant,
  connection: ConnectionRecord,
  request: DisableRequest,
): Promise<readonly Planned[]> {
  const names = await switchesToTurnOff(connection, request);
  if (writesOptions(connection, names)) {
    writableOptions(connection, await tenant.heldScopes(Object.values(optionsScopes)));
  }
  const others = switches.filter((name) => !names.includes(name));
  const otherStays = others.some((name) => switchState(connection, name) === true);
  const hidden = others.some((name) => switchState(connection, name) === undefined);
  const mayStay = hidden && (await request.earlyAccess());
  return names.map((name) => turnOff(connection, name, { otherStays, mayStay }));
}

/** Whether turning it off is, or may be, a write of `options`, which needs their scopes. */
export async function disableNeedsOptions(
  connection: ConnectionRecord,
  request: DisableRequest,
): Promise<boolean> {
  return writesOptions(connection, await switchesToTurnOff(connection, request));
}

/** Whether turning these off is, or may be, a write of `options`. */
function writesOptions(connection: ConnectionRecord, names: readonly Switch[]): boolean {
  const early = 'federated_connections_access_tokens';
  return names.includes(early) && switchState(connection, early) !== false;
}

/**
 * `auto` takes every switch that is on, and the early-access one in hidden options where it is all that may be on; one that is off is
 * told as unchanged.
 */
async function switchesToTurnOff(
  connection: ConnectionRecord,
  { generation, via, earlyAccess }: DisableRequest,
): Promise<readonly Switch[]> {
  if (via === 'all') return switches;
  if (via !== 'auto') return [via];
  const on = switches.filter((name) => switchState(connection, name) === true);
  if (on.length > 0) return on;
  const current = generation === 'connected_accounts' || showsCurrent(connection);
  const unsupported = describeStrategy(connection.strategy, connection.name).support === 'unsupported';
  const open = connection.options === undefined && (!current || (!unsupported && (await earlyAccess())));
  return open ? ['federated_connections_access_tokens'] : [chooseSwitch(connection, generation)];
}

/** Changes that take one connection away from applications; the switch stays. */
export async function planUnlink(
  tenant: Tenant,
  connection: ConnectionRecord,
  apps: readonly ClientRecord[],
): Promise<readonly Planned[]> {
  const linked = new Set(await tenant.connections.listClients(connection.id));
  return apps.map((app) =>
    unlinkApp(connection, { id: app.client_id, name: app.name }, { linked: linked.has(app.client_id) }),
  );
}
