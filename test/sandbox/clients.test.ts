import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Driven, drive } from './start.ts';

const vaultGrant = 'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token';
let driven: Driven;
beforeEach(async () => {
  driven = await drive();
});
afterEach(() => driven.sandbox.close());

function idOf(name: string): string {
  return driven.sandbox.info().applications.find((each) => each.name === name)?.client_id ?? '';
}

describe('what a token sees of applications', () => {
  test.each([
    [['read:client_summary'], ['client_id', 'name', 'app_type'], ['grant_types', 'client_secret']],
    [['read:clients'], ['grant_types', 'refresh_token'], ['client_secret', 'client_authentication_methods']],
    [['read:client_keys'], ['grant_types', 'client_secret'], []],
    [['read:client_credentials'], ['client_secret', 'name'], ['grant_types', 'is_first_party']],
  ])('%j', async (scopes, there, absent) => {
    const client = (
      await driven.api('GET', `/clients/${idOf('Acme Web')}`, undefined, await driven.token(scopes))
    ).body;
    for (const key of there) expect(client).toHaveProperty(key);
    for (const key of absent) expect(client).not.toHaveProperty(key);
  });

  test('the global client is hidden by is_global=false and has no grants', async () => {
    const all = (await driven.api('GET', '/clients')).body;
    const hidden = all.find((each: { global: boolean }) => each.global);
    expect(hidden).toMatchObject({ name: 'All Applications', is_first_party: true });
    for (const key of ['app_type', 'grant_types', 'oidc_conformant']) expect(hidden).not.toHaveProperty(key);
    const listed = (await driven.api('GET', '/clients?is_global=false')).body;
    expect(listed).toHaveLength(all.length - 1);
  });

  test('an API client has no authentication method at all', async () => {
    const client = (await driven.api('GET', `/clients/${idOf('Acme Assistant API')}`)).body;
    expect(client).not.toHaveProperty('token_endpoint_auth_method');
    expect(client).toMatchObject({
      grant_types: [vaultGrant],
      resource_server_identifier: 'https://api.acme.example',
    });
  });
});

describe('writing applications', () => {
  test('arrays and objects are replaced whole', async () => {
    const path = `/clients/${idOf('Acme Web')}`;
    const patched = await driven.api('PATCH', path, {
      grant_types: [vaultGrant],
      refresh_token: { rotation_type: 'rotating', expiration_type: 'expiring' },
    });
    expect(patched.body).toMatchObject({ grant_types: [vaultGrant], name: 'Acme Web' });
    expect(patched.body.refresh_token).toEqual({ rotation_type: 'rotating', expiration_type: 'expiring' });
    expect((await driven.api('PATCH', path, { grant_types: [] })).body.grant_types).toEqual([]);
  });

  test('fields need their own scopes, and the refusal names them', async () => {
    const token = await driven.token(['update:clients']);
    const change = { token_vault_privileged_access: { credentials: [] }, grant_types: [] };
    const answer = await driven.api('PATCH', `/clients/${idOf('Acme Web')}`, change, token);
    expect(answer.status).toBe(403);
    expect(answer.body.message).toContain('token_vault_privileged_access');
    expect(answer.body.message).not.toContain('grant_types');
  });

  test('privileged access needs its credentials key, and null clears it', async () => {
    const path = `/clients/${idOf('Acme Nightly Worker')}`;
    const bad = await driven.api('PATCH', path, { token_vault_privileged_access: { ip_allowlist: [] } });
    expect(bad.body.message).toContain("'Missing required property: credentials'");
    const cleared = await driven.api('PATCH', path, { token_vault_privileged_access: null });
    expect(cleared.body).not.toHaveProperty('token_vault_privileged_access');
  });

  test('an unknown key, and what cannot be patched, is refused', async () => {
    for (const body of [{ grant_type: [] }, { resource_server_identifier: 'https://x.example' }, {}]) {
      const answer = await driven.api('PATCH', `/clients/${idOf('Acme Web')}`, body);
      expect([answer.status, answer.body.errorCode]).toEqual([400, 'invalid_body']);
    }
  });

  test('an API client is created with the grant alone', async () => {
    const created = await driven.api('POST', '/clients', {
      name: 'New API client',
      app_type: 'resource_server',
      resource_server_identifier: 'https://api.acme.example',
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      grant_types: [vaultGrant],
      oidc_conformant: false,
      client_id: expect.stringMatching(/^.{32}$/),
      client_secret: expect.any(String),
    });
    const gone = await driven.api('POST', '/clients', {
      name: 'Orphan',
      app_type: 'resource_server',
      resource_server_identifier: 'https://nowhere.example',
    });
    expect(gone.body.errorCode).toBe('inexistent_resource_server');
  });

  test('credentials are listed without their keys', async () => {
    const listed = (await driven.api('GET', `/clients/${idOf('Acme Nightly Worker')}/credentials`)).body;
    expect(listed).toHaveLength(2);
    expect(listed[0]).toMatchObject({ credential_type: 'public_key', alg: 'RS256' });
    for (const key of ['pem', 'key', 'client_id']) expect(listed[0]).not.toHaveProperty(key);
  });
});

describe('the My Account API set-up', () => {
  const scopes = [
    'create:me:connected_accounts',
    'read:me:connected_accounts',
    'delete:me:connected_accounts',
  ];

  test('is activated by creating it under its identifier, once', async () => {
    const fresh = await drive({ scenario: 'empty' });
    const identifier = `${fresh.sandbox.baseUrl}/me/`;
    const path = `/resource-servers/${encodeURIComponent(identifier)}`;
    expect((await fresh.api('GET', path)).body.errorCode).toBe('inexistent_resource_server');
    const created = await fresh.api('POST', '/resource-servers', {
      identifier,
      name: 'Auth0 My Account API',
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ identifier, is_system: true, token_lifetime: 600 });
    expect((await fresh.api('POST', '/resource-servers', { identifier })).status).toBe(409);
    const patched = await fresh.api('PATCH', path, { token_lifetime: 60 });
    expect([patched.status, patched.body.message]).toEqual([
      400,
      'System resource servers cannot be patched.',
    ]);
    const found = (await fresh.api('GET', `/resource-servers?identifiers=${encodeURIComponent(identifier)}`))
      .body;
    expect(found).toHaveLength(1);
    await fresh.sandbox.close();
  });

  test('a user grant stands beside a client grant, each once', async () => {
    const audience = `${driven.sandbox.baseUrl}/me/`;
    const grant = { client_id: idOf('Acme Dashboard'), audience, scope: scopes, subject_type: 'user' };
    const created = await driven.api('POST', '/client-grants', grant);
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject(grant);
    expect((await driven.api('POST', '/client-grants', grant)).status).toBe(409);
    expect((await driven.api('POST', '/client-grants', { ...grant, subject_type: 'client' })).status).toBe(
      201,
    );
    const query = new URLSearchParams({ client_id: grant.client_id, audience, subject_type: 'user' });
    expect((await driven.api('GET', `/client-grants?${query}`)).body).toEqual([created.body]);
    const narrowed = await driven.api('PATCH', `/client-grants/${created.body.id}`, {
      scope: scopes.slice(0, 1),
    });
    expect(narrowed.body.scope).toEqual(scopes.slice(0, 1));
  });

  test('a refresh-token policy comes back under the origin it was sent with', async () => {
    const policies = [{ audience: `${driven.sandbox.baseUrl}/me/`, scope: scopes }];
    const refreshToken = { rotation_type: 'non-rotating', expiration_type: 'expiring', policies };
    const path = `/clients/${idOf('Acme Mobile')}`;
    expect(
      (await driven.api('PATCH', path, { refresh_token: refreshToken })).body.refresh_token.policies,
    ).toEqual(policies);
    const state = (await driven.call('GET', '/sandbox/state')).text;
    expect(JSON.parse(state).clients[idOf('Acme Mobile')].refresh_token.policies[0].audience).toContain(
      '/me/',
    );
  });
});
