import { describe, expect, test } from 'vitest';
import { openMyAccount } from '../../src/auth0/my-account.ts';
import { Secret } from '../../src/core/secret.ts';
import { failureOf, jwt, settingsFor } from './support.ts';
import { type Reply, type Seen, tinyServer } from './tiny-server.ts';

type MyAccount = ReturnType<typeof openMyAccount>;

async function withAccount<T>(
  reply: (request: Seen, count: number) => Reply,
  use: (account: MyAccount) => Promise<T>,
  token = jwt({ sub: 'auth0|ada' }),
) {
  await using server = await tinyServer(reply);
  const { credentials, ...settings } = settingsFor(server.baseUrl, { maxWaitSeconds: 0 });
  const account = openMyAccount({ ...settings, tenant: credentials.tenant }, new Secret(token));
  try {
    return { result: await use(account), seen: server.seen };
  } finally {
    await account.close();
  }
}

function problem(status: number, detail = 'd', type = 'https://auth0.com/api-errors#A0E-1'): Reply {
  return { status, json: { type, status, title: 'T', detail } };
}

const connect = (account: MyAccount) =>
  account.connect({
    connection: 'github',
    redirectUri: 'http://127.0.0.1:1/cb',
    state: 's',
    scopes: ['repo'],
    codeChallenge: 'c'.repeat(43),
  });
const complete = async (account: MyAccount) => {
  const { value } = await account.complete({
    authSession: new Secret('as'),
    connectCode: new Secret('cc'),
    redirectUri: 'r',
    codeVerifier: new Secret('cv'),
  });
  return value;
};

describe('the user’s own accounts', () => {
  test('of every page, under the token’s subject', async () => {
    const { result, seen } = await withAccount(
      (_request, count) => ({
        json: {
          accounts: [
            { id: `cac_${count}`, connection: 'github', org_id: 'org_1', created_at: '2026-01-01T00:00:00Z' },
          ],
          ...(count === 1 ? { next: 'n' } : {}),
        },
      }),
      async (account) => [account.subject, await account.listAccounts()] as const,
    );
    expect(result[0]).toBe('auth0|ada');
    expect(result[1]).toMatchObject([
      {
        id: 'cac_1',
        user_id: 'auth0|ada',
        organization_id: 'org_1',
        issued_at: '2026-01-01T00:00:00.000Z',
        source: 'connected_accounts',
      },
      { id: 'cac_2' },
    ]);
    expect(seen.map(({ path }) => path)).toEqual([
      '/me/v1/connected-accounts/accounts?take=20',
      '/me/v1/connected-accounts/accounts?take=20&from=n',
    ]);
    expect(seen[0]?.headers.authorization).toBe(`Bearer ${jwt({ sub: 'auth0|ada' })}`);
  });

  test('an opaque token has no subject', async () => {
    const { result } = await withAccount(
      () => ({}),
      async (account) => account.subject,
      'opaque',
    );
    expect(result).toBeNull();
  });

  test('a deletion', async () => {
    const { result, seen } = await withAccount(
      () => ({ status: 204, headers: { 'x-request-id': 'r' } }),
      (account) => account.deleteAccount('cac_1'),
    );
    expect(result).toEqual({ value: null, requestId: 'r' });
    expect(seen[0]).toMatchObject({ method: 'DELETE', path: '/me/v1/connected-accounts/accounts/cac_1' });
  });

  test('connecting', async () => {
    const json = {
      auth_session: 'as',
      connect_uri: 'https://t/connect',
      connect_params: { ticket: 'tk' },
      expires_in: 300,
    };
    const { result, seen } = await withAccount(() => ({ status: 201, json }), connect);
    expect(result).toMatchObject({ connectUri: 'https://t/connect', expiresIn: 300 });
    expect([result.authSession.reveal(), result.ticket.reveal()]).toEqual(['as', 'tk']);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      connection: 'github',
      redirect_uri: 'http://127.0.0.1:1/cb',
      state: 's',
      scopes: ['repo'],
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
    });
  });

  test.each([200, 201])('completing, answered %d', async (status) => {
    const { result, seen } = await withAccount(
      () => ({ status, json: { id: 'cac_9', connection: 'github', scopes: ['repo'] } }),
      complete,
    );
    expect(result).toMatchObject({ id: 'cac_9', scopes: ['repo'], user_id: 'auth0|ada' });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      auth_session: 'as',
      connect_code: 'cc',
      redirect_uri: 'r',
      code_verifier: 'cv',
    });
  });
});

describe('refusals', () => {
  const list = (account: MyAccount) => account.listAccounts();
  const remove = (account: MyAccount) => account.deleteAccount('cac_1');

  test.each<[string, (account: MyAccount) => Promise<unknown>, Reply, string, number]>([
    ['a rejected token', list, problem(401), 'access.my_account', 4],
    ['a token without the scope', remove, problem(403), 'access.my_account', 4],
    ['an unknown account', remove, problem(404), 'not_found.tokenset', 5],
    ['a bad request', list, problem(400), 'api.invalid_request', 6],
    ['a connection that is not enabled', connect, problem(404), 'refused.connect', 6],
    ['a connection that is refused', connect, problem(400), 'refused.connect', 6],
    ['an account that is taken', complete, problem(409), 'refused.conflict', 6],
    ['the rate limit', list, { ...problem(429), headers: { 'retry-after': '5' } }, 'api.rate_limit', 7],
    ['a server error', list, problem(500), 'api.server', 7],
    ['HTML', connect, { status: 404, text: '<title>x</title>' }, 'api.unexpected_response', 7],
    ['a list of the wrong shape', list, { json: { accounts: {} } }, 'api.unexpected_response', 7],
    [
      'an answer without a ticket',
      connect,
      { status: 201, json: { auth_session: 'a', connect_uri: 'u' } },
      'api.unexpected_response',
      7,
    ],
  ])('%s', async (_name, call, reply, code, exit) => {
    const { result } = await withAccount(
      () => reply,
      (account) => failureOf(call(account)),
    );
    expect(result.code).toBe(code);
    expect(result.exit).toBe(exit);
    expect(JSON.stringify(result)).not.toMatch(/"(as|cc|cv)"/);
  });

  test('the missing scope and Auth0’s words are told', async () => {
    const { result } = await withAccount(
      () => problem(403, 'Insufficient scope'),
      (account) => failureOf(remove(account)),
    );
    expect(result.details.missingScopes).toEqual(['delete:me:connected_accounts']);
    expect(result.details.cause).toBe('Insufficient scope');
  });
});
