import type { ConnectionRecord } from '../../core/model.ts';
import { type ChangeRequest, type Planned, plan } from '../changes/change.ts';
import { type Switch, switchFields, switchState } from './switches.ts';

function change(connection: ConnectionRecord, request: Omit<ChangeRequest, 'target' | 'name'>): Planned {
  return plan({ target: { kind: 'connection', id: connection.id }, name: connection.name, ...request });
}

/** Turns one switch on; the early-access one takes provider tokens out of `identities` (facts 2.7). */
export function turnOn(connection: ConnectionRecord, via: Switch): Planned {
  const early = via === 'federated_connections_access_tokens';
  return change(connection, {
    field: switchFields[via],
    before: switchState(connection, via) ?? false,
    after: true,
    impact: early ? 'breaking' : 'additive',
    warning: early ? 'Provider tokens no longer appear in the `identities` of users from then on' : null,
  });
}

/** Turns one switch off, while the other may stay on; what the vault holds stays where it is. */
export function turnOff(
  connection: ConnectionRecord,
  via: Switch,
  { otherStays, mayStay = false }: { readonly otherStays: boolean; readonly mayStay?: boolean } = {
    otherStays: false,
  },
): Planned {
  const name = `connection \`${connection.name}\``;
  return change(connection, {
    field: switchFields[via],
    before: switchState(connection, via) ?? false,
    after: false,
    impact: 'breaking',
    warning: otherStays
      ? partWarnings[via](name)
      : `Token exchanges for ${name} are refused from then on${mayStay ? hiddenStays : ''}`,
  });
}

const hiddenStays =
  ', unless its early-access switch is on, which is hidden without `read:connections_options`';

/** What ends when one switch goes off and the other stays on. */
const partWarnings: Readonly<Record<Switch, (name: string) => string>> = {
  connected_accounts: (name) =>
    `No account can be connected with ${name} from then on; its early-access switch stays on`,
  federated_connections_access_tokens: (name) =>
    `What early-access tokensets of ${name} serve ends; connected accounts stay on`,
};

/** Offers the connection for signing in, or takes it away (facts 2.4). */
export function setLogin(connection: ConnectionRecord, after: boolean): Planned {
  const name = connection.name;
  return change(connection, {
    field: 'authentication.active',
    before: connection.authentication?.active ?? false,
    after,
    impact: 'login',
    warning: after
      ? `Users can sign in with connection \`${name}\` from then on`
      : `Nobody can sign in with connection \`${name}\` from then on`,
  });
}

/** Whether linking an application also offers the connection at its login. */
function authenticates(connection: ConnectionRecord): boolean {
  return connection.authentication?.active !== false;
}

/** Enables the connection for an application (facts 2.5). */
export function linkApp(
  connection: ConnectionRecord,
  app: { readonly id: string; readonly name: string },
  state: { readonly linked: boolean } = { linked: false },
): Planned {
  const signsIn = authenticates(connection);
  return plan({
    target: { kind: 'connection_clients', connectionId: connection.id, clientId: app.id },
    name: connection.name,
    field: `clients.${app.id}`,
    about: app.name,
    before: state.linked,
    after: true,
    impact: signsIn ? 'login' : 'additive',
    warning: signsIn
      ? `Connection \`${connection.name}\` is also offered at the login of application \`${app.name}\` from then on`
      : null,
  });
}

/** Takes the connection away from an application. */
export function unlinkApp(
  connection: ConnectionRecord,
  app: { readonly id: string; readonly name: string },
  state: { readonly linked: boolean },
): Planned {
  const signsIn = authenticates(connection);
  const login = `Users of application \`${app.name}\` can no longer sign in with connection \`${connection.name}\``;
  const vault = `Users of application \`${app.name}\` can no longer connect accounts with connection \`${connection.name}\``;
  return plan({
    target: { kind: 'connection_clients', connectionId: connection.id, clientId: app.id },
    name: connection.name,
    field: `clients.${app.id}`,
    about: app.name,
    before: state.linked,
    after: false,
    impact: signsIn ? 'login' : 'breaking',
    warning: signsIn ? `${login} or connect accounts` : vault,
  });
}
