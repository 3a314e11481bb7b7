import { noContent, ok, type Reply, refuseProblem } from '../server/reply.ts';
import type { AccountRecord } from '../state/model.ts';
import { logAccountEvent } from './account-log.ts';
import { problemPage } from './paging.ts';
import type { MyAccountCall, MyAccountRoute } from './route.ts';

/** `/connected-accounts/accounts` and `/connected-accounts/connections`. */
export const accountRoutes: readonly MyAccountRoute[] = [
  {
    method: 'GET',
    path: '/connected-accounts/accounts',
    scope: 'read:me:connected_accounts',
    handle: list,
  },
  {
    method: 'DELETE',
    path: '/connected-accounts/accounts/:id',
    scope: 'delete:me:connected_accounts',
    handle: remove,
  },
  {
    method: 'GET',
    path: '/connected-accounts/connections',
    scope: 'read:me:connected_accounts',
    handle: connections,
  },
];

/** A connected account as the My Account API shows it. */
export function accountView(account: AccountRecord): Readonly<Record<string, unknown>> {
  const { id, connection, access_type, scopes, created_at, expires_at, organization_id } = account;
  return {
    id,
    connection,
    access_type,
    scopes,
    created_at,
    ...(expires_at === undefined ? {} : { expires_at }),
    ...(organization_id === undefined ? {} : { org_id: organization_id }),
  };
}

function list({ tenant, user, query }: MyAccountCall): Reply {
  const wanted = query.getAll('connection');
  const accounts = tenant.directory
    .vault(user.user_id)
    .accounts.filter((account) => wanted.length === 0 || wanted.includes(account.connection))
    .map(accountView);
  return ok(problemPage(accounts, query, 'accounts'));
}

function remove({ tenant, user, client, params, ...call }: MyAccountCall): Reply {
  const vault = tenant.directory.vault(user.user_id);
  const account = vault.accounts.find(({ id }) => id === params.id);
  if (account === undefined) {
    throw refuseProblem(404, 'Not Found', 'The connected account does not exist');
  }
  const accounts = vault.accounts.filter((other) => other !== account);
  tenant.directory.putVault(user.user_id, { ...vault, accounts });
  logAccountEvent(tenant, {
    type: 'connected_accounts_delete_succeeded',
    description: 'Connected account deleted',
    call,
    client,
    user,
    connection: account.connection,
    details: { connected_account: { id: account.id } },
  });
  return noContent;
}

function connections({ tenant, client, query }: MyAccountCall): Reply {
  const offered = tenant.store
    .values('connections')
    .filter((connection) => connection.connected_accounts?.active === true)
    .filter((connection) => connection.enabled_clients.includes(client.client_id))
    .map(({ name, strategy, options }) => ({
      name,
      strategy,
      ...(Array.isArray(options.scope) ? { scopes: options.scope } : {}),
    }));
  return ok(problemPage(offered, query, 'connections'));
}
