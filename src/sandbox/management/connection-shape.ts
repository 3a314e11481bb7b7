import type { JsonObject } from '../../core/json.ts';
import type { Shape } from '../server/validate.ts';

/** The body of `PATCH /connections/{id}`. */
export interface ConnectionPatch {
  readonly authentication?: { readonly active: boolean };
  readonly connected_accounts?: { readonly active: boolean; readonly cross_app_access?: boolean };
  readonly display_name?: string;
  readonly enabled_clients?: readonly string[] | null;
  readonly is_domain_connection?: boolean;
  readonly metadata?: JsonObject;
  readonly options?: JsonObject | null;
  readonly realms?: readonly string[];
  readonly show_as_button?: boolean;
}

const shared: Readonly<Record<string, Shape>> = {
  display_name: { type: 'string', maxLength: 128 },
  enabled_clients: { type: ['array', 'null'], items: { type: 'string' } },
  is_domain_connection: { type: 'boolean' },
  metadata: { type: 'object', maxProperties: 10 },
  options: {
    type: ['object', 'null'],
    properties: {
      federated_connections_access_tokens: {
        type: ['object', 'null'],
        properties: { active: { type: 'boolean' } },
        closed: true,
      },
    },
  },
  realms: { type: 'array', items: { type: 'string' } },
  show_as_button: { type: 'boolean' },
};

const purposes: Readonly<Record<string, Shape>> = {
  authentication: {
    type: 'object',
    properties: { active: { type: 'boolean' } },
    required: ['active'],
    closed: true,
  },
  connected_accounts: {
    type: 'object',
    properties: { active: { type: 'boolean' }, cross_app_access: { type: 'boolean' } },
    required: ['active'],
    closed: true,
  },
};

/** Shape of a connection PATCH; the purposes exist only on a tenant of the current generation. */
export function connectionPatchShape(current: boolean): Shape {
  return {
    type: 'object',
    properties: current ? { ...shared, ...purposes } : shared,
    closed: true,
    minProperties: 1,
  };
}

const tokenless = new Set([
  'auth0',
  'auth0-adldap',
  'ad',
  'sms',
  'email',
  'samlp',
  'ip',
  'pingfederate',
  'adfs',
]);

/** Whether a connection of that strategy can hold provider tokens at all. */
export function holdsTokens(strategy: string): boolean {
  return !tokenless.has(strategy);
}
