import { TvError } from '../../core/errors.ts';
import type { ClientRecord, ConnectionRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { type Planned, plan } from '../changes/change.ts';
import { writableOptions } from '../changes/options-guard.ts';
import type { Generation } from '../facts/generation.ts';
import { optionsScopes } from '../facts/visibility.ts';
import { describeStrategy } from '../strategies.ts';
import { linkApp, setLogin, turnOn } from './changes.ts';
import { offlineSetting } from './offline-access.ts';
import { type Switch, switchState, vaultState } from './switches.ts';

/** What `connections enable` was asked for. */
export interface EnableRequest {
  /** Undefined: the switch of the tenant's generation, or the one that is on. */
  readonly via: Switch | undefined;
  readonly login: boolean | undefined;
  readonly offlineAccess: boolean;
  readonly apps: readonly ClientRecord[];
}

/** The switch a connection gets when none was named. */
export function chooseSwitch(connection: ConnectionRecord, generation: Generation): Switch {
  const on = vaultState(connection, generation).via[0];
  if (on !== undefined) return on;
  return generation === 'tokensets' ? 'federated_connections_access_tokens' : 'connected_accounts';
}

/** Throws `refused.unsupported` for a strategy that can never hold provider tokens. */
export function assertSupported(connection: ConnectionRecord): void {
  const { support, provider } = describeStrategy(connection.strategy, connection.name);
  if (support !== 'unsupported') return;
  throw new TvError(
    'refused.unsupported',
    `Connection \`${connection.name}\` cannot have Token Vault: strategy \`${connection.strategy}\` (${provider}) has no provider tokens`,
    { hint: 'Run `tv connections list` to see which connections support it' },
  );
}

/** Whether what is asked for is written into `options`. */
export function needsOptions(
  connection: ConnectionRecord,
  generation: Generation,
  { via, offlineAccess }: Pick<EnableRequest, 'via' | 'offlineAccess'>,
): boolean {
  const name = via ?? chooseSwitch(connection, generation);
  const early = name === 'federated_connections_access_tokens';
  return offlineAccess || (early && switchState(connection, name) !== true);
}

/** Changes that turn Token Vault on for one connection; throws `access.scope`, `refused.*` before anything is sent. */
export async function planEnable(
  tenant: Tenant,
  connection: ConnectionRecord,
  generation: Generation,
  request: EnableRequest,
): Promise<readonly Planned[]> {
  const via = request.via ?? chooseSwitch(connection, generation);
  if (needsOptions(connection, generation, request)) {
    writableOptions(connection, await tenant.heldScopes(Object.values(optionsScopes)));
  }
  assertSupported(connection);
  return [
    turnOn(connection, via),
    ...(request.offlineAccess ? [askOffline(connection)] : []),
    ...(request.login === undefined ? [] : [planLogin(connection, request.login)]),
    ...(await planLinks(tenant, connection, request.apps)),
  ];
}

function planLogin(connection: ConnectionRecord, login: boolean): Planned {
  if (connection.authentication === undefined) {
    throw new TvError(
      'refused.feature',
      `Connection \`${connection.name}\` has no switch for signing in: the tenant speaks the early-access generation`,
      { hint: 'Leave out `--login`' },
    );
  }
  return setLogin(connection, login);
}

function askOffline(connection: ConnectionRecord): Planned {
  const setting = offlineSetting(connection, connection.options ?? {});
  if ('refused' in setting) {
    throw new TvError(
      'refused.unsupported',
      `Offline access is not a setting of connection \`${connection.name}\``,
      { cause: setting.refused, hint: 'Leave out `--offline-access`' },
    );
  }
  const { field, before, after, warning } = setting;
  return plan({
    target: { kind: 'connection', id: connection.id },
    name: connection.name,
    field,
    before,
    after,
    impact: 'additive',
    warning,
  });
}

/** Links that are missing; those that are there are told as unchanged. */
export async function planLinks(
  tenant: Tenant,
  connection: ConnectionRecord,
  apps: readonly ClientRecord[],
): Promise<readonly Planned[]> {
  if (apps.length === 0) return [];
  const linked = new Set(await tenant.connections.listClients(connection.id));
  return apps.map((app) =>
    linkApp(connection, { id: app.client_id, name: app.name }, { linked: linked.has(app.client_id) }),
  );
}
