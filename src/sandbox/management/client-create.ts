import { randomBytes } from 'node:crypto';
import { refuse } from '../server/reply.ts';
import { tokenVaultGrant } from '../state/identifiers.ts';
import type { ClientRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import { addCredential, type NewCredential } from './credentials.ts';

/** The body of `POST /clients`. */
export interface ClientCreate {
  readonly name: string;
  readonly app_type?: string;
  readonly grant_types?: readonly string[];
  readonly token_endpoint_auth_method?: string;
  readonly resource_server_identifier?: string;
  readonly client_authentication_methods?: {
    readonly private_key_jwt?: { readonly credentials: readonly NewCredential[] };
  } | null;
  readonly token_vault_privileged_access?: {
    readonly credentials: readonly NewCredential[];
    readonly ip_allowlist?: readonly string[];
    readonly grants?: readonly { readonly connection: string; readonly scopes: readonly string[] }[];
  } | null;
  readonly [field: string]: unknown;
}

/** Refresh-token settings of an application that was created without any. */
export const defaultRefreshToken = {
  rotation_type: 'non-rotating',
  expiration_type: 'non-expiring',
  leeway: 0,
  token_lifetime: 31_557_600,
  infinite_token_lifetime: true,
  infinite_idle_token_lifetime: true,
  idle_token_lifetime: 2_592_000,
} as const;

/** The application that a POST makes, with the defaults that API-created applications get. */
export function createdClient(tenant: Tenant, wanted: ClientCreate): ClientRecord {
  refuseUnfitting(tenant, wanted);
  const clientId = newClientId();
  const { client_authentication_methods: methods, token_vault_privileged_access: access, ...plain } = wanted;
  const keyed = methods?.private_key_jwt;
  return {
    is_first_party: true,
    oidc_conformant: false,
    grant_types: defaultGrants(wanted),
    refresh_token: defaultRefreshToken,
    jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 36_000, secret_encoded: false },
    ...plain,
    client_id: clientId,
    ...(keyed === undefined ? { client_secret: randomBytes(48).toString('base64url') } : {}),
    ...(keyed === undefined
      ? {}
      : { client_authentication_methods: { private_key_jwt: { credentials: ids(keyed.credentials) } } }),
    ...(access === undefined || access === null
      ? {}
      : { token_vault_privileged_access: { ...access, credentials: ids(access.credentials) } }),
  };

  function ids(credentials: readonly NewCredential[]): { readonly id: string }[] {
    return credentials.map((credential) => ({ id: addCredential(tenant, clientId, credential).id }));
  }
}

function refuseUnfitting(tenant: Tenant, wanted: ClientCreate): void {
  const identifier = wanted.resource_server_identifier;
  const isApiClient = wanted.app_type === 'resource_server';
  if (identifier !== undefined && !isApiClient) {
    throw refuse(400, 'resource_server_identifier requires app_type resource_server', 'invalid_body');
  }
  if (isApiClient && identifier === undefined) {
    throw refuse(
      400,
      'resource_server_identifier is required when app_type is resource_server',
      'invalid_body',
    );
  }
  const exists =
    identifier === undefined ||
    tenant.store.find('resourceServers', (server) => server.identifier === identifier) !== undefined;
  if (!exists) throw refuse(404, 'The resource server does not exist', 'inexistent_resource_server');
}

function defaultGrants(wanted: ClientCreate): readonly string[] {
  if (wanted.app_type === 'resource_server') return [tokenVaultGrant];
  const grants = ['authorization_code', 'implicit', 'refresh_token'];
  return wanted.token_endpoint_auth_method === 'none' ? grants : [...grants, 'client_credentials'];
}

function newClientId(): string {
  return randomBytes(48).toString('base64').replace(/[+/]/g, '').slice(0, 32).padEnd(32, '0');
}
