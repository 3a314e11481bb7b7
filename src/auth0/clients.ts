import type { ClientCredential, ClientRecord, PrivilegedAccess } from '../core/model.ts';
import type { ClientsPort } from '../core/ports.ts';
import { Secret } from '../core/secret.ts';
import { apiPath } from './api-path.ts';
import { asJsonObject } from './connections.ts';
import type { Management } from './management.ts';
import { Fields, fieldsOfEach } from './narrow.ts';
import { checkpointPages } from './paging.ts';

const fieldList = [
  'client_id',
  'name',
  'app_type',
  'global',
  'is_first_party',
  'oidc_conformant',
  'grant_types',
  'token_endpoint_auth_method',
  'client_authentication_methods',
  'refresh_token',
  'resource_server_identifier',
  'token_vault_privileged_access',
  'third_party_security_mode',
  'callbacks',
  'jwt_configuration',
].join(',');

/** Applications (facts 3). Secrets that Auth0 sends along all the same are dropped here. https://auth0.com/docs/api/management/v2/clients */
export function clientsPort(management: Management): ClientsPort {
  const subject = (id: string): string => `application \`${id}\``;
  const read = (body: unknown): ClientRecord => readClient(new Fields(body, 'the application'));
  return {
    list: ({ appType } = {}) => listClients(management, appType),
    load: async (id) =>
      management.read({
        asked: `read ${subject(id)}`,
        path: apiPath`/clients/${id}`,
        query: { fields: fieldList, include_fields: true },
        subject: subject(id),
        named: 'not_found.application',
        read,
      }),
    update: async (id, body) =>
      management.write({
        asked: `update ${subject(id)}`,
        method: 'PATCH',
        path: apiPath`/clients/${id}`,
        body,
        subject: subject(id),
        read,
      }),
    create: async (body) =>
      management.write({
        asked: 'create an application',
        method: 'POST',
        path: apiPath`/clients`,
        body,
        read: (answer) => {
          const fields = new Fields(answer, 'the application');
          const secret = fields.text('client_secret');
          return { client: readClient(fields), secret: secret === null ? null : new Secret(secret) };
        },
      }),
    ...credentialCalls(management),
  };
}

/** The keys registered at an application (facts 3.6). */
function credentialCalls(management: Management): Pick<ClientsPort, 'listCredentials' | 'createCredential'> {
  const subject = (id: string): string => `application \`${id}\``;
  return {
    listCredentials: async (id) =>
      management.read({
        asked: `list the keys of ${subject(id)}`,
        path: apiPath`/clients/${id}/credentials`,
        subject: subject(id),
        read: (body) => fieldsOfEach(body, 'credential').map(readCredential),
      }),
    createCredential: async (id, body) =>
      management.write({
        asked: `register a key at ${subject(id)}`,
        method: 'POST',
        path: apiPath`/clients/${id}/credentials`,
        body,
        subject: subject(id),
        read: (answer) => readCredential(new Fields(answer, 'the credential')),
      }),
  };
}

async function* listClients(
  management: Management,
  appType: string | undefined,
): AsyncGenerator<ClientRecord> {
  const list = {
    asked: 'list the applications',
    path: apiPath`/clients`,
    query: { fields: fieldList, include_fields: true, is_global: false, app_type: appType },
    key: 'clients',
    noun: 'application',
    item: readClient,
    id: (client: ClientRecord) => client.client_id,
  };
  // A server that does not know `is_global` sends the global client along.
  for await (const client of checkpointPages(management, list, 100)) if (!client.global) yield client;
}

/** One application; what is absent stays undefined, null stays null (facts 3.2). Throws `ShapeError`. */
export function readClient(fields: Fields): ClientRecord {
  const refresh = fields.object('refresh_token');
  const methods = fields.object('client_authentication_methods');
  const privileged = fields.object('token_vault_privileged_access');
  return {
    client_id: fields.id('client_id'),
    name: fields.text('name') ?? '',
    app_type: fields.maybeText('app_type'),
    global: fields.flag('global') ?? false,
    is_first_party: fields.flag('is_first_party'),
    oidc_conformant: fields.flag('oidc_conformant'),
    grant_types: fields.texts('grant_types'),
    token_endpoint_auth_method: nullable(
      fields,
      'token_endpoint_auth_method',
      fields.maybeText('token_endpoint_auth_method'),
    ),
    client_authentication_method: Object.keys(methods?.source ?? {})[0],
    refresh_token: nullable(fields, 'refresh_token', asJsonObject(refresh?.source)),
    resource_server_identifier: fields.maybeText('resource_server_identifier'),
    token_vault_privileged_access: privileged && readPrivilegedAccess(privileged),
    third_party_security_mode: fields.maybeText('third_party_security_mode'),
    callbacks: fields.texts('callbacks'),
    signing_alg: fields.object('jwt_configuration')?.maybeText('alg'),
  };
}

function nullable<T>(fields: Fields, key: string, value: T | undefined): T | null | undefined {
  return fields.source[key] === null ? null : value;
}

function readPrivilegedAccess(fields: Fields): PrivilegedAccess {
  const grants = fields.items('grants', 'privileged grant');
  return {
    credentials: (fields.items('credentials', 'privileged credential') ?? []).map((item) => item.id('id')),
    ip_allowlist: fields.texts('ip_allowlist') ?? null,
    grants:
      grants?.map((item) => ({ connection: item.id('connection'), scopes: item.texts('scopes') ?? [] })) ??
      null,
  };
}

function readCredential(fields: Fields): ClientCredential {
  return {
    id: fields.id('id'),
    name: fields.text('name'),
    kid: fields.text('kid'),
    alg: fields.text('alg'),
    credential_type: fields.text('credential_type') ?? '',
    expires_at: fields.time('expires_at'),
  };
}
