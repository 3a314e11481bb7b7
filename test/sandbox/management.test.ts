import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Driven, drive } from './start.ts';

let driven: Driven;
beforeAll(async () => {
  driven = await drive({ scenario: 'ready' });
});
afterAll(() => driven.sandbox.close());

const unknownUser = {
  statusCode: 404,
  error: 'Not Found',
  message: 'The user does not exist.',
  errorCode: 'inexistent_user',
};

describe('tokens and scopes', () => {
  test('a call without a token is refused', async () => {
    const answer = await driven.call('GET', '/api/v2/connections');
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ statusCode: 401, error: 'Unauthorized' });
  });

  test('a changed token has no valid signature', async () => {
    const token = await driven.token();
    const answer = await driven.api('GET', '/connections', undefined, `${token.slice(0, -8)}AAAAAAAA`);
    expect(answer.status).toBe(401);
    expect(answer.body.message).toBe('Invalid signature received for JSON Web Token validation.');
  });

  test('a missing scope is named in the body', async () => {
    const answer = await driven.api('GET', '/users', undefined, await driven.token(['read:clients']));
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual({
      statusCode: 403,
      error: 'Forbidden',
      message: 'Insufficient scope, expected any of: read:users,read:user_idp_tokens',
      errorCode: 'insufficient_scope',
    });
  });

  test('a wrong secret is refused as Auth0 does', async () => {
    const answer = await driven.call('POST', '/oauth/token', {
      grant_type: 'client_credentials',
      client_id: driven.sandbox.credentials.clientId,
      client_secret: 'wrong',
      audience: `${driven.sandbox.baseUrl}/api/v2/`,
    });
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({ error: 'access_denied', error_description: 'Unauthorized' });
  });

  test('the control surface sets what the next tokens hold', async () => {
    const fresh = await drive();
    const clientId = fresh.sandbox.credentials.clientId;
    await fresh.call('POST', '/sandbox/scopes', { client_id: clientId, scopes: ['read:users'] });
    const claims = JSON.parse(Buffer.from((await fresh.token()).split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({
      iss: `${fresh.sandbox.baseUrl}/`,
      sub: `${clientId}@clients`,
      aud: `${fresh.sandbox.baseUrl}/api/v2/`,
      gty: 'client-credentials',
      scope: 'read:users',
    });
    await fresh.sandbox.close();
  });
});

describe('the vault of a user', () => {
  test('tokensets and connected accounts are listed without what they hide', async () => {
    const tokensets = await driven.api('GET', '/users/auth0%7Cada/federated-connections-tokensets');
    expect(tokensets.body).toHaveLength(3);
    expect(Object.keys(tokensets.body[0])).toEqual([
      'id',
      'connection',
      'scope',
      'issued_at',
      'expires_at',
      'last_used_at',
    ]);
    const accounts = await driven.api('GET', '/users/auth0%7Cada/connected-accounts?take=1');
    expect(accounts.body.connected_accounts).toHaveLength(1);
    const rest = await driven.api('GET', `/users/auth0%7Cada/connected-accounts?from=${accounts.body.next}`);
    expect(rest.body.connected_accounts).toHaveLength(1);
    expect(rest.body).not.toHaveProperty('next');
  });

  test('unknown users are 404 on both routes', async () => {
    for (const route of ['federated-connections-tokensets', 'connected-accounts']) {
      const answer = await driven.api('GET', `/users/auth0%7Cnobody/${route}`);
      expect([answer.status, answer.body]).toEqual([404, unknownUser]);
    }
  });

  test('a user id with every odd character is found', async () => {
    const id = encodeURIComponent('waad|K9/x+Zürich 7=~%41');
    const answer = await driven.api('GET', `/users/${id}/connected-accounts`);
    expect(answer.body.connected_accounts).toHaveLength(1);
  });

  test('a tokenset is deleted once', async () => {
    const fresh = await drive();
    const path = '/users/auth0%7Cada/federated-connections-tokensets';
    const [first] = (await fresh.api('GET', path)).body;
    const deleted = await fresh.api('DELETE', `${path}/${first.id}`);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expect((await fresh.api('GET', path)).body).toHaveLength(2);
    expect((await fresh.api('DELETE', `${path}/${first.id}`)).status).toBe(404);
    await fresh.sandbox.close();
  });

  test('the routes of a generation that is off do not exist', async () => {
    const early = await drive({ generation: 'tokensets' });
    const gone = await early.api('GET', '/users/auth0%7Cada/connected-accounts');
    expect([gone.status, gone.body]).toEqual([
      404,
      { statusCode: 404, error: 'Not Found', message: 'Not Found' },
    ]);
    const [connection] = (await early.api('GET', '/connections')).body;
    expect(connection).not.toHaveProperty('connected_accounts');
    expect(connection).not.toHaveProperty('authentication');
    expect(connection.options.federated_connections_access_tokens).toEqual({ active: true });
    await early.sandbox.close();
  });
});
