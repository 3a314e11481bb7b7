import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { planDisable, planUnlink } from '../../src/vault/connections/disable.ts';
import { type EnableRequest, planEnable } from '../../src/vault/connections/enable.ts';
import { listConnections } from '../../src/vault/connections/list.ts';
import { summariseListed, summariseRead } from '../../src/vault/connections/summary.ts';
import type { Switch } from '../../src/vault/connections/switches.ts';
import type { Generation } from '../../src/vault/facts/generation.ts';
import { aClient, aConnection } from './double/records.ts';
import { allScopes, emptyState } from './double/state.ts';
import { createTenantDouble } from './double/tenant.ts';

const early = 'federated_connections_access_tokens';
const earlyField = `options.${early}.active`;
const web = aClient();
const nothing: EnableRequest = { via: undefined, login: undefined, offlineAccess: false, apps: [] };
const bothScopes = ['read:connections_options', 'update:connections_options'];

/** As an early-access tenant keeps it. */
function old(options: JsonObject): ReturnType<typeof aConnection> {
  const { authentication: _, connected_accounts: __, ...rest } = aConnection({ options });
  return rest as ReturnType<typeof aConnection>;
}

function tenantOf(stored: ReturnType<typeof aConnection>, scopes: readonly string[] | undefined = allScopes) {
  const state = { ...emptyState(), scopes };
  state.connections.set(stored.id, stored);
  return createTenantDouble(state);
}

async function enable(
  stored: ReturnType<typeof aConnection>,
  request: Partial<EnableRequest> = {},
  generation: Generation = 'connected_accounts',
  scopes?: readonly string[],
) {
  const { tenant } = tenantOf(stored, scopes);
  const planned = await planEnable(tenant, await tenant.connections.load(stored.id), generation, {
    ...nothing,
    ...request,
  });
  return planned.map(({ change }) => change);
}

async function disable(
  stored: ReturnType<typeof aConnection>,
  via: Switch | 'auto' | 'all',
  generation: Generation = 'connected_accounts',
  scopes?: readonly string[],
  answers = false,
) {
  const { tenant } = tenantOf(stored, scopes);
  const earlyAccess = async (): Promise<boolean> => answers;
  const connection = await tenant.connections.load(stored.id);
  const planned = await planDisable(tenant, connection, { generation, via, earlyAccess });
  return planned.map(({ change }) => [change.field, change.before, change.after]);
}

describe('enabling', () => {
  test('takes the switch of the generation', async () => {
    expect(await enable(aConnection())).toMatchObject([
      { field: 'connected_accounts.active', before: false, after: true, impact: 'additive', warning: null },
    ]);
    expect(await enable(old({ client_id: 'x' }), {}, 'tokensets')).toMatchObject([
      { field: earlyField, before: false, after: true, impact: 'breaking' },
    ]);
  });

  test('leaves alone what is on by either switch, unless one is named', async () => {
    const on = aConnection({ options: { client_id: 'x', [early]: { active: true } } });
    expect(await enable(on)).toMatchObject([{ field: earlyField, status: 'unchanged' }]);
    expect(await enable(on, { via: 'connected_accounts' })).toMatchObject([
      { field: 'connected_accounts.active', status: 'planned' },
    ]);
  });

  test('offers the connection for signing in, or stops that, as a change of login', async () => {
    const [, login] = await enable(aConnection(), { login: false });
    expect(login).toMatchObject({
      field: 'authentication.active',
      before: true,
      after: false,
      impact: 'login',
    });
    await expect(enable(old({ client_id: 'x' }), { login: false }, 'tokensets')).rejects.toMatchObject({
      code: 'refused.feature',
    });
  });

  test('links applications and says what that means for their login', async () => {
    const [, link] = await enable(aConnection(), { apps: [web] });
    expect(link).toMatchObject({
      resource: 'connection_clients',
      field: `clients.${web.client_id}`,
      before: false,
      after: true,
      impact: 'login',
      warning: expect.stringContaining('`Acme Web`'),
    });
    const [, quiet] = await enable(aConnection({ authentication: { active: false } }), { apps: [web] });
    expect(quiet).toMatchObject({ impact: 'additive', warning: null });
  });

  test.each([
    ['google-oauth2', { offline_access: false }, 'options.offline_access', false, true],
    ['windowslive', {}, 'options.offline_access', false, true],
    ['oidc', { scope: 'openid' }, 'options.scope', 'openid', 'openid offline_access'],
    ['oauth2', { scope: 'a,b' }, 'options.scope', 'a,b', 'a,b,offline_access'],
    ['waad', { scope: ['openid'] }, 'options.scope', ['openid'], ['openid', 'offline_access']],
    [
      'salesforce',
      { scope: ['api', 'refresh_token'] },
      'options.scope',
      ['api', 'refresh_token'],
      ['api', 'refresh_token', 'offline_access'],
    ],
  ] as const)(
    'asks %s for refresh tokens where that is a setting',
    async (strategy, options, field, before, after) => {
      const stored = aConnection({ strategy, name: 'it', options: { client_id: 'x', ...options } });
      const [, offline] = await enable(stored, { offlineAccess: true });
      expect(offline).toMatchObject({ field, before, after, impact: 'additive' });
    },
  );

  test.each([
    ['github', 'github', 'GitHub App'],
    ['oauth2', 'sign-in-with-slack', 'token rotation'],
    ['dropbox', 'dropbox', 'dashboard'],
  ])('refuses offline access for %s (%s) with the reason', async (strategy, name, says) => {
    await expect(enable(aConnection({ strategy, name }), { offlineAccess: true })).rejects.toMatchObject({
      code: 'refused.unsupported',
      details: { cause: expect.stringContaining(says) },
    });
  });

  test('refuses a strategy that has no provider tokens', async () => {
    await expect(enable(aConnection({ strategy: 'samlp' }))).rejects.toMatchObject({
      code: 'refused.unsupported',
      exit: 6,
    });
  });

  test.each(bothScopes)('refuses to touch options without %s, naming it', async (scope) => {
    const held = allScopes.filter((other) => other !== scope);
    for (const request of [{ via: early }, { offlineAccess: true }] as const) {
      await expect(enable(aConnection(), request, 'connected_accounts', held)).rejects.toMatchObject({
        code: 'access.scope',
        exit: 4,
        details: { missingScopes: [scope] },
      });
    }
  });

  test('refuses options that are hidden for another reason, or empty', async () => {
    for (const options of [null, {}]) {
      await expect(enable(aConnection({ options }), { via: early })).rejects.toMatchObject({
        code: 'refused.hidden_options',
        exit: 6,
      });
    }
  });

  test('judges missing scopes before an unsupported strategy', async () => {
    const held = allScopes.filter((scope) => !bothScopes.includes(scope));
    await expect(
      enable(aConnection({ strategy: 'samlp' }), { via: early }, 'connected_accounts', held),
    ).rejects.toMatchObject({ exit: 4 });
  });
});

describe('disabling', () => {
  const both = aConnection({
    connected_accounts: { active: true },
    options: { client_id: 'x', [early]: { active: true } },
  });
  const blind = allScopes.filter((scope) => !bothScopes.includes(scope));

  test('takes every switch that is on', async () => {
    expect(await disable(both, 'auto')).toEqual([
      ['connected_accounts.active', true, false],
      [earlyField, true, false],
    ]);
    expect(await disable(aConnection({ connected_accounts: { active: true } }), 'auto')).toEqual([
      ['connected_accounts.active', true, false],
    ]);
  });

  test('takes one that is named, and both with `all`', async () => {
    expect(await disable(both, early)).toEqual([[earlyField, true, false]]);
    expect(await disable(aConnection(), 'all')).toEqual([
      ['connected_accounts.active', false, false],
      [earlyField, false, false],
    ]);
  });

  test('of what is off changes nothing', async () => {
    expect(await disable(aConnection(), 'auto')).toEqual([['connected_accounts.active', false, false]]);
  });

  test('passes over a hidden early-access switch on a current tenant, not where it is the only one', async () => {
    expect(await disable(both, 'auto', 'connected_accounts', blind)).toEqual([
      ['connected_accounts.active', true, false],
    ]);
    await expect(disable(old({ client_id: 'x' }), 'auto', 'tokensets', blind)).rejects.toMatchObject({
      code: 'access.scope',
    });
    await expect(disable(both, 'all', 'connected_accounts', blind)).rejects.toMatchObject({
      code: 'access.scope',
    });
  });

  test('does not call off what may be on in hidden options of a tenant of both generations', async () => {
    const off = aConnection();
    expect(await disable(off, 'auto', 'connected_accounts', blind)).toEqual([
      ['connected_accounts.active', false, false],
    ]);
    await expect(disable(off, 'auto', 'connected_accounts', blind, true)).rejects.toMatchObject({
      code: 'access.scope',
      details: { missingScopes: expect.arrayContaining(['read:connections_options']) },
    });
    expect(await disable(both, 'auto', 'connected_accounts', blind, true)).toEqual([
      ['connected_accounts.active', true, false],
    ]);
  });

  test('with applications only unlinks', async () => {
    const double = tenantOf(aConnection());
    double.state.links.set('con_google', new Set([web.client_id]));
    const connection = await double.tenant.connections.load('con_google');
    const other = aClient({ client_id: 'other', name: 'Other' });
    const planned = await planUnlink(double.tenant, connection, [web, other]);
    expect(planned.map(({ change }) => [change.name, change.status, change.before, change.impact])).toEqual([
      ['google-oauth2', 'planned', true, 'login'],
      ['google-oauth2', 'unchanged', false, 'login'],
    ]);
  });
});

describe('listing', () => {
  test('never asks for options on a current tenant', async () => {
    const double = tenantOf(aConnection());
    const { connections, generation } = await listConnections(double.tenant, undefined);
    expect(generation).toBe('connected_accounts');
    expect(connections[0]?.options).toBeUndefined();
    expect(double.gate.reads).toEqual(['connections.list']);
  });

  test('asks for them where the early-access switch is the tenant’s', async () => {
    const double = tenantOf(old({ client_id: 'x', [early]: { active: true } }));
    const { connections, generation } = await listConnections(double.tenant, undefined);
    expect(generation).toBe('tokensets');
    expect(connections.map((connection) => summariseListed(connection, generation).token_vault)).toEqual([
      { enabled: true, via: [early] },
    ]);
  });

  test('does not guess what hidden options hold', async () => {
    const blind = allScopes.filter((scope) => scope !== 'read:connections_options');
    const double = tenantOf(old({ client_id: 'x', [early]: { active: true } }), blind);
    const { connections, generation } = await listConnections(double.tenant, undefined);
    expect(
      connections.map((connection) => summariseListed(connection, generation).token_vault.enabled),
    ).toEqual([null]);
    expect(double.gate.reads).toEqual(['connections.list']);
  });

  test('of one strategy looks at the others for the generation', async () => {
    const double = tenantOf(old({ client_id: 'x' }));
    double.state.connections.set('con_2', aConnection({ id: 'con_2', name: 'github', strategy: 'github' }));
    const { connections, generation } = await listConnections(double.tenant, 'google-oauth2');
    expect([connections.length, generation]).toEqual([1, 'connected_accounts']);
  });

  test('of one connection fills scopes, offline access and applications', async () => {
    const { tenant } = tenantOf(aConnection({ options: { client_id: 'x', scope: ['a', 'b'] } }));
    const read = await tenant.connections.load('con_google');
    expect(summariseRead(read, 'connected_accounts', { apps: ['app'], hiddenSwitch: false })).toEqual({
      id: 'con_google',
      name: 'google-oauth2',
      strategy: 'google-oauth2',
      support: 'supported',
      token_vault: { enabled: false, via: [] },
      login: true,
      offline_access: false,
      scopes: ['a', 'b'],
      apps: ['app'],
    });
  });
});
