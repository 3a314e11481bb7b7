import { tooMany } from '../server/fault-answers.ts';
import type { Bucket } from '../server/rate-limit.ts';
import { Refusal, type Reply, refuse } from '../server/reply.ts';
import { type Call, Router } from '../server/router.ts';
import type { Tenant } from '../tenant.ts';
import { ManagementBearer, requireScopes } from './bearer.ts';
import { clientGrantRoutes } from './client-grants.ts';
import { clientRoutes } from './clients.ts';
import { connectionClientRoutes } from './connection-clients.ts';
import { connectionRoutes } from './connections.ts';
import { credentialRoutes } from './credentials.ts';
import { tenantRoutes } from './guardian.ts';
import { type Downloads, jobRoutes } from './jobs.ts';
import { logRoutes } from './logs.ts';
import { resourceServerRoutes } from './resource-servers.ts';
import type { ManagementRoute } from './route.ts';
import { userRoutes } from './users.ts';
import { vaultRoutes } from './vault.ts';

const prefix = '/api/v2';

/** The Management API: rate limit, token, scopes, then the route. */
export class ManagementApi {
  readonly #tenant: Tenant;
  readonly #bucket: Bucket;
  readonly #bearer: ManagementBearer;
  readonly #router: Router;
  readonly #routes: ReadonlyMap<unknown, ManagementRoute>;

  constructor(tenant: Tenant, bucket: Bucket, downloads: Downloads) {
    this.#tenant = tenant;
    this.#bucket = bucket;
    this.#bearer = new ManagementBearer(tenant);
    const routes = [
      ...connectionRoutes,
      ...connectionClientRoutes,
      ...clientRoutes,
      ...credentialRoutes,
      ...clientGrantRoutes,
      ...resourceServerRoutes,
      ...userRoutes,
      ...vaultRoutes,
      ...tenantRoutes,
      ...logRoutes,
      ...jobRoutes(downloads),
    ];
    const plain = routes.map((route) => ({
      route: { method: route.method, path: prefix + route.path, handle: () => ({ status: 500 }) },
      management: route,
    }));
    this.#router = new Router(plain.map(({ route }) => route));
    this.#routes = new Map(plain.map(({ route, management }) => [route, management]));
  }

  /** Answers a call; every answer carries the rate-limit headers. */
  async answer(call: Call): Promise<Reply> {
    const { allowed, headers } = this.#bucket.take();
    if (!allowed) return { status: 429, body: tooMany(false), headers };
    try {
      const reply = await this.#handle(call);
      return { ...reply, headers: { ...headers, ...reply.headers } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...error.reply, headers: { ...headers, ...error.reply.headers } };
    }
  }

  #handle(call: Call): Reply | Promise<Reply> {
    const match = this.#router.match(call.method, call.path);
    const route = match === undefined ? undefined : this.#routes.get(match.route);
    if (match === undefined || route === undefined || !this.#isOn(route)) throw refuse(404, 'Not Found');
    const token = this.#bearer.verify(call.headers.authorization);
    requireScopes(token.scopes, route.scopes);
    const body = call.body === undefined ? undefined : this.#tenant.storedDeep(call.body);
    const full = { ...call, body, params: match.params, tenant: this.#tenant, scopes: token.scopes };
    if (route.title === undefined) return route.handle(full);
    return this.#logged(route.title, token.clientId, call, route.handle(full));
  }

  #isOn(route: ManagementRoute): boolean {
    return route.generation === undefined || this.#tenant.speaks(route.generation);
  }

  async #logged(
    title: string,
    clientId: string,
    call: Call,
    pending: Reply | Promise<Reply>,
  ): Promise<Reply> {
    const reply = await pending;
    this.#tenant.log.write({
      type: 'sapi',
      description: title,
      client_id: clientId,
      client_name: this.#tenant.store.get('clients', clientId)?.name,
      ip: call.ip,
      user_agent: call.headers['user-agent'],
      details: { request: { method: call.method.toLowerCase(), path: call.path } },
    });
    return reply;
  }
}
