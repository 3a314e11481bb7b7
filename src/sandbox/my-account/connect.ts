import { randomBytes } from 'node:crypto';
import { verifierFits } from '../authentication/code-grant.ts';
import { providerGrant } from '../seed/provider-grant.ts';
import { idpUserIdOf } from '../seed/vault.ts';
import { type Reply, refuseProblem } from '../server/reply.ts';
import { findFault, type Shape } from '../server/validate.ts';
import type { AccountRecord, ConnectionRecord } from '../state/model.ts';
import type { ConnectSession } from '../state/transient.ts';
import type { Tenant } from '../tenant.ts';
import { logAccountEvent } from './account-log.ts';
import { accountView } from './accounts.ts';
import type { MyAccountCall, MyAccountRoute } from './route.ts';

const hour = 3_600_000;
/** Seconds a connect session lives. */
const sessionLifetime = 300;

const connectShape: Shape = {
  type: 'object',
  properties: {
    connection: { type: 'string', minLength: 1, maxLength: 128 },
    redirect_uri: { type: 'string', maxLength: 2048, pattern: /^[a-z][a-z0-9+.-]*:/i },
    state: { type: 'string', minLength: 1, maxLength: 4096 },
    scopes: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      unique: true,
      items: { type: 'string', minLength: 1, maxLength: 255 },
    },
    code_challenge: { type: 'string', minLength: 43, maxLength: 128 },
    code_challenge_method: { type: 'string', enum: ['S256'] },
    authorization_params: { type: 'object' },
  },
  required: ['connection', 'redirect_uri'],
  closed: true,
};
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

/** The Connected Accounts flow: start it, and complete it after the browser step. */
export const connectRoutes: readonly MyAccountRoute[] = [
  {
    method: 'POST',
    path: '/connected-accounts/connect',
    scope: 'create:me:connected_accounts',
    handle: start,
  },
  {
    method: 'POST',
    path: '/connected-accounts/complete',
    scope: 'create:me:connected_accounts',
    handle: complete,
  },
];

interface ConnectBody {
  readonly connection: string;
  readonly redirect_uri: string;
  readonly state?: string;
  readonly scopes?: readonly string[];
  readonly code_challenge?: string;
}

function validated<T>(body: unknown, shape: Shape): T {
  const fault = findFault(body ?? {}, shape, '');
  if (fault === undefined) return (body ?? {}) as T;
  const pointer = `/${fault.path.replaceAll('.', '/')}`;
  const error = { detail: fault.problem, pointer, source: 'body' };
  throw refuseProblem(400, 'Validation Error', 'The request body is not valid', [error]);
}

function start({ tenant, user, client, body }: MyAccountCall): Reply {
  const wanted = validated<ConnectBody>(body, connectShape);
  const connection = connectable(tenant, wanted.connection, client.client_id);
  if (!(client.callbacks ?? []).includes(wanted.redirect_uri)) {
    const detail = 'redirect_uri is not among the allowed callback URLs of the application';
    throw refuseProblem(400, 'Bad Request', detail, [{ detail, field: 'redirect_uri', source: 'body' }]);
  }
  const scopes = wanted.scopes ?? connectionScopes(connection);
  if (
    connection.strategy === 'google-oauth2' &&
    !['openid', 'profile'].every((scope) => scopes.includes(scope))
  ) {
    const detail = 'scopes must contain openid and profile for a google-oauth2 connection';
    throw refuseProblem(400, 'Bad Request', detail, [{ detail, field: 'scopes', source: 'body' }]);
  }
  const authSession = randomBytes(32).toString('base64url');
  const ticket = randomBytes(24).toString('base64url');
  tenant.transient.connects.put(authSession, {
    user_id: user.user_id,
    client_id: client.client_id,
    connection: connection.name,
    redirect_uri: wanted.redirect_uri,
    state: wanted.state ?? null,
    scopes,
    code_challenge: wanted.code_challenge ?? null,
    ticket,
    connect_code: null,
  });
  const answer = {
    auth_session: authSession,
    connect_uri: `${tenant.base}/connected-accounts/connect`,
    connect_params: { ticket },
    expires_in: sessionLifetime,
  };
  return { status: 201, body: answer };
}

/** The connection, when the application's users may connect accounts of it. Refuses with 404. */
function connectable(tenant: Tenant, name: string, clientId: string): ConnectionRecord {
  const connection = tenant.store.find('connections', (candidate) => candidate.name === name);
  const usable =
    connection?.connected_accounts?.active === true && connection.enabled_clients.includes(clientId);
  if (!usable) throw refuseProblem(404, 'Not Found', 'The connection was not found');
  return connection;
}

function connectionScopes(connection: ConnectionRecord): readonly string[] {
  const { scope } = connection.options;
  if (typeof scope === 'string') return scope.split(/[\s,]+/);
  return Array.isArray(scope) ? ['openid', ...scope.filter((item) => typeof item === 'string')] : ['openid'];
}

interface CompleteBody {
  readonly auth_session: string;
  readonly connect_code: string;
  readonly redirect_uri: string;
  readonly code_verifier?: string;
}

function complete(call: MyAccountCall): Reply {
  const { tenant, user, client } = call;
  const wanted = validated<CompleteBody>(call.body, completeShape);
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
  const account = connectedAccount(tenant, session);
  keep(tenant, user.user_id, account);
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

/** Reconnecting the same account at the provider replaces it, scopes and all, under its old id. */
function keep(tenant: Tenant, userId: string, account: AccountRecord): void {
  const vault = tenant.directory.vault(userId);
  const others = vault.accounts.filter(({ connection }) => connection !== account.connection);
  tenant.directory.putVault(userId, { ...vault, accounts: [...others, account] });
}
