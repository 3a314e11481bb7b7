import { consentRoutes } from '../my-account/consent.ts';
import { tooMany } from '../server/fault-answers.ts';
import type { Bucket } from '../server/rate-limit.ts';
import { Refusal, type Reply, refuse } from '../server/reply.ts';
import { type Call, type Route, Router } from '../server/router.ts';
import type { Tenant } from '../tenant.ts';
import { authorizeRoutes } from './authorize.ts';
import { discovery, jwks } from './discovery.ts';
import { tokenEndpoint } from './token-endpoint.ts';
import { userinfo } from './userinfo.ts';

/** Lets single-page applications call the endpoints that Auth0 opens to them. */
const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type, auth0-client, dpop',
  'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
} as const;

/** The Authentication API: token endpoint, discovery, and the pages a browser sees. */
export class AuthenticationApi {
  readonly #bucket: Bucket;
  readonly #router: Router;

  constructor(tenant: Tenant, bucket: Bucket) {
    this.#bucket = bucket;
    const routes: readonly Route[] = [
      { method: 'POST', path: '/oauth/token', handle: (call) => tokenEndpoint(tenant, call) },
      { method: 'GET', path: '/.well-known/openid-configuration', handle: () => discovery(tenant) },
      { method: 'GET', path: '/.well-known/jwks.json', handle: () => jwks(tenant) },
      { method: 'GET', path: '/userinfo', handle: (call) => userinfo(tenant, call) },
      ...authorizeRoutes(tenant),
      ...consentRoutes(tenant),
    ];
    this.#router = new Router(routes);
  }

  async answer(call: Call): Promise<Reply> {
    if (call.method === 'OPTIONS') return { status: 204, headers: crossOrigin };
    const { allowed, headers } = this.#bucket.take();
    const open = { ...headers, ...crossOrigin };
    if (!allowed) return { status: 429, body: tooMany(true), headers: open };
    try {
      const match = this.#router.match(call.method, call.path);
      if (match === undefined) throw refuse(404, 'Not Found');
      const reply = await match.route.handle({ ...call, params: match.params });
      return { ...reply, headers: { ...open, ...reply.headers } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...error.reply, headers: { ...open, ...error.reply.headers } };
    }
  }
}
