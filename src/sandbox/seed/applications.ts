import {
  managementAudience,
  myAccountAudience,
  myAccountScopes,
  tokenVaultGrant,
} from '../state/identifiers.ts';
import type { ClientGrantRecord, ClientRecord, CredentialRecord } from '../state/model.ts';
import { acmeApiIdentifier } from './apis.ts';
import { clientIdOf, clientSecretOf, credentialIdOf, derived } from './names.ts';
import { managementScopes } from './scopes.ts';

/** Names of the company's applications. */
export const applicationNames = {
  management: 'tv sandbox administrator',
  web: 'Acme Web',
  assistant: 'Acme Assistant API',
  dashboard: 'Acme Dashboard',
  worker: 'Acme Nightly Worker',
  mobile: 'Acme Mobile',
  partner: 'Partner Portal',
  global: 'All Applications',
} as const;

/** The management application's credentials: pretend, the same in every sandbox. */
export const managementCredentials = {
  clientId: clientIdOf(applicationNames.management),
  clientSecret: clientSecretOf(applicationNames.management),
} as const;

/** Key pairs of the worker: one to authenticate with, one to sign its Token Vault requests. */
export const workerKeys = { authentication: 'worker-authentication', signing: 'worker-signing' } as const;

/** Callbacks that loopback tools use. */
export const loopbackCallbacks: readonly string[] = [4280, 4281, 4282].map(
  (port) => `http://127.0.0.1:${port}/callback`,
);

const webGrants = ['authorization_code', 'implicit', 'refresh_token', 'client_credentials'];
const steadyRefresh = {
  rotation_type: 'non-rotating',
  expiration_type: 'non-expiring',
  leeway: 0,
  token_lifetime: 31_557_600,
  idle_token_lifetime: 2_592_000,
  infinite_token_lifetime: true,
  infinite_idle_token_lifetime: true,
} as const;

/** The refresh-token policy that lets an application get tokens for the My Account API. */
export const myAccountPolicy = { audience: myAccountAudience, scope: myAccountScopes } as const;

/** An application that may use Token Vault with refresh tokens. */
export function webApplication(name: string, overrides: Partial<ClientRecord> = {}): ClientRecord {
  return application(name, {
    app_type: 'regular_web',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: [...webGrants, tokenVaultGrant],
    callbacks: ['https://app.acme.example/auth/callback', ...loopbackCallbacks],
    refresh_token: { ...steadyRefresh, policies: [myAccountPolicy] },
    ...overrides,
  });
}

/** An application with a secret, first-party and OIDC-conformant. */
export function application(name: string, fields: Partial<ClientRecord>): ClientRecord {
  return {
    client_id: clientIdOf(name),
    client_secret: clientSecretOf(name),
    name,
    is_first_party: true,
    oidc_conformant: true,
    sso_disabled: false,
    cross_origin_authentication: false,
    jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 36_000, secret_encoded: false },
    ...fields,
  };
}

/** The client of the company's API, which exchanges the access tokens it receives. */
export function assistantClient(overrides: Partial<ClientRecord> = {}): ClientRecord {
  return application(applicationNames.assistant, {
    app_type: 'resource_server',
    resource_server_identifier: acmeApiIdentifier,
    grant_types: [tokenVaultGrant],
    ...overrides,
  });
}

/** The single-page application: public, with rotating refresh tokens. */
export function dashboardClient(): ClientRecord {
  return application(applicationNames.dashboard, {
    app_type: 'spa',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    callbacks: ['https://dashboard.acme.example', ...loopbackCallbacks],
    refresh_token: {
      rotation_type: 'rotating',
      expiration_type: 'expiring',
      leeway: 0,
      token_lifetime: 2_592_000,
      idle_token_lifetime: 1_296_000,
      infinite_token_lifetime: false,
      infinite_idle_token_lifetime: false,
    },
  });
}

/** The native application: public. */
export function mobileClient(): ClientRecord {
  return application(applicationNames.mobile, {
    app_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    callbacks: ['acme://callback'],
    refresh_token: { ...steadyRefresh },
  });
}

/** The worker that reads calendars at night, without a user at the keyboard. */
export function workerClient(overrides: Partial<ClientRecord> = {}): ClientRecord {
  return application(applicationNames.worker, {
    app_type: 'non_interactive',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['client_credentials', tokenVaultGrant],
    refresh_token: { ...steadyRefresh },
    token_vault_privileged_access: {
      credentials: [
        { id: credentialIdOf(workerKeys.signing) },
        { id: credentialIdOf(workerKeys.authentication) },
      ],
      ip_allowlist: ['127.0.0.1', '::1', '203.0.113.0/24'],
      grants: [
        {
          connection: 'google-oauth2',
          scopes: ['openid', 'profile', 'https://www.googleapis.com/auth/calendar.readonly'],
        },
        { connection: 'github', scopes: ['repo', 'read:user'] },
      ],
    },
    ...overrides,
  });
}

/** A partner's application: third-party, so never eligible. */
export function partnerClient(): ClientRecord {
  return application(applicationNames.partner, {
    app_type: 'regular_web',
    is_first_party: false,
    third_party_security_mode: 'strict',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['authorization_code', 'refresh_token'],
    callbacks: ['https://partner.example.net/callback'],
    refresh_token: { ...steadyRefresh },
  });
}

/** The hidden client that stands for all applications. */
export function globalClient(): ClientRecord {
  return {
    client_id: clientIdOf(applicationNames.global),
    client_secret: clientSecretOf(applicationNames.global),
    name: applicationNames.global,
    global: true,
    is_first_party: true,
    sso_disabled: false,
    cross_origin_authentication: false,
    callbacks: [],
  };
}

/** The application that administers the tenant. */
export function managementClient(): ClientRecord {
  return application(applicationNames.management, {
    app_type: 'non_interactive',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['client_credentials'],
    refresh_token: { ...steadyRefresh },
  });
}

/** The worker's two public keys; the pairs are made when first needed. */
export function workerCredentials(now: number): readonly CredentialRecord[] {
  const client = clientIdOf(applicationNames.worker);
  return Object.values(workerKeys).map((key) => credentialOf(key, client, key, now));
}

/** A credential whose key pair is one of the sandbox's own. */
export function credentialOf(name: string, clientId: string, key: string, now: number): CredentialRecord {
  const iso = new Date(now).toISOString();
  return {
    id: credentialIdOf(name),
    client_id: clientId,
    name,
    kid: derived(`kid of ${name}`, 43),
    alg: 'RS256',
    credential_type: 'public_key',
    created_at: iso,
    updated_at: iso,
    key,
  };
}

/** The management application's grant. */
export function managementGrant(): ClientGrantRecord {
  return {
    id: `cgr_${derived('management grant', 16)}`,
    client_id: managementCredentials.clientId,
    audience: managementAudience,
    scope: managementScopes,
    subject_type: 'client',
  };
}

/** The grant that lets users of an application manage their connected accounts through it. */
export function myAccountGrant(
  client: ClientRecord,
  subjectType: 'user' | 'client' = 'user',
): ClientGrantRecord {
  return {
    id: `cgr_${derived(`my account grant of ${client.client_id}`, 16)}`,
    client_id: client.client_id,
    audience: myAccountAudience,
    scope: myAccountScopes,
    subject_type: subjectType,
  };
}
