import { myAccountAudience, tokenVaultGrant } from '../state/identifiers.ts';
import type { ClientRecord, CredentialRecord } from '../state/model.ts';
import { application, credentialOf, webApplication, workerClient, workerKeys } from './applications.ts';
import { clientIdOf, clientSecretOf, credentialIdOf } from './names.ts';

/** The application whose users have no grant for the My Account API. */
export const withoutMyAccountGrant = 'Acme Grantless';

/** Applications that each break exactly one rule, named after the fault. */
export function brokenApplications(): readonly ClientRecord[] {
  return [
    webApplication('Acme Third-Party', { is_first_party: false }),
    webApplication('Acme Public', { token_endpoint_auth_method: 'none' }),
    webApplication('Acme Legacy', { oidc_conformant: false }),
    webApplication('Acme Restricted', { third_party_security_mode: 'strict' }),
    webApplication('Acme Ungranted', {
      grant_types: ['authorization_code', 'implicit', 'refresh_token', 'client_credentials'],
    }),
    webApplication('Acme Refreshless', {
      grant_types: ['authorization_code', 'client_credentials', tokenVaultGrant],
    }),
    rotating(),
    orphan(),
    webApplication('Acme Unlinked'),
    webApplication(withoutMyAccountGrant),
    policyless(),
    carelessWorker(),
  ];
}

function rotating(): ClientRecord {
  const name = 'Acme Rotating';
  const steady = webApplication(name);
  if (!steady.refresh_token) return steady;
  return { ...steady, refresh_token: { ...steady.refresh_token, rotation_type: 'rotating' } };
}

function policyless(): ClientRecord {
  const name = 'Acme Policyless';
  const whole = webApplication(name);
  if (!whole.refresh_token) return whole;
  const policies = (whole.refresh_token.policies ?? []).filter(
    ({ audience }) => audience !== myAccountAudience,
  );
  const { policies: _policies, ...rest } = whole.refresh_token;
  return { ...whole, refresh_token: policies.length === 0 ? rest : { ...rest, policies } };
}

/** The client of an API that is gone. */
function orphan(): ClientRecord {
  return application('Acme Orphan API', {
    app_type: 'resource_server',
    resource_server_identifier: 'https://gone.acme.example',
    grant_types: [tokenVaultGrant],
  });
}

const carelessName = 'Acme Careless Worker';

/** The careless worker's key. */
export function carelessCredential(now: number): CredentialRecord {
  return credentialOf('careless-worker', clientIdOf(carelessName), workerKeys.signing, now);
}

/** A worker with a key, but neither allowed addresses nor grants. */
function carelessWorker(): ClientRecord {
  return workerClient({
    name: carelessName,
    client_id: clientIdOf(carelessName),
    client_secret: clientSecretOf(carelessName),
    token_vault_privileged_access: { credentials: [{ id: credentialIdOf('careless-worker') }] },
  });
}
