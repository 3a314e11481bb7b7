import {
  type Generation,
  generationNames,
  SandboxError,
  type ScenarioName,
  scenarioNames,
} from '../options.ts';
import type { Faults } from '../server/faults.ts';
import { noContent, ok, type Reply, refuse } from '../server/reply.ts';
import type { RequestLog } from '../server/request-log.ts';
import { type Call, type Route, Router } from '../server/router.ts';
import { type Shape, validBody } from '../server/validate.ts';
import { managementAudience } from '../state/identifiers.ts';
import type { Tenant } from '../tenant.ts';
import { infoOf, workerKeysOf } from './info.ts';
import { mintToken } from './mint.ts';
import { mergeState } from './state.ts';

/** What the control surface acts on. */
export interface ControlParts {
  readonly tenant: Tenant;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly reset: (scenario?: ScenarioName, generation?: Generation, users?: number) => void;
}

/** The control surface under `/sandbox/`: for tests and for whoever runs the sandbox. No page of another origin may use it. */
export class ControlApi {
  readonly #router: Router;

  constructor(parts: ControlParts) {
    this.#router = new Router(routesOf(parts));
  }

  async answer(call: Call): Promise<Reply> {
    if (call.headers.origin !== undefined) throw refuse(403, 'The control surface is not for web pages');
    const match = this.#router.match(call.method, call.path);
    if (match === undefined) throw refuse(404, 'Not Found');
    return match.route.handle({ ...call, params: match.params });
  }
}

const tokenShape: Shape = {
  type: 'object',
  properties: {
    user: { type: 'string', minLength: 1 },
    app: { type: 'string', minLength: 1 },
    type: { type: 'string', enum: ['refresh_token', 'access_token', 'my_account'] },
  },
  required: ['user', 'app', 'type'],
  closed: true,
};
const resetShape: Shape = {
  type: 'object',
  properties: {
    scenario: { type: 'string', enum: scenarioNames },
    generation: { type: 'string', enum: generationNames },
    users: { type: 'integer', minimum: 0, maximum: 1_000_000 },
  },
  closed: true,
};
const scopesShape: Shape = {
  type: 'object',
  properties: { client_id: { type: 'string' }, scopes: { type: 'array', items: { type: 'string' } } },
  required: ['client_id', 'scopes'],
  closed: true,
};

function routesOf({ tenant, faults, requests, reset }: ControlParts): readonly Route[] {
  return [
    { method: 'GET', path: '/sandbox/info', handle: (call) => ok(info(tenant, call)) },
    { method: 'GET', path: '/sandbox/state', handle: () => ok(tenant.store.rows()) },
    { method: 'PUT', path: '/sandbox/state', handle: ({ body }) => ok(mergeState(tenant, body)) },
    { method: 'GET', path: '/sandbox/faults', handle: () => ok(faults.list()) },
    { method: 'POST', path: '/sandbox/faults', handle: ({ body }) => ok({ armed: faults.arm(body) }) },
    { method: 'GET', path: '/sandbox/requests', handle: () => ok(requests.list()) },
    { method: 'POST', path: '/sandbox/token', handle: ({ body }) => ok(mint(tenant, body)) },
    { method: 'POST', path: '/sandbox/scopes', handle: ({ body }) => ok(setScopes(tenant, body)) },
    { method: 'DELETE', path: '/sandbox/faults', handle: () => cleared(faults) },
    { method: 'DELETE', path: '/sandbox/requests', handle: () => cleared(requests) },
    {
      method: 'POST',
      path: '/sandbox/reset',
      handle: ({ body }) => {
        const wanted = validBody<{
          readonly scenario?: ScenarioName;
          readonly generation?: Generation;
          readonly users?: number;
        }>(body, resetShape);
        reset(wanted.scenario, wanted.generation, wanted.users);
        return ok(infoOf(tenant));
      },
    },
  ];
}

function cleared(list: { readonly clear: () => void }): Reply {
  list.clear();
  return noContent;
}

function info(tenant: Tenant, { query }: Call): unknown {
  return query.get('keys') === '1' ? { ...infoOf(tenant), keys: workerKeysOf(tenant) } : infoOf(tenant);
}

function mint(tenant: Tenant, body: unknown): unknown {
  const request = validBody<Parameters<typeof mintToken>[1]>(body, tokenShape);
  try {
    return mintToken(tenant, request);
  } catch (error) {
    if (error instanceof SandboxError) throw refuse(400, error.message, error.reason);
    throw error;
  }
}

/** What the next tokens of a management client hold: the scopes of its grant for the Management API. */
function setScopes(tenant: Tenant, body: unknown): unknown {
  const wanted = validBody<{ readonly client_id: string; readonly scopes: readonly string[] }>(
    body,
    scopesShape,
  );
  const existing = tenant.store.find(
    'grants',
    (grant) => grant.client_id === wanted.client_id && grant.audience === managementAudience,
  );
  if (existing === undefined && tenant.store.get('clients', wanted.client_id) === undefined) {
    throw refuse(404, `There is no application ${wanted.client_id}`);
  }
  const grant = existing ?? {
    id: `cgr_management${wanted.client_id.slice(0, 8)}`,
    client_id: wanted.client_id,
    audience: managementAudience,
    subject_type: 'client',
  };
  const updated = { ...grant, scope: wanted.scopes } as const;
  tenant.store.put('grants', updated.id, updated);
  return updated;
}
