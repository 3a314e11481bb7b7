import { managementAudience, myAccountAudience, myAccountScopes } from '../state/identifiers.ts';
import type { ResourceServerRecord } from '../state/model.ts';
import { derived } from './names.ts';
import { managementScopes } from './scopes.ts';

/** Identifier of the company's own API. */
export const acmeApiIdentifier = 'https://api.acme.example';

/** The Management API as a resource server. */
export function managementApi(): ResourceServerRecord {
  return {
    id: derivedHex('management api'),
    identifier: managementAudience,
    name: 'Auth0 Management API',
    is_system: true,
    allow_offline_access: false,
    skip_consent_for_verifiable_first_party_clients: false,
    signing_alg: 'RS256',
    token_lifetime: 86_400,
    token_lifetime_for_web: 7200,
    scopes: managementScopes.map((value) => ({ value })),
  };
}

/** The My Account API as activating it makes it. */
export function myAccountApi(): ResourceServerRecord {
  return {
    id: derivedHex('my account api'),
    identifier: myAccountAudience,
    name: 'Auth0 My Account API',
    is_system: true,
    allow_offline_access: true,
    skip_consent_for_verifiable_first_party_clients: true,
    subject_type_authorization: {
      client: { policy: 'deny_all' },
      user: { policy: 'require_client_grant' },
    },
    token_lifetime: 600,
    token_lifetime_for_web: 600,
    signing_alg: 'RS256',
    proof_of_possession: { mechanism: 'dpop', required: false },
    scopes: myAccountScopes.map((value) => ({ value, description: descriptions[value] ?? value })),
  };
}

/** The company's own API, called by its assistant. */
export function acmeApi(): ResourceServerRecord {
  return {
    id: derivedHex('acme api'),
    identifier: acmeApiIdentifier,
    name: 'Acme API',
    is_system: false,
    allow_offline_access: true,
    skip_consent_for_verifiable_first_party_clients: true,
    signing_alg: 'RS256',
    token_lifetime: 86_400,
    token_lifetime_for_web: 7200,
    scopes: [{ value: 'read:calendar', description: 'Read calendars' }, { value: 'ask:assistant' }],
  };
}

const descriptions: Readonly<Record<string, string>> = {
  'create:me:connected_accounts': 'Connect accounts',
  'read:me:connected_accounts': 'Read connected accounts',
  'delete:me:connected_accounts': 'Delete connected accounts',
};

function derivedHex(seed: string): string {
  return Buffer.from(derived(seed, 12)).toString('hex');
}
