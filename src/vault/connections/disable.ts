import type { ClientRecord, ConnectionRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Planned } from '../changes/change.ts';
import { writableOptions } from '../changes/options-guard.ts';
import { type Generation, showsCurrent } from '../facts/generation.ts';
import { optionsScopes } from '../facts/visibility.ts';
import { turnOff, unlinkApp } from './changes.ts';
import { chooseSwitch } from './enable.ts';
import { type Switch, switches, switchState } from './switches.ts';

/** Changes that turn Token Vault off for one connection; throws `access.scope`, `refused.hidden_options`. */
export async function planDisable(
  tenant: Tenant,
  connection: ConnectionRecord,
  generation: Generation,
  via: Switch | 'auto' | 'all',
): Promise<readonly Planned[]> {
  const names = switchesToTurnOff(connection, generation, via);
  for (const name of names) {
    if (name === 'federated_connections_access_tokens' && switchState(connection, name) !== false) {
      writableOptions(connection, await tenant.heldScopes(Object.values(optionsScopes)));
    }
  }
  const otherStays = switches.some((name) => !names.includes(name) && switchState(connection, name) === true);
  return names.map((name) => turnOff(connection, name, { otherStays }));
}

/** `auto` takes every switch that is on, or may be on in hidden options of an early-access tenant; one that is off is told as unchanged. */
function switchesToTurnOff(
  connection: ConnectionRecord,
  generation: Generation,
  via: Switch | 'auto' | 'all',
): readonly Switch[] {
  if (via === 'all') return switches;
  if (via !== 'auto') return [via];
  const current = generation === 'connected_accounts' || showsCurrent(connection);
  const on = switches.filter((name) => {
    const state = switchState(connection, name);
    return state === true || (state === undefined && !current);
  });
  return on.length > 0 ? on : [chooseSwitch(connection, generation)];
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
