import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Exchanger, exchanger } from './exchange.ts';
import type { Answer } from './start.ts';

const redirectUri = 'http://127.0.0.1:4280/callback';
const accounts = '/me/v1/connected-accounts/accounts';
let tenant: Exchanger;
beforeEach(async () => {
  tenant = await exchanger();
});
afterEach(() => tenant.sandbox.close());

function bearer(user = 'auth0|ada'): { authorization: string } {
  const { token } = tenant.sandbox.mintToken({ user, app: 'Acme Web', type: 'my_account' });
  return { authorization: `Bearer ${token}` };
}

function verifierPair(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

function locationOf(answer: Answer): URL {
  return new URL(answer.headers.get('location') ?? '');
}

/** Plays a login in the browser, up to the tokens. */
async function login(
  fields: Record<string, string> = {},
  choice: Record<string, string> = { user: 'auth0|ada' },
) {
  const { clientId, secret } = tenant.app('Acme Web');
  const { verifier, challenge } = verifierPair();
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile offline_access',
    state: 'xyz',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...fields,
  });
  const page = await tenant.call('GET', `/authorize?${query}`);
  if (page.status !== 200) return { page };
  const session = /name="session" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const back = await tenant.call('POST', '/u/login', new URLSearchParams({ session, ...choice }));
  const tokens = await tenant.call('POST', '/oauth/token', {
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: secret,
    code: locationOf(back).searchParams.get('code'),
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  return { page, back, tokens };
}

async function myAccountToken(refreshToken: string): Promise<Answer> {
  const { clientId, secret } = tenant.app('Acme Web');
  return tenant.call('POST', '/oauth/token', {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: secret,
    refresh_token: refreshToken,
    audience: `${tenant.sandbox.baseUrl}/me/`,
    scope: 'create:me:connected_accounts read:me:connected_accounts delete:me:connected_accounts',
  });
}

describe('logging in', () => {
  test('the whole flow, from login to a connected account and its deletion', async () => {
    const { back, tokens } = await login({}, { user: 'auth0|radia' });
    expect(back?.headers.get('location')).toContain(`${redirectUri}?code=`);
    expect(locationOf(back as Answer).searchParams.get('state')).toBe('xyz');
    expect(tokens?.body).toMatchObject({ id_token: expect.any(String), refresh_token: expect.any(String) });
    const mine = await myAccountToken(tokens?.body.refresh_token);
    expect(mine.status).toBe(200);
    expect(mine.body.expires_in).toBe(600);
    const authorization = { authorization: `Bearer ${mine.body.access_token}` };

    const { verifier, challenge } = verifierPair();
    const started = await tenant.call(
      'POST',
      '/me/v1/connected-accounts/connect',
      {
        connection: 'google-oauth2',
        redirect_uri: redirectUri,
        state: 'abc',
        scopes: ['openid', 'profile', 'https://www.googleapis.com/auth/calendar.readonly'],
        code_challenge: challenge,
        code_challenge_method: 'S256',
      },
      authorization,
    );
    expect(started.status).toBe(201);
    const { ticket } = started.body.connect_params;
    const consent = await tenant.call('GET', `${started.body.connect_uri}?ticket=${ticket}`);
    expect(consent.text).toContain('Connect your Google account');
    const allowed = await tenant.call(
      'POST',
      '/connected-accounts/connect',
      new URLSearchParams({ ticket, action: 'accept' }),
    );
    const returned = locationOf(allowed).searchParams;
    expect(returned.get('state')).toBe('abc');
    const completed = await tenant.call(
      'POST',
      '/me/v1/connected-accounts/complete',
      {
        auth_session: started.body.auth_session,
        connect_code: returned.get('connect_code'),
        redirect_uri: redirectUri,
        code_verifier: verifier,
      },
      authorization,
    );
    expect(completed.status).toBe(201);
    expect(completed.body).toMatchObject({ id: expect.stringMatching(/^cac_/), connection: 'google-oauth2' });
    expect((await tenant.withRefreshToken({ subject_token: tokens?.body.refresh_token })).status).toBe(200);
    expect(
      (await tenant.call('DELETE', `${accounts}/${completed.body.id}`, undefined, authorization)).status,
    ).toBe(204);
    const types = (await tenant.api('GET', '/logs?q=type:connected_accounts_*&sort=date:1')).body
      .filter((entry: { user_id: string }) => entry.user_id === 'auth0|radia')
      .map((entry: { type: string }) => entry.type);
    expect(types).toEqual(['connected_accounts_connection_succeeded', 'connected_accounts_delete_succeeded']);
  });

  test('a callback that is not listed shows a page and goes nowhere', async () => {
    const { page } = await login({ redirect_uri: 'http://127.0.0.1:9999/callback' });
    expect([page.status, page.headers.get('location')]).toEqual([403, null]);
    expect(page.text).toContain('Callback URL mismatch');
  });

  test('who cancels is told so', async () => {
    const { back } = await login({}, { action: 'deny' });
    expect(locationOf(back as Answer).searchParams.get('error')).toBe('access_denied');
  });

  test('a code works once, for its verifier', async () => {
    const { clientId, secret } = tenant.app('Acme Web');
    const { back, tokens } = await login();
    expect(tokens?.status).toBe(200);
    const again = await tenant.call('POST', '/oauth/token', {
      grant_type: 'authorization_code',
      client_id: clientId,
      client_secret: secret,
      code: locationOf(back as Answer).searchParams.get('code'),
      redirect_uri: redirectUri,
    });
    expect([again.status, again.body.error]).toEqual([403, 'invalid_grant']);
  });
});

describe('a token for the My Account API', () => {
  test('needs the policy, at the time of login', async () => {
    await tenant.patchApp('Acme Web', {
      refresh_token: { rotation_type: 'non-rotating', expiration_type: 'non-expiring' },
    });
    const early = tenant.refreshToken();
    expect((await myAccountToken(early)).body.error).toBe('invalid_target');
    const policies = [{ audience: `${tenant.sandbox.baseUrl}/me/`, scope: ['read:me:connected_accounts'] }];
    await tenant.patchApp('Acme Web', {
      refresh_token: { rotation_type: 'non-rotating', expiration_type: 'non-expiring', policies },
    });
    expect((await myAccountToken(early)).body.error).toBe('invalid_target');
    const later = await myAccountToken(tenant.refreshToken());
    expect([later.status, later.body.scope]).toEqual([200, 'read:me:connected_accounts']);
  });

  test('needs the user grant and the API', async () => {
    const [grant] = (await tenant.api('GET', '/client-grants?subject_type=user')).body;
    await tenant.api('DELETE', `/client-grants/${grant.id}`);
    const refused = await myAccountToken(tenant.refreshToken());
    expect([refused.status, refused.body.error]).toEqual([403, 'access_denied']);
    expect(refused.body.error_description).toContain('is not authorized to access resource server');
    await tenant.api('DELETE', `/resource-servers/${encodeURIComponent(`${tenant.sandbox.baseUrl}/me/`)}`);
    const gone = await myAccountToken(tenant.refreshToken());
    expect(gone.body.error_description).toBe(
      `Service not enabled within domain: ${tenant.sandbox.baseUrl}/me/`,
    );
  });

  test('is refused while a second factor is wanted', async () => {
    await tenant.call('PUT', '/sandbox/state', { tenant: { myAccountNeedsSecondFactor: true } });
    expect((await myAccountToken(tenant.refreshToken())).body.error).toBe(
      'unmet_authentication_requirements',
    );
  });
});

describe('the My Account API', () => {
  test('lists, pages and deletes the accounts of its user only', async () => {
    const first = (await tenant.call('GET', `${accounts}?take=1`, undefined, bearer())).body;
    expect(first.accounts).toHaveLength(1);
    expect(first.accounts[0]).not.toHaveProperty('connection_id');
    const second = (await tenant.call('GET', `${accounts}?take=1&from=${first.next}`, undefined, bearer()))
      .body;
    expect(second).not.toHaveProperty('next');
    const { id } = first.accounts[0];
    const foreign = await tenant.call('DELETE', `${accounts}/${id}`, undefined, bearer('auth0|grace'));
    expect(foreign.status).toBe(404);
    expect((await tenant.call('DELETE', `${accounts}/${id}`, undefined, bearer())).status).toBe(204);
    const left = (await tenant.api('GET', '/users/auth0%7Cada/connected-accounts')).body.connected_accounts;
    expect(left).toHaveLength(1);
  });

  test('refuses in the shape of RFC 7807', async () => {
    const management = { authorization: `Bearer ${await tenant.token()}` };
    const answer = await tenant.call('GET', accounts, undefined, management);
    expect([answer.status, answer.body]).toEqual([
      401,
      {
        type: 'https://auth0.com/api-errors#A0E-401-0001',
        status: 401,
        title: 'Invalid Token',
        detail: 'Invalid Token',
      },
    ]);
    const body = { connection: 'google-oauth2', redirect_uri: redirectUri, scopes: ['a', 'a'] };
    const invalid = await tenant.call('POST', '/me/v1/connected-accounts/connect', body, bearer());
    expect(invalid.status).toBe(400);
    expect(invalid.body.validation_errors[0]).toMatchObject({ pointer: '/scopes', source: 'body' });
  });

  test.each([
    ['a connection that is off', { connection: 'Username-Password-Authentication' }, 404],
    ['Google without openid and profile', { scopes: ['email'] }, 400],
    ['a redirect that is not a callback', { redirect_uri: 'https://evil.example/' }, 400],
    ['a key that does not exist', { scope: 'openid' }, 400],
  ])('refuses to connect %s', async (_what, change, status) => {
    const body = { connection: 'google-oauth2', redirect_uri: redirectUri, ...change };
    const answer = await tenant.call('POST', '/me/v1/connected-accounts/connect', body, bearer());
    expect(answer.status).toBe(status);
  });

  test('consent that is denied goes back with an error and is logged', async () => {
    const body = { connection: 'github', redirect_uri: redirectUri, state: 's' };
    const started = await tenant.call('POST', '/me/v1/connected-accounts/connect', body, bearer());
    const { ticket } = started.body.connect_params;
    const form = new URLSearchParams({ ticket, action: 'deny' });
    const denied = await tenant.call('POST', '/connected-accounts/connect', form);
    expect(Object.fromEntries(locationOf(denied).searchParams)).toMatchObject({
      error: 'access_denied',
      state: 's',
    });
    const [entry] = (await tenant.api('GET', '/logs?q=type:connected_accounts_connection_failed')).body;
    expect(entry.details.error).toMatchObject({ status: 403, title: 'Access Denied' });
  });

  test('connecting again overwrites the scopes under the same id', async () => {
    const before = (await tenant.call('GET', accounts, undefined, bearer())).body.accounts;
    const google = before.find((each: { connection: string }) => each.connection === 'google-oauth2');
    const body = { connection: 'google-oauth2', redirect_uri: redirectUri, scopes: ['openid', 'profile'] };
    const { auth_session, connect_params } = (
      await tenant.call('POST', '/me/v1/connected-accounts/connect', body, bearer())
    ).body;
    const allowed = await tenant.call(
      'POST',
      '/connected-accounts/connect',
      new URLSearchParams({ ticket: connect_params.ticket, action: 'accept' }),
    );
    const completed = await tenant.call(
      'POST',
      '/me/v1/connected-accounts/complete',
      {
        auth_session,
        connect_code: locationOf(allowed).searchParams.get('connect_code'),
        redirect_uri: redirectUri,
      },
      bearer(),
    );
    expect(completed.body).toMatchObject({ id: google.id, scopes: ['openid', 'profile'] });
  });
});
