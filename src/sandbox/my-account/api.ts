import { type VerifiedToken, verifyToken } from '../authentication/tokens.ts';
import type { Bucket } from '../server/rate-limit.ts';
import { Refusal, type Reply, refuseProblem } from '../server/reply.ts';
import { type Call, Router } from '../server/router.ts';
import { myAccountAudience } from '../state/identifiers.ts';
import type { Tenant } from '../tenant.ts';
import { accountRoutes } from './accounts.ts';
import { completeRoute } from './complete.ts';
import { connectRoute } from './connect.ts';
import type { MyAccountRoute } from './route.ts';

const prefix = '/me/v1';
const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type, auth0-client, dpop',
  'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
} as const;

/** The My Account API: a user's own token manages that user's connected accounts. */
export class MyAccountApi {
  readonly #tenant: Tenant;
  readonly #bucket: Bucket;
  readonly #router: Router;
  readonly #routes: ReadonlyMap<unknown, MyAccountRoute>;

  constructor(tenant: Tenant, bucket: Bucket) {
    this.#tenant = tenant;
    this.#bucket = bucket;
    const plain = [...accountRoutes, connectRoute, completeRoute].map((route) => ({
      route: { method: route.method, path: prefix + route.path, handle: () => ({ status: 500 }) },
      own: route,
    }));
    this.#router = new Router(plain.map(({ route }) => route));
    this.#routes = new Map(plain.map(({ route, own }) => [route, own]));
  }

  async answer(call: Call): Promise<Reply> {
    if (call.method === 'OPTIONS') return { status: 204, headers: crossOrigin };
    const { allowed, headers } = this.#bucket.take();
    const open = { ...headers, ...crossOrigin };
    try {
      if (!allowed) throw tooManyRequests();
      const reply = await this.#handle(call);
      return { ...reply, headers: { ...open, ...reply.headers } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...error.reply, headers: { ...open, ...error.reply.headers } };
    }
  }

  #handle(call: Call): Reply | Promise<Reply> {
    const match = this.#router.match(call.method, call.path);
    const route = match === undefined ? undefined : this.#routes.get(match.route);
    if (match === undefined || route === undefined || !this.#tenant.speaks('connected_accounts')) {
      throw refuseProblem(404, 'Not Found', 'The resource does not exist');
    }
    const token = this.#token(call.headers.authorization);
    if (!token.scopes.has(route.scope)) {
      throw refuseProblem(403, 'Insufficient Scope', `The token lacks the scope ${route.scope}`);
    }
    const client = this.#tenant.store.get('clients', token.clientId);
    const user = this.#tenant.directory.user(token.subject);
    if (client === undefined || user === undefined) throw invalidToken();
    if (call.body === null || (call.method === 'POST' && call.contentType !== 'application/json')) {
      throw refuseProblem(415, 'Unsupported Media Type', 'The request body must be JSON');
    }
    return route.handle({ ...call, params: match.params, tenant: this.#tenant, user, client });
  }

  #token(header: string | undefined): VerifiedToken {
    const [, token] = /^(?:Bearer|DPoP)\s+(\S+)$/i.exec(header ?? '') ?? [];
    const verified = token === undefined ? 'malformed' : verifyToken(this.#tenant, token);
    if (typeof verified === 'string' || !verified.audiences.includes(myAccountAudience)) throw invalidToken();
    return verified;
  }
}

function invalidToken(): Refusal {
  return refuseProblem(401, 'Invalid Token', 'Invalid Token');
}

function tooManyRequests(): Refusal {
  const refusal = refuseProblem(429, 'Too Many Requests', 'Global limit has been reached');
  return new Refusal({
    ...refusal.reply,
    headers: { ...refusal.reply.headers, 'retry-after': '1', 'x-auth0-error-kind': 'global-rate-limit' },
  });
}
