import type { JsonObject } from '../../../src/core/json.ts';
import type { ClientRecord, ResourceServer, Tokenset } from '../../../src/core/model.ts';
import type { StoredConnection } from './state.ts';

/** An application that may have Token Vault; `overrides` break it. */
export function aClient(overrides: Partial<ClientRecord> = {}): ClientRecord {
  return {
    client_id: 'client-of-acme-web-00000001',
    name: 'Acme Web',
    app_type: 'regular_web',
    global: false,
    is_first_party: true,
    oidc_conformant: true,
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_post',
    client_authentication_method: undefined,
    refresh_token: {
      rotation_type: 'non-rotating',
      expiration_type: 'non-expiring',
      leeway: 0,
      token_lifetime: 31_557_600,
    },
    resource_server_identifier: undefined,
    token_vault_privileged_access: undefined,
    third_party_security_mode: undefined,
    callbacks: [],
    signing_alg: 'RS256',
    ...overrides,
  };
}

/** A connection as Auth0 keeps it. */
export function aConnection(overrides: JsonObject = {}): StoredConnection {
  return {
    id: 'con_google',
    name: 'google-oauth2',
    strategy: 'google-oauth2',
    options: { client_id: 'own', client_secret: 'shh-client-secret', offline_access: true, email: true },
    authentication: { active: true },
    connected_accounts: { active: false },
    ...overrides,
  };
}

/** An API. */
export function aServer(overrides: Partial<ResourceServer> = {}): ResourceServer {
  return {
    id: 'rs_1',
    identifier: 'https://api.acme.example',
    name: 'Acme API',
    is_system: false,
    scopes: [],
    user_policy: null,
    skip_consent: undefined,
    allow_offline_access: undefined,
    ...overrides,
  };
}

/** A connected account of the current generation. */
export function anAccount(overrides: Partial<Tokenset> = {}): Tokenset {
  return {
    id: 'cac_1',
    user_id: 'auth0|ada',
    connection: 'google-oauth2',
    connection_id: 'con_google',
    strategy: 'google-oauth2',
    access_type: 'offline',
    organization_id: null,
    scopes: ['openid', 'profile'],
    issued_at: '2026-01-01T00:00:00.000Z',
    expires_at: null,
    last_used_at: null,
    expired: false,
    source: 'connected_accounts',
    ...overrides,
  };
}
