import { describe, expect, test } from 'vitest';
import { generationNames, scenarioNames } from '../../src/sandbox/index.ts';
import { type Driven, drive } from './start.ts';

type Row = Record<string, unknown> & { name: string };

async function rows(driven: Driven, path: string): Promise<Row[]> {
  return (await driven.api('GET', path)).body;
}

function named(all: readonly Row[], name: string): Row {
  const found = all.find((each) => each.name === name);
  if (found === undefined) throw new Error(`nothing is named ${name}`);
  return found;
}

/** Top-level keys in which two rows differ, leaving out what names them. */
function differences(left: Row, right: Row): string[] {
  const own = new Set(['client_id', 'name', 'client_secret', 'id', 'realms', 'callbacks']);
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((key) => !own.has(key) && JSON.stringify(left[key]) !== JSON.stringify(right[key]))
    .sort();
}

describe.each(scenarioNames)('the scenario %s', (scenario) => {
  test.each(generationNames)('of generation %s can be seeded and read', async (generation) => {
    const driven = await drive({ scenario, generation, users: 3 });
    const info = driven.sandbox.info();
    expect(info).toMatchObject({ scenario, generation, client_id: driven.sandbox.credentials.clientId });
    expect(info.applications.map(({ name }) => name)).toContain('tv sandbox administrator');
    expect(info.connections).toContain('Username-Password-Authentication');
    const ada = info.users.some(
      ({ user_id: id, email }) => id === 'auth0|ada' && email === 'ada@example.com',
    );
    expect(ada).toBe(scenario !== 'empty' && scenario !== 'fleet');
    expect(info.users_total).toBe(
      scenario === 'fleet' ? 3 : scenario === 'empty' ? 0 : scenario === 'broken' ? 9 : 8,
    );
    await driven.sandbox.close();
  });
});

test('everybody knows Ada, with records of both generations', async () => {
  for (const scenario of ['ready', 'half-configured', 'broken'] as const) {
    const driven = await drive({ scenario });
    const tokensets = (await driven.api('GET', '/users/auth0%7Cada/federated-connections-tokensets')).body;
    const accounts = (await driven.api('GET', '/users/auth0%7Cada/connected-accounts')).body
      .connected_accounts;
    expect([tokensets.length, accounts.length]).toEqual([3, 2]);
    await driven.sandbox.close();
  }
});

test('half-configured has Google on and little else', async () => {
  const driven = await drive({ scenario: 'half-configured' });
  const on = (await rows(driven, '/connections')).filter(
    (each) => (each.connected_accounts as { active: boolean }).active,
  );
  expect(on.map(({ name }) => name)).toEqual(['google-oauth2']);
  expect(await rows(driven, '/client-grants?subject_type=user')).toEqual([]);
  await driven.sandbox.close();
});

describe('broken', () => {
  test('has one application for each rule, which differs in nothing else', async () => {
    const driven = await drive({ scenario: 'broken' });
    const clients = await rows(driven, '/clients');
    const web = named(clients, 'Acme Web');
    const faults = {
      'Acme Third-Party': ['is_first_party'],
      'Acme Public': ['token_endpoint_auth_method'],
      'Acme Legacy': ['oidc_conformant'],
      'Acme Restricted': ['third_party_security_mode'],
      'Acme Ungranted': ['grant_types'],
      'Acme Refreshless': ['grant_types'],
      'Acme Rotating': ['refresh_token'],
      'Acme Unlinked': [],
      'Acme Grantless': [],
      'Acme Policyless': ['refresh_token'],
    };
    for (const [name, keys] of Object.entries(faults)) {
      expect([name, differences(web, named(clients, name))]).toEqual([name, keys]);
    }
    const assistant = named(clients, 'Acme Assistant API');
    expect(differences(assistant, named(clients, 'Acme Orphan API'))).toEqual(['resource_server_identifier']);
    const worker = named(clients, 'Acme Nightly Worker');
    expect(differences(worker, named(clients, 'Acme Careless Worker'))).toEqual([
      'token_vault_privileged_access',
    ]);
    await driven.sandbox.close();
  });

  test('links and grants every application but the ones named after that', async () => {
    const driven = await drive({ scenario: 'broken' });
    const clients = await rows(driven, '/clients');
    const granted = (await rows(driven, '/client-grants?subject_type=user')).map((each) => each.client_id);
    const google = named(await rows(driven, '/connections?name=google-oauth2'), 'google-oauth2');
    const linked = (await driven.api('GET', `/connections/${google.id}/clients`)).body.clients.map(
      (each: { client_id: string }) => each.client_id,
    );
    const loginApps = clients.filter(
      ({ name, app_type: type }) => type === 'regular_web' && name !== 'Partner Portal',
    );
    const ungranted = loginApps.filter(({ client_id: id }) => !granted.includes(id)).map(({ name }) => name);
    const unlinked = loginApps.filter(({ client_id: id }) => !linked.includes(id)).map(({ name }) => name);
    expect([ungranted, unlinked]).toEqual([['Acme Grantless'], ['Acme Unlinked']]);
    await driven.sandbox.close();
  });

  test('has one connection for each rule, and the tenant at fault', async () => {
    const driven = await drive({ scenario: 'broken' });
    const connections = await rows(driven, '/connections');
    const options = (name: string) => named(connections, name).options as Record<string, unknown>;
    const on = connections.filter((each) => (each.connected_accounts as { active: boolean }).active);
    expect(on.map(({ name }) => name)).not.toContain('github');
    expect(options('google-online-only').offline_access).toBe(false);
    expect(options('github-developer-keys').client_id).toBe('');
    expect(options('acme-crm').connected_accounts).toEqual({ active: true });
    expect(options('windowslive').federated_connections_access_tokens).toEqual({ active: true });
    expect(Object.keys(options('google-conflict').upstream_params as object)).toEqual([
      'prompt',
      'approval_prompt',
    ]);
    expect(named(connections, 'acme-saml')).toMatchObject({
      strategy: 'samlp',
      connected_accounts: { active: true },
    });
    expect((await driven.api('GET', '/guardian/policies')).body).toEqual(['all-applications']);
    const myAccount = encodeURIComponent(`${driven.sandbox.baseUrl}/me/`);
    expect((await driven.api('GET', `/resource-servers/${myAccount}`)).status).toBe(404);
    await driven.sandbox.close();
  });

  test('has people in trouble: never connected, scopes lost, failures in the log', async () => {
    const driven = await drive({ scenario: 'broken' });
    const bob = (await driven.api('GET', '/users/auth0%7Cbob')).body;
    expect(bob.identities.map((each: { connection: string }) => each.connection)).toContain('google-oauth2');
    expect(
      (await driven.api('GET', '/users/auth0%7Cbob/connected-accounts')).body.connected_accounts,
    ).toEqual([]);
    const [radia] = (await driven.api('GET', '/users/auth0%7Cradia/connected-accounts')).body
      .connected_accounts;
    expect(radia.scopes).toEqual(['openid', 'profile']);
    const before = (await driven.api('GET', '/users/auth0%7Cradia/logs?sort=date:1')).body;
    expect(
      before.some((entry: { details: { scope?: string } }) => entry.details.scope?.includes('calendar')),
    ).toBe(true);
    expect((await driven.api('GET', '/logs?q=type:feta')).body).toHaveLength(4);
    await driven.sandbox.close();
  });
});
