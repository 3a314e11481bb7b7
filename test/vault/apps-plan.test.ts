import { describe, expect, test } from 'vitest';
import type { ClientRecord } from '../../src/core/model.ts';
import { tokenVaultGrant } from '../../src/core/protocol.ts';
import { judgeEligibility } from '../../src/vault/apps/eligibility.ts';
import { type EnableRequest, planEnable } from '../../src/vault/apps/enable.ts';
import { summariseApp } from '../../src/vault/apps/summary.ts';
import { createFacts } from '../../src/vault/facts/facts.ts';
import { appCase } from '../../src/vault/rules/cases.ts';
import { aClient, aConnection } from './double/records.ts';
import { allScopes, emptyState } from './double/state.ts';
import { createTenantDouble } from './double/tenant.ts';

const plain: EnableRequest = { exchanges: [], fix: 'none', withMyAccount: false };
const id = aClient().client_id;

async function enable(
  client: ClientRecord,
  request: Partial<EnableRequest> = {},
  scopes: readonly string[] = allScopes,
) {
  const state = { ...emptyState(), scopes };
  state.clients.set(client.client_id, client);
  state.connections.set('con_google', aConnection());
  const { tenant } = createTenantDouble(state);
  const facts = createFacts(tenant);
  const asked = { ...plain, ...request };
  const run = { tenant: { ...tenant, profile: 'prod' }, mode: 'enable', now: 0 } as const;
  const subject = appCase(run, client, { exchanges: asked.exchanges });
  const planned = await planEnable(tenant, facts, client, subject, asked);
  return planned.map(({ change }) => change);
}

describe('giving the grant', () => {
  test('adds it and touches nothing else', async () => {
    expect(await enable(aClient())).toMatchObject([
      {
        resource: 'app',
        id,
        field: 'grant_types',
        before: ['authorization_code', 'refresh_token'],
        after: ['authorization_code', 'refresh_token', tokenVaultGrant],
        impact: 'additive',
        status: 'planned',
      },
    ]);
  });

  test('again changes nothing', async () => {
    const client = aClient({ grant_types: [tokenVaultGrant] });
    expect(await enable(client)).toMatchObject([{ status: 'unchanged' }]);
  });

  test.each<readonly [string, Partial<ClientRecord>, string]>([
    ['app/first-party', { is_first_party: false }, 'tv apps enable -p prod'],
    [
      'app/oidc-conformant',
      { oidc_conformant: false },
      `Run \`tv apps enable -p prod ${id} --fix app/oidc-conformant\``,
    ],
    [
      'app/confidential',
      { token_endpoint_auth_method: 'none' },
      `Run \`tv apps enable -p prod ${id} --fix app/confidential`,
    ],
    ['app/not-global', { global: true }, 'Choose an application of your own'],
  ])('is refused when %s fails, with the way out', async (rule, broken, way) => {
    await expect(enable(aClient(broken))).rejects.toMatchObject({
      code: 'refused.ineligible',
      exit: 6,
      hint: expect.stringContaining(way),
      details: { extra: { rules: [rule] } },
    });
  });

  test('names every rule that fails, and one command for all', async () => {
    const client = aClient({ oidc_conformant: false, token_endpoint_auth_method: 'none' });
    await expect(enable(client)).rejects.toMatchObject({
      message: expect.stringContaining('app/confidential and app/oidc-conformant fail'),
      hint: `Run \`tv apps enable -p prod ${id} --fix app/confidential app/oidc-conformant\` to change that`,
    });
  });

  test('is not a verdict where a scope hides what decides', async () => {
    const client = aClient({ token_endpoint_auth_method: undefined });
    const held = allScopes.filter((scope) => scope !== 'read:client_credentials');
    await expect(enable(client, {}, held)).rejects.toMatchObject({
      code: 'access.scope',
      exit: 4,
      details: { missingScopes: ['read:client_credentials'] },
    });
  });
});

describe('--fix', () => {
  test('plans what is safe, each change with whom it hurts', async () => {
    const client = aClient({
      oidc_conformant: false,
      token_endpoint_auth_method: 'none',
      grant_types: ['refresh_token'],
      refresh_token: { rotation_type: 'rotating', expiration_type: 'expiring' },
    });
    const changes = await enable(client, { exchanges: ['refresh_token'], fix: 'safe' });
    expect(changes.map(({ field, after, impact }) => [field, after, impact])).toEqual([
      ['grant_types', ['refresh_token', tokenVaultGrant, 'authorization_code'], 'additive'],
      ['token_endpoint_auth_method', 'client_secret_post', 'security'],
      ['oidc_conformant', true, 'breaking'],
      ['refresh_token.rotation_type', 'non-rotating', 'breaking'],
    ]);
  });

  test.each<readonly [string, Partial<ClientRecord>]>([
    ['a browser application made confidential', { app_type: 'spa', token_endpoint_auth_method: 'none' }],
    ['a native application made confidential', { app_type: 'native', token_endpoint_auth_method: 'none' }],
    ['a third-party application made first-party', { is_first_party: false }],
  ])('never plans %s by itself, and explains it', async (_, broken) => {
    await expect(enable(aClient(broken), { fix: 'safe' })).rejects.toMatchObject({
      code: 'refused.ineligible',
      hint: expect.stringMatching(
        /^(An|Making) .*; where it is right all the same, `tv apps enable -p prod .* --fix app\/.*` changes it$/,
      ),
    });
  });

  test('does it when it is named', async () => {
    const client = aClient({ app_type: 'spa', token_endpoint_auth_method: 'none' });
    const changes = await enable(client, { fix: ['app/confidential'] });
    expect(changes.map(({ field }) => field)).toEqual(['grant_types', 'token_endpoint_auth_method']);
  });

  test('with names touches nothing else', async () => {
    const client = aClient({ oidc_conformant: false, token_endpoint_auth_method: 'none' });
    await expect(enable(client, { fix: ['app/confidential'] })).rejects.toMatchObject({
      details: { extra: { rules: ['app/oidc-conformant'] } },
    });
  });
});

describe('the exchange', () => {
  test('of access tokens needs an API client, which no change makes', async () => {
    await expect(enable(aClient(), { exchanges: ['access_token'], fix: 'safe' })).rejects.toMatchObject({
      hint: expect.stringContaining('tv apps create-api-client'),
    });
  });
});

describe('--with-my-account', () => {
  test('adds API, grant and policy where they are missing', async () => {
    const changes = await enable(aClient(), { withMyAccount: true });
    expect(changes.map(({ resource, field, before }) => [resource, field, before])).toEqual([
      ['app', 'grant_types', ['authorization_code', 'refresh_token']],
      ['resource_server', 'identifier', null],
      ['client_grant', 'scope', null],
      ['app', 'refresh_token.policies', null],
    ]);
    expect(changes.at(-1)?.warning).toContain('log in again');
  });

  test('is not planned blindly', async () => {
    const held = allScopes.filter((scope) => scope !== 'read:client_grants');
    await expect(enable(aClient(), { withMyAccount: true }, held)).rejects.toMatchObject({
      code: 'access.scope',
      details: { missingScopes: ['read:client_grants'] },
    });
  });
});

describe('eligibility', () => {
  test.each<readonly [string, Partial<ClientRecord>, readonly string[], boolean | null]>([
    ['all four hold', {}, allScopes, true],
    ['one fails', { oidc_conformant: false }, allScopes, false],
    ['one cannot be told', { token_endpoint_auth_method: undefined }, ['read:clients'], null],
    [
      'one fails and one cannot be told',
      { token_endpoint_auth_method: undefined, is_first_party: false },
      ['read:clients'],
      false,
    ],
  ])('when %s', async (_, overrides, scopes, eligible) => {
    const client = aClient(overrides);
    const state = { ...emptyState(), scopes };
    state.clients.set(client.client_id, client);
    const { tenant } = createTenantDouble(state);
    const subject = appCase({ tenant, mode: 'check', now: 0 }, client);
    expect(await judgeEligibility(createFacts(tenant), subject)).toBe(eligible);
  });
});

test('an application is summarised without anything secret', () => {
  expect(summariseApp(aClient({ grant_types: [tokenVaultGrant] }), true)).toEqual({
    client_id: id,
    name: 'Acme Web',
    app_type: 'regular_web',
    auth_method: 'client_secret_post',
    is_first_party: true,
    oidc_conformant: true,
    grant_types: [tokenVaultGrant],
    rotation: 'non-rotating',
    token_vault: { enabled: true },
    eligible: true,
  });
});
