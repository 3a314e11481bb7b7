import { checkpointPage } from '../server/paging.ts';
import { noContent, ok, type Reply, refuse } from '../server/reply.ts';
import type { AccountRecord, TokensetRecord } from '../state/model.ts';
import type { ManagementCall, ManagementRoute } from './route.ts';
import { userAt } from './users.ts';

const tokensetPath = '/users/:id/federated-connections-tokensets';

/** What the vault holds for a user: tokensets of the early-access generation, connected accounts of the current. */
export const vaultRoutes: readonly ManagementRoute[] = [
  {
    method: 'GET',
    path: tokensetPath,
    scopes: [['read:federated_connections_tokens']],
    generation: 'tokensets',
    handle: listTokensets,
  },
  {
    method: 'DELETE',
    path: `${tokensetPath}/:tokenset_id`,
    scopes: [['delete:federated_connections_tokens']],
    generation: 'tokensets',
    title: 'Delete a federated connection tokenset',
    handle: deleteTokenset,
  },
  {
    method: 'GET',
    path: '/users/:id/connected-accounts',
    scopes: [['read:users']],
    generation: 'connected_accounts',
    handle: listAccounts,
  },
];

function listTokensets({ tenant, params }: ManagementCall): Reply {
  const user = userAt(tenant, params.id ?? '');
  return ok(tenant.directory.vault(user.user_id).tokensets.map(tokensetView));
}

function deleteTokenset({ tenant, params }: ManagementCall): Reply {
  const user = userAt(tenant, params.id ?? '');
  const id = params.tokenset_id ?? '';
  if (id.length > 36) {
    const problem = `String is too long (${id.length} chars), maximum 36`;
    throw refuse(400, `Path validation error: '${problem}' on property tokenset_id.`, 'invalid_uri');
  }
  const vault = tenant.directory.vault(user.user_id);
  const tokensets = vault.tokensets.filter((tokenset) => tokenset.id !== id);
  if (tokensets.length === vault.tokensets.length) throw refuse(404, 'Not Found');
  tenant.directory.putVault(user.user_id, { ...vault, tokensets });
  return noContent;
}

function listAccounts({ tenant, params, query }: ManagementCall): Reply {
  const user = userAt(tenant, params.id ?? '');
  const accounts = tenant.directory.vault(user.user_id).accounts.map(accountView);
  return ok(checkpointPage(accounts, query, { key: 'connected_accounts', defaultTake: 10, maxTake: 100 }));
}

function tokensetView(record: TokensetRecord): unknown {
  return shown(record);
}

function accountView(record: AccountRecord): unknown {
  return shown(record);
}

/** A record without what no API shows; what is hidden is not even looked at, because a fleet makes it when it is. */
function shown(record: object): Record<string, unknown> {
  const view: Record<string, unknown> = {};
  for (const key of Object.keys(record)) {
    if (key !== 'grant' && key !== 'idpUserId') view[key] = record[key as keyof typeof record];
  }
  return view;
}
