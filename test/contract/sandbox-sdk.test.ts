import { AuthenticationClient, ManagementClient as EarlyClient } from 'auth0';
import { ManagementClient as CurrentClient } from 'auth0-current';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Driven, drive } from '../sandbox/start.ts';

/** The SDKs speak https to a domain and nothing else, so their requests are led to the sandbox here. */
const domain = 'acme.sandbox.test';
const realFetch = globalThis.fetch;
let driven: Driven;

beforeAll(() => {
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const target = url.replace(`https://${domain}`, driven.sandbox.origin);
    return realFetch(input instanceof Request ? new Request(target, input) : target, init);
  };
});
afterAll(() => {
  globalThis.fetch = realFetch;
});
beforeEach(async () => {
  driven = await drive({ baseUrl: `https://${domain}` });
});
afterEach(() => driven.sandbox.close());

describe('auth0 5.14, the last with tokensets', () => {
  test('lists and deletes tokensets with client credentials', async () => {
    const client = new EarlyClient({ domain, ...driven.sandbox.credentials });
    const before = await client.users.federatedConnectionsTokensets.list('auth0|ada');
    expect(before.map(({ connection }) => connection)).toEqual([
      'google-oauth2',
      'github',
      'sign-in-with-slack',
    ]);
    await client.users.federatedConnectionsTokensets.delete('auth0|ada', before[0]?.id ?? '');
    const after = await client.users.federatedConnectionsTokensets.list('auth0|ada');
    expect(after).toEqual(before.slice(1));
  });

  test('meets the refusals as its own errors', async () => {
    const client = new EarlyClient({ domain, token: await driven.token(['read:users']) });
    await expect(client.users.federatedConnectionsTokensets.list('auth0|ada')).rejects.toMatchObject({
      statusCode: 403,
      body: { errorCode: 'insufficient_scope' },
    });
    await expect(client.users.get('auth0|nobody')).rejects.toMatchObject({ statusCode: 404 });
  });

  test('exchanges a refresh token for the provider token', async () => {
    const minted = driven.sandbox.mintToken({ user: 'auth0|ada', app: 'Acme Web', type: 'refresh_token' });
    const client = (await driven.api('GET', `/clients/${minted.client_id}`)).body;
    const authentication = new AuthenticationClient({
      domain,
      clientId: client.client_id,
      clientSecret: client.client_secret,
    });
    // The SDK sends the secret without the client id, so the id goes along as a parameter.
    const request = { client_id: client.client_id, subject_token: minted.token, connection: 'google-oauth2' };
    const { data } = await authentication.oauth.tokenForConnection(request);
    expect(data.access_token).toMatch(/^ya29\./);
    await driven.api('PUT', '/guardian/policies', ['all-applications']);
    await expect(authentication.oauth.tokenForConnection(request)).rejects.toMatchObject({
      error: 'mfa_required',
      statusCode: 403,
    });
  });
});

describe('auth0 6, the current one', () => {
  const client = async () => new CurrentClient({ domain, token: await driven.token() });

  test('pages through connected accounts', async () => {
    const found: string[] = [];
    const page = await (await client()).users.connectedAccounts.list('auth0|ada', { take: 1 });
    for await (const account of page) found.push(account.connection);
    expect(found).toEqual(['google-oauth2', 'windowslive']);
  });

  test('switches a connection on and links applications', async () => {
    const management = await client();
    const page = await management.connections.list({ name: 'github' });
    const id = page.data[0]?.id ?? '';
    const off = await management.connections.update(id, { connected_accounts: { active: false } });
    expect(off.connected_accounts?.active).toBe(false);
    const [app] = driven.sandbox.info().applications;
    await management.connections.clients.update(id, [{ client_id: app?.client_id ?? '', status: false }]);
    const linked: string[] = [];
    for await (const each of await management.connections.clients.get(id)) linked.push(each.client_id);
    expect(linked).not.toContain(app?.client_id);
  });

  test('gives an application the grant and its users theirs', async () => {
    const management = await client();
    const mobile = driven.sandbox.info().applications.find(({ name }) => name === 'Acme Mobile');
    const audience = `https://${domain}/me/`;
    const grant = await management.clientGrants.create({
      client_id: mobile?.client_id ?? '',
      audience,
      scope: ['read:me:connected_accounts'],
      subject_type: 'user',
    });
    expect(grant).toMatchObject({ audience, subject_type: 'user' });
    const updated = await management.clients.update(mobile?.client_id ?? '', {
      grant_types: ['refresh_token'],
    });
    expect(updated.grant_types).toEqual(['refresh_token']);
    const server = await management.resourceServers.get(audience);
    expect(server.is_system).toBe(true);
    expect(await management.guardian.policies.list()).toEqual([]);
  });

  test('waits for a rate limit by its headers', async () => {
    const management = await client();
    await driven.call('POST', `${driven.sandbox.origin}/sandbox/faults`, [
      { kind: '429', path: 'users', times: 1 },
    ]);
    const user = await management.users.get('auth0|ada');
    expect(user.email).toBe('ada@example.com');
  });
});
