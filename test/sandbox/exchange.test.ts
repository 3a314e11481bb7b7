import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Exchanger, exchangeForm, exchanger, googleScopes } from './exchange.ts';

const ada = 'auth0|ada';
let tenant: Exchanger;

beforeEach(async () => {
  tenant = await exchanger();
});
afterEach(() => tenant.sandbox.close());

describe('what a refresh token gets', () => {
  test('the stored provider token, a log entry and a thumbprint that fits', async () => {
    const answer = await tenant.withRefreshToken({});
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^ya29\./),
      scope: googleScopes,
      expires_in: expect.any(Number),
      issued_token_type: 'http://auth0.com/oauth/token-type/federated-connection-access-token',
      token_type: 'Bearer',
    });
    expect(answer.body.expires_in).toBeLessThan(3600);
    const [entry] = (await tenant.api('GET', '/logs?q=type:seta&sort=date:-1')).body;
    expect(entry).toMatchObject({ user_id: ada, connection: 'google-oauth2', client_name: 'Acme Web' });
    expect(entry.details.token_thumbprint).toBe(
      createHash('sha256').update(answer.body.access_token).digest('hex'),
    );
  });

  test('a client may authenticate with a Basic header', async () => {
    const { clientId, secret } = tenant.app('Acme Web');
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`);
    const form = exchangeForm({ subject_token: tenant.refreshToken() });
    const authorization = `Basic ${basic.toString('base64')}`;
    expect((await tenant.call('POST', '/oauth/token', form, { authorization })).status).toBe(200);
  });

  test('JSON bodies are accepted too', async () => {
    const { clientId, secret } = tenant.app('Acme Web');
    const form = exchangeForm({ subject_token: tenant.refreshToken() });
    const body = { ...Object.fromEntries(form), client_id: clientId, client_secret: secret };
    expect((await tenant.call('POST', '/oauth/token', body)).status).toBe(200);
  });

  test('an expired provider token is refreshed, and its use is noted once a day', async () => {
    const path = '/users/auth0%7Cada/federated-connections-tokensets';
    const slack = async () =>
      (await tenant.api('GET', path)).body.find(
        (each: { connection: string }) => each.connection === 'sign-in-with-slack',
      );
    const before = await slack();
    const first = await tenant.withRefreshToken({ connection: 'sign-in-with-slack' });
    expect(first.status).toBe(200);
    expect(first.body.expires_in).toBeGreaterThan(3500);
    const after = await slack();
    expect(Date.parse(after.last_used_at)).toBeGreaterThan(Date.parse(before.last_used_at));
    expect(Date.parse(after.expires_at)).toBeGreaterThan(Date.now());
    const again = await tenant.withRefreshToken({ connection: 'sign-in-with-slack' });
    expect(again.body.access_token).toBe(first.body.access_token);
    expect((await slack()).last_used_at).toBe(after.last_used_at);
  });

  test('a login_hint picks the account at the provider', async () => {
    const state = (await tenant.call('GET', '/sandbox/state')).body;
    const hint = state.vaults[ada].accounts[0].idpUserId;
    expect((await tenant.withRefreshToken({ login_hint: hint })).status).toBe(200);
    expect(await tenant.refusal({ login_hint: 'ada@example.com' })).toEqual([
      401,
      'user_not_found',
      'Identity User not found.',
    ]);
  });
});

const grantNotAllowed =
  "Grant type 'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token' not allowed for the client.";

describe('what is refused', () => {
  test('parameters that are missing or do not fit', async () => {
    expect(await tenant.refusal({ requested_token_type: '' })).toEqual([
      400,
      'invalid_request',
      'requested_token_type is required',
    ]);
    const combination = 'Invalid subject_token_type and requested_token_type combination';
    expect(
      await tenant.refusal({
        requested_token_type: 'http://auth0.com/oauth/token-type/token-vault-access-token',
      }),
    ).toEqual([400, 'invalid_request', combination]);
    expect(await tenant.refusal({ grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange' })).toEqual([
      400,
      'invalid_request',
      combination,
    ]);
  });

  test('a wrong client secret', async () => {
    expect(await tenant.refusal({ client_secret: 'wrong' })).toEqual([
      401,
      'invalid_client',
      'Client authentication failed',
    ]);
  });

  test.each([
    ['grant_types', ['authorization_code', 'refresh_token']],
    ['is_first_party', false],
    ['oidc_conformant', false],
  ])('a client whose %s is %j', async (field, value) => {
    await tenant.patchApp('Acme Web', { [field]: value });
    expect(await tenant.refusal({})).toEqual([403, 'unauthorized_client', grantNotAllowed]);
  });

  test('a refresh token of another client, or one that never was', async () => {
    const unknown = [403, 'invalid_grant', 'Unknown or invalid refresh token.'];
    expect(await tenant.refusal({ subject_token: 'v1.nothing' })).toEqual(unknown);
    expect(await tenant.refusal({ subject_token: tenant.refreshToken('Acme Dashboard') })).toEqual(unknown);
  });

  test('a rotating refresh token, also after rotation was turned off', async () => {
    const rotation = (type: string) => ({
      refresh_token: { rotation_type: type, expiration_type: 'expiring' },
    });
    const refused = [400, 'invalid_request', 'Rotating refresh token not supported'];
    await tenant.patchApp('Acme Web', rotation('rotating'));
    const issuedWhileRotating = tenant.refreshToken();
    expect(await tenant.refusal({ subject_token: issuedWhileRotating })).toEqual(refused);
    await tenant.patchApp('Acme Web', rotation('non-rotating'));
    expect(await tenant.refusal({ subject_token: issuedWhileRotating })).toEqual(refused);
    expect((await tenant.withRefreshToken({})).status).toBe(200);
  });

  test('a connection whose vault is off, or that does not exist', async () => {
    const off = [403, 'access_denied', 'Token Vault is not enabled for the provided connection'];
    expect(await tenant.refusal({ connection: 'nothing' })).toEqual(off);
    await tenant.patchConnection('google-oauth2', { connected_accounts: { active: false } });
    expect(await tenant.refusal({})).toEqual(off);
  });

  test('a connection that is not enabled for the client', async () => {
    await tenant.unlink('google-oauth2', 'Acme Web');
    expect(await tenant.refusal({})).toEqual([
      403,
      'access_denied',
      'The connection is not enabled for the client',
    ]);
  });

  test('everything while MFA is always asked for', async () => {
    await tenant.api('PUT', '/guardian/policies', ['all-applications']);
    const answer = await tenant.withRefreshToken({});
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({
      error: 'mfa_required',
      error_description: 'Multifactor authentication required',
      mfa_token: expect.any(String),
    });
  });

  test('a user who has nothing stored, in the words of each generation', async () => {
    const user = 'auth0|radia';
    expect(await tenant.refusal({ subject_token: tenant.refreshToken('Acme Web', user) })).toEqual([
      401,
      'federated_connection_refresh_token_not_found',
      'Federated connection Refresh Token not found.',
    ]);
    const early = await exchanger({ generation: 'tokensets' });
    const refusal = await early.refusal({ subject_token: early.refreshToken('Acme Web', user) });
    expect(refusal.slice(0, 2)).toEqual([401, 'tokenset_not_found']);
    await early.sandbox.close();
  });

  test('a refresh token that the provider no longer takes', async () => {
    const user = 'google-oauth2|103547991597142817347';
    expect(await tenant.refusal({ subject_token: tenant.refreshToken('Acme Web', user) })).toEqual([
      401,
      'federated_connection_refresh_token_flow_failed',
      'Refresh Token flow for the Federated Connection failed',
    ]);
    const [entry] = (await tenant.api('GET', '/logs?q=type:feta')).body;
    expect(entry).toMatchObject({
      user_id: user,
      details: {
        failure_reason: 'Refresh Token flow for the Federated Connection failed',
        is_privileged_worker: false,
      },
    });
  });
});

describe('what an access token gets', () => {
  test('the API client exchanges a token for its API', async () => {
    const answer = await tenant.withAccessToken({});
    expect(answer.status).toBe(200);
    expect(answer.body.scope).toBe(googleScopes);
  });

  test('a token of another API, of nobody, or by another kind of client is refused', async () => {
    const mine = tenant.sandbox.mintToken({ user: ada, app: 'Acme Web', type: 'my_account' }).token;
    const other = await tenant.withAccessToken({ subject_token: mine });
    expect([other.status, other.body.error]).toEqual([401, 'invalid_grant']);
    const broken = await tenant.withAccessToken({ subject_token: 'a.b.c' });
    expect([broken.status, broken.body.error]).toEqual([401, 'invalid_grant']);
    const { clientId, secret } = tenant.app('Acme Web');
    const web = await tenant.withAccessToken({ client_id: clientId, client_secret: secret });
    expect([web.status, web.body.error_description]).toEqual([
      403,
      'This client is not a resource server and cannot exchange access tokens.',
    ]);
  });
});
