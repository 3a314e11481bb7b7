import type { ClientGrant, ClientRecord } from '../../../src/core/model.ts';
import { myAccountScopes } from '../../../src/core/protocol.ts';
import type { Loaded } from '../../../src/vault/facts/catalogue.ts';
import { hidden, known } from '../../../src/vault/facts/fact.ts';
import { aClient } from '../double/records.ts';
import { me } from './judging.ts';

/** The application of the case. */
export function client(overrides: Partial<ClientRecord> = {}): Pick<Loaded, 'client'> {
  return { client: known(aClient(overrides)) };
}

/** A user-subject grant for the My Account API. */
export function grant(overrides: Partial<ClientGrant> = {}): ClientGrant {
  return {
    id: 'cgr_1',
    client_id: 'client-of-acme-web-00000001',
    audience: me,
    scope: [...myAccountScopes],
    subject_type: 'user',
    allow_all_scopes: false,
    ...overrides,
  };
}

/** An application that no scope shows. */
export const unreadable = {
  client: hidden('The Management API token lacks `read:clients`', ['read:clients']),
};
/** A tenant of the current generation. */
export const current: Pick<Loaded, 'generation'> = { generation: known('connected_accounts') };
/** Privileged access that is complete. */
export const access = {
  credentials: ['cred_1'],
  ip_allowlist: ['203.0.113.7'],
  grants: [worker('google-oauth2')],
};
/** Keys registered at the application. */
export const keys = known([
  { id: 'cred_1', name: null, kid: null, alg: 'RS256', credential_type: 'public_key', expires_at: null },
]);

/** A privileged grant for one connection. */
export function worker(connection: string, scopes = ['openid']): { connection: string; scopes: string[] } {
  return { connection, scopes };
}

/** The application with a refresh token policy. */
export function policy(scope: readonly string[], audience = me) {
  return client({
    refresh_token: {
      rotation_type: 'non-rotating',
      expiration_type: 'non-expiring',
      policies: [{ audience, scope: [...scope] }],
    },
  });
}
