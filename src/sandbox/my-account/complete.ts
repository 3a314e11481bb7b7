import { randomBytes } from 'node:crypto';
import { verifierFits } from '../authentication/code-grant.ts';
import { providerGrant } from '../seed/provider-grant.ts';
import { idpUserIdOf } from '../seed/vault.ts';
import { type Reply, refuseProblem } from '../server/reply.ts';
import type { Shape } from '../server/validate.ts';
import type { AccountRecord, ConnectionRecord } from '../state/model.ts';
import type { ConnectSession } from '../state/transient.ts';
import type { Tenant } from '../tenant.ts';
import { logAccountEvent } from './account-log.ts';
import { accountView } from './accounts.ts';
import { connectable } from './connectable.ts';
import type { MyAccountCall, MyAccountRoute } from './route.ts';
import { validProblemBody } from './valid-body.ts';

const hour = 3_600_000;

const completeShape: Shape = {
  type: 'object',
  properties: {
    auth_session: { type: 'string', maxLength: 64 },
    connect_code: { type: 'string', minLength: 1, maxLength: 46 },
    redirect_uri: { type: 'string', maxLength: 2048 },
    code_verifier: { type: 'string', minLength: 43, maxLength: 128 },
  },
  required: ['auth_session', 'connect_code', 'redirect_uri'],
  closed: true,
};

/** Completes the Connected Accounts flow after the browser step. */
export const completeRoute: MyAccountRoute = {
  method: 'POST',
  path: '/connected-accounts/complete',
  scope: 'create:me:connected_accounts',
  handle: complete,
};

interface CompleteBody {
  readonly auth_session: string;
  readonly connect_code: string;
  readonly redirect_uri: string;
  readonly code_verifier?: string;
}

function complete(call: MyAccountCall): Reply {
  const { tenant, user, client } = call;
  const wanted = validProblemBody<CompleteBody>(call.body, completeShape);
  const session = tenant.transient.connects.get(wanted.auth_session);
  const problem = completeProblem(session, wanted, user.user_id, client.client_id);
  if (problem !== undefined || session === undefined) {
    const detail = problem ?? 'The auth_session is unknown or has expired';
    logAccountEvent(tenant, {
      type: 'connected_accounts_connection_failed',
      description: detail,
      call,
      client,
      user,
      connection: session?.connection ?? '',
      details: {
        error: {
          type: 'https://auth0.com/api-errors#A0E-400-0001',
          status: 400,
          title: 'Bad Request',
          detail,
        },
        request: { method: call.method, path: call.path },
      },
    });
    throw refuseProblem(400, 'Bad Request', detail);
  }
  tenant.transient.connects.take(wanted.auth_session);
  const account = stored(tenant, user.user_id, connectedAccount(tenant, session));
  logAccountEvent(tenant, {
    type: 'connected_accounts_connection_succeeded',
    description: 'Connected account created',
    call,
    client,
    user,
    connection: account.connection,
    details: { connected_account: { id: account.id, idp_user_id: account.idpUserId } },
  });
  return { status: 201, body: accountView(account) };
}

function completeProblem(
  session: ConnectSession | undefined,
  wanted: CompleteBody,
  userId: string,
  clientId: string,
): string | undefined {
  if (session === undefined) return 'The auth_session is unknown or has expired';
  if (session.user_id !== userId || session.client_id !== clientId) {
    return 'The auth_session belongs to another user or application';
  }
  if (session.connect_code === null || session.connect_code !== wanted.connect_code) {
    return 'The connect_code is not valid';
  }
  if (session.redirect_uri !== wanted.redirect_uri)
    return 'The redirect_uri differs from that of the request';
  if (!verifierFits(session.code_challenge, wanted.code_verifier)) return 'The code_verifier is not valid';
  return undefined;
}

function connectedAccount(tenant: Tenant, session: ConnectSession): AccountRecord {
  const connection = connectable(tenant, session.connection, session.client_id);
  const seed = `connected ${randomBytes(16).toString('hex')}`;
  const grant = providerGrant(
    seed,
    connection.strategy,
    tenant.clock.now() + hour,
    givesRefreshToken(connection) ? 'works' : 'none',
  );
  return {
    id: `cac_${randomBytes(32).toString('base64').replace(/[+/=]/g, '').slice(0, 22)}`,
    connection: connection.name,
    connection_id: connection.id,
    strategy: connection.strategy,
    access_type: 'offline',
    scopes: session.scopes,
    created_at: tenant.iso(),
    idpUserId: idpUserIdOf(session.user_id, connection.name),
    grant,
  };
}

/** Whether the provider gives a refresh token: Google and Microsoft only when the connection asks for offline access. */
function givesRefreshToken(connection: ConnectionRecord): boolean {
  const asked = ['google-oauth2', 'windowslive'].includes(connection.strategy);
  return !asked || connection.options.offline_access === true;
}

/** Stores the account. Connecting an account of the provider again overwrites it, scopes and all, under its id. */
function stored(tenant: Tenant, userId: string, account: AccountRecord): AccountRecord {
  const vault = tenant.directory.vault(userId);
  const same = (other: AccountRecord): boolean =>
    other.connection === account.connection && other.idpUserId === account.idpUserId;
  const kept = { ...account, id: vault.accounts.find(same)?.id ?? account.id };
  const others = vault.accounts.filter((other) => !same(other));
  tenant.directory.putVault(userId, { ...vault, accounts: [...others, kept] });
  return kept;
}
