import { describe, expect, test } from 'vitest';
import type { Reply } from '../auth0/tiny-server.ts';
import { openOddTenant, type Routes } from './odd-tenant.ts';
import { lastError } from './tv.ts';

const tokensetsRoute = 'GET /api/v2/users/*/federated-connections-tokensets';
const accountsRoute = 'GET /api/v2/users/*/connected-accounts';
const deletionRoute = 'DELETE /api/v2/users/*/federated-connections-tokensets/*';
const routes: Routes = {
  [tokensetsRoute]: { json: [{ id: 't1', connection: 'google-oauth2', scope: 'openid' }] },
  [accountsRoute]: { json: { connected_accounts: [{ id: 'cac_1', connection: 'github' }] } },
  [deletionRoute]: { status: 204 },
};
const deletion = ['tokensets', 'delete', '--user', 'auth0|ada', '--json', '--yes'];
const reading = 'read:users read:federated_connections_tokens';

function closed(scope: string): Reply {
  const message = `Insufficient scope, expected any of: ${scope}`;
  return {
    status: 403,
    json: { statusCode: 403, error: 'Forbidden', message, errorCode: 'insufficient_scope' },
  };
}

describe('a token that may not delete', () => {
  test('is refused before anything is sent, and after what is named was found', async () => {
    const tenant = await openOddTenant(routes, { claims: { scope: reading } });
    const known = await tenant.run([...deletion, 't1']);
    expect(known).toMatchObject({ exit: 4, stdout: '' });
    expect(lastError(known.stderr)).toMatchObject({
      code: 'access.scope',
      missing_scopes: ['delete:federated_connections_tokens'],
    });
    expect(await tenant.run([...deletion, 'nope'])).toMatchObject({ exit: 5, stdout: '' });
    expect(await tenant.run([...deletion, 't1'], { env: { TV_READ_ONLY: '1' } })).toMatchObject({ exit: 4 });
    expect(tenant.asked().filter((line) => line.startsWith('DELETE'))).toEqual([]);
  });

  test('plans nothing with --dry-run', async () => {
    const tenant = await openOddTenant(routes, { claims: null, answer: { scope: reading } });
    const plan = await tenant.run([...deletion, 't1', '--dry-run']);
    expect(plan.exit).toBe(0);
    expect(JSON.parse(plan.stdout)).toMatchObject([
      { id: 't1', deleted: false, planned: false, error: { code: 'access.scope' } },
    ]);
  });
});

test.each([
  ['the name of the API', { claims: { scope: `${reading} delete:federated_connections_tokens` } }],
  [
    'the name of the early-access page',
    { claims: { scope: `${reading} update:federated_connections_tokensets` } },
  ],
  ['a token without a scope claim', { claims: { sub: 'odd-client@clients' } }],
  ['an opaque token', { claims: null }],
  ['an opaque token and a lifetime in text', { claims: null, answer: { expires_in: '86400' } }],
])('deletes with %s', async (_, token) => {
  const tenant = await openOddTenant(routes, token);
  const run = await tenant.run([...deletion, 't1']);
  expect(run.exit).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject([{ id: 't1', deleted: true }]);
});

describe('an id that may be in a source the token cannot read', () => {
  test('is not said to be missing', async () => {
    const tenant = await openOddTenant({
      ...routes,
      [tokensetsRoute]: closed('read:federated_connections_tokens'),
    });
    for (const args of [
      [...deletion, 't1'],
      [...deletion, 't1', '--ignore-not-found'],
      ['tokensets', 'show', 't1', '--user', 'auth0|ada', '--json'],
    ]) {
      const run = await tenant.run(args);
      expect(run).toMatchObject({ exit: 4, stdout: '' });
      expect(lastError(run.stderr)).toMatchObject({
        code: 'access.scope',
        missing_scopes: ['read:federated_connections_tokens'],
      });
    }
  });

  test('is missing when the other source would hold it', async () => {
    const tenant = await openOddTenant({ ...routes, [accountsRoute]: closed('read:users') });
    expect((await tenant.run([...deletion, 'gone'])).exit).toBe(5);
    expect(await tenant.run([...deletion, 'gone', '--ignore-not-found'])).toMatchObject({
      exit: 0,
      stdout: '[]\n',
    });
  });
});

test('delete --all wants to see every source, also with a filter beside it', async () => {
  const tenant = await openOddTenant({ ...routes, [accountsRoute]: closed('read:users') });
  for (const filter of [[], ['--connection', 'google-oauth2']]) {
    const run = await tenant.run([...deletion, '--all', ...filter]);
    expect(run).toMatchObject({ exit: 4, stdout: '' });
    expect(lastError(run.stderr)).toMatchObject({ missing_scopes: ['read:users'] });
  }
  expect(tenant.asked().filter((line) => line.startsWith('DELETE'))).toEqual([]);
  const filtered = await tenant.run([...deletion, '--connection', 'google-oauth2']);
  expect(filtered.exit).toBe(0);
  expect(filtered.stderr).toContain('tokensets.source_left_out');
});

test('a route that answers 410 is gone', async () => {
  const tenant = await openOddTenant({ ...routes, [tokensetsRoute]: { status: 410, json: {} } });
  const run = await tenant.run(['tokensets', 'list', '--user', 'auth0|ada', '--json', '--fields', 'id']);
  expect(run).toMatchObject({ exit: 0, stderr: '' });
  expect(JSON.parse(run.stdout)).toEqual([{ id: 'cac_1' }]);
});
