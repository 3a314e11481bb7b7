import { refuse } from '../server/reply.ts';
import type { ClientRecord, PrivilegedAccess, RefreshTokenSettings } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';

/** The body of `PATCH /clients/{id}`. */
export interface ClientPatch {
  readonly name?: string;
  readonly grant_types?: readonly string[];
  readonly is_first_party?: boolean;
  readonly oidc_conformant?: boolean;
  readonly app_type?: string;
  readonly refresh_token?: RefreshTokenSettings | null;
  readonly token_endpoint_auth_method?: string | null;
  readonly client_authentication_methods?: ClientRecord['client_authentication_methods'];
  readonly token_vault_privileged_access?: PrivilegedAccess | null;
  readonly [field: string]: unknown;
}

const scopeOfField: Readonly<Record<string, string>> = {
  client_secret: 'update:client_keys',
  client_authentication_methods: 'update:client_credentials',
  token_vault_privileged_access: 'update:client_token_vault_privileged_access',
};

/** Refuses with 403 the fields that these scopes may not write, and names them. */
export function requireFieldScopes(change: ClientPatch, scopes: ReadonlySet<string>): void {
  const refused = Object.keys(change).filter((field) => !scopes.has(scopeOfField[field] ?? 'update:clients'));
  if (refused.length === 0) return;
  const message = `The following fields are not updatable with the given scopes: ${refused.join(', ')}`;
  throw refuse(403, message, 'insufficient_scope');
}

/**
 * The client after a PATCH. Arrays and objects are replaced whole; null clears a field; a switch to key-based
 * authentication drops secret and method.
 */
export function patchedClient(tenant: Tenant, client: ClientRecord, change: ClientPatch): ClientRecord {
  if (client.global === true)
    throw refuse(403, 'The global client cannot be updated', 'operation_not_supported');
  refuseMixedAuthentication(client, change);
  refuseUnknownCredentials(tenant, client, change);
  if (change.is_first_party === false && (client.organization_usage ?? null) !== null) {
    const message =
      'organization_usage and organization_require_behavior must be unset for third party clients';
    throw refuse(403, message);
  }
  const merged: Record<string, unknown> = { ...client };
  for (const [field, value] of Object.entries(change)) {
    if (value === null) delete merged[field];
    else merged[field] = value;
  }
  if (change.client_authentication_methods) {
    delete merged.client_secret;
    delete merged.token_endpoint_auth_method;
  }
  return merged as unknown as ClientRecord;
}

function refuseMixedAuthentication(client: ClientRecord, change: ClientPatch): void {
  const after = { ...client, ...change };
  const keys = after.client_authentication_methods ?? null;
  const method = after.token_endpoint_auth_method ?? null;
  if (keys === null || method === null) return;
  const message =
    'token_endpoint_auth_method and client_authentication_methods are mutually exclusive; set one of them to null';
  throw refuse(400, message, 'invalid_body');
}

function refuseUnknownCredentials(tenant: Tenant, client: ClientRecord, change: ClientPatch): void {
  const named = [
    ...(change.token_vault_privileged_access?.credentials ?? []),
    ...(change.client_authentication_methods?.private_key_jwt?.credentials ?? []),
  ];
  const unknown = named.find(({ id }) => tenant.store.get('credentials', id)?.client_id !== client.client_id);
  if (unknown === undefined) return;
  throw refuse(400, `The credential ${unknown.id} does not exist`, 'invalid_body');
}
