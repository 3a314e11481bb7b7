import { randomBytes } from 'node:crypto';
import { type Reply, refuseProblem } from '../server/reply.ts';
import type { Shape } from '../server/validate.ts';
import type { ConnectionRecord } from '../state/model.ts';
import { connectable } from './connectable.ts';
import type { MyAccountCall, MyAccountRoute } from './route.ts';
import { validProblemBody } from './valid-body.ts';

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

/** Starts the Connected Accounts flow. */
export const connectRoute: MyAccountRoute = {
  method: 'POST',
  path: '/connected-accounts/connect',
  scope: 'create:me:connected_accounts',
  handle: start,
};

interface ConnectBody {
  readonly connection: string;
  readonly redirect_uri: string;
  readonly state?: string;
  readonly scopes?: readonly string[];
  readonly code_challenge?: string;
  readonly code_challenge_method?: string;
}

function invalidField(field: string, detail: string): Error {
  return refuseProblem(400, 'Bad Request', detail, [{ detail, field, source: 'body' }]);
}

function start({ tenant, user, client, body }: MyAccountCall): Reply {
  const wanted = validProblemBody<ConnectBody>(body, connectShape);
  if (wanted.code_challenge !== undefined && wanted.code_challenge_method === undefined) {
    throw invalidField('code_challenge_method', 'code_challenge_method is required with code_challenge');
  }
  const connection = connectable(tenant, wanted.connection, client.client_id);
  if (!(client.callbacks ?? []).includes(wanted.redirect_uri)) {
    const detail = 'redirect_uri is not among the allowed callback URLs of the application';
    throw invalidField('redirect_uri', detail);
  }
  const scopes = wanted.scopes ?? connectionScopes(connection);
  if (
    connection.strategy === 'google-oauth2' &&
    !['openid', 'profile'].every((scope) => scopes.includes(scope))
  ) {
    throw invalidField('scopes', 'scopes must contain openid and profile for a google-oauth2 connection');
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

function connectionScopes(connection: ConnectionRecord): readonly string[] {
  const { scope } = connection.options;
  if (typeof scope === 'string') return scope.split(/[\s,]+/);
  return Array.isArray(scope) ? ['openid', ...scope.filter((item) => typeof item === 'string')] : ['openid'];
}
