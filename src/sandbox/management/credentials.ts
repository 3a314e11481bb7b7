import { createHash, createPublicKey, randomBytes, X509Certificate } from 'node:crypto';
import { noContent, ok, type Reply, refuse } from '../server/reply.ts';
import { type Shape, validBody } from '../server/validate.ts';
import type { CredentialRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import { clientAt } from './client-at.ts';
import type { ManagementCall, ManagementRoute } from './route.ts';

/** A credential to add. */
export interface NewCredential {
  readonly credential_type: string;
  readonly name?: string;
  readonly pem?: string;
  readonly alg?: string;
  readonly kid?: string;
  readonly expires_at?: string;
}

const createShape: Shape = {
  type: 'object',
  properties: {
    credential_type: { type: 'string', enum: ['public_key', 'cert_subject_dn', 'x509_cert'] },
    name: { type: 'string', maxLength: 128 },
    subject_dn: { type: 'string', maxLength: 256 },
    pem: { type: 'string' },
    alg: { type: 'string', enum: ['RS256', 'RS384', 'PS256'] },
    parse_expiry_from_cert: { type: 'boolean' },
    expires_at: { type: 'string' },
    kid: { type: 'string', minLength: 10, maxLength: 64 },
  },
  required: ['credential_type'],
  closed: true,
};

/** `/clients/{client_id}/credentials`. */
export const credentialRoutes: readonly ManagementRoute[] = [
  {
    method: 'GET',
    path: '/clients/:client_id/credentials',
    scopes: [['read:client_credentials']],
    handle: list,
  },
  {
    method: 'GET',
    path: '/clients/:client_id/credentials/:id',
    scopes: [['read:client_credentials']],
    handle: get,
  },
  {
    method: 'POST',
    path: '/clients/:client_id/credentials',
    scopes: [['create:client_credentials']],
    title: 'Create a client credential',
    handle: create,
  },
  {
    method: 'DELETE',
    path: '/clients/:client_id/credentials/:id',
    scopes: [['delete:client_credentials']],
    title: 'Delete a client credential',
    handle: remove,
  },
];

/** The PEM public key of a credential; the sandbox's own key pairs are made now if need be. */
export function credentialPem(tenant: Tenant, credential: CredentialRecord): string | undefined {
  return credential.key === undefined ? credential.pem : tenant.keys.pair(credential.key).record.publicPem;
}

/** Stores a new credential of a client. Refuses a PEM that cannot be read. */
export function addCredential(tenant: Tenant, clientId: string, wanted: NewCredential): CredentialRecord {
  const pem = wanted.pem === undefined ? undefined : publicPem(wanted.pem);
  const now = tenant.iso();
  const record: CredentialRecord = {
    id: `cred_${randomBytes(16).toString('hex').slice(0, 22)}`,
    client_id: clientId,
    name: wanted.name ?? '',
    kid:
      wanted.kid ??
      createHash('sha256')
        .update(pem ?? now)
        .digest('base64url'),
    alg: wanted.alg ?? 'RS256',
    credential_type: wanted.credential_type,
    created_at: now,
    updated_at: now,
    ...(wanted.expires_at === undefined ? {} : { expires_at: wanted.expires_at }),
    ...(pem === undefined ? {} : { pem }),
  };
  tenant.store.put('credentials', record.id, record);
  return record;
}

function list({ tenant, params }: ManagementCall): Reply {
  const client = clientAt(tenant, params.client_id ?? '');
  return ok(
    tenant.store
      .values('credentials')
      .filter((credential) => credential.client_id === client.client_id)
      .map(view),
  );
}

function get({ tenant, params }: ManagementCall): Reply {
  const credential = tenant.store.get('credentials', params.id ?? '');
  if (credential?.client_id !== params.client_id || credential === undefined) {
    throw refuse(404, 'The credential does not exist', 'inexistent_credential');
  }
  return ok(view(credential));
}

function create({ tenant, params, body }: ManagementCall): Reply {
  const client = clientAt(tenant, params.client_id ?? '');
  const wanted = validBody<NewCredential>(body, createShape);
  if (wanted.credential_type === 'public_key' && wanted.pem === undefined) {
    throw refuse(400, "Payload validation error: 'Missing required property: pem'.", 'invalid_body');
  }
  return { status: 201, body: view(addCredential(tenant, client.client_id, wanted)) };
}

function remove({ tenant, params }: ManagementCall): Reply {
  const credential = tenant.store.get('credentials', params.id ?? '');
  if (credential !== undefined && credential.client_id === params.client_id) {
    tenant.store.delete('credentials', credential.id);
  }
  return noContent;
}

function view({ client_id: _client, pem: _pem, key: _key, ...shown }: CredentialRecord): unknown {
  return shown;
}

function publicPem(pem: string): string {
  try {
    const key = pem.includes('CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem);
    return key.export({ type: 'spki', format: 'pem' }).toString();
  } catch {
    throw refuse(400, 'The provided pem is not a valid public key or certificate', 'invalid_body');
  }
}
