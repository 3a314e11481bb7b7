import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/model.ts';
import { filtered, lastError, openDesk } from './tv.ts';
import { received, storedClient, withoutScopes } from './vault-desk.ts';

const keys = [
  'client_id',
  'name',
  'app_type',
  'auth_method',
  'is_first_party',
  'oidc_conformant',
  'grant_types',
  'rotation',
  'token_vault',
  'eligible',
];

interface Row {
  readonly client_id: string;
  readonly name: string;
  readonly eligible: boolean | null;
  readonly token_vault: { readonly enabled: boolean };
}

interface Checked {
  readonly name: string;
  readonly eligible: boolean | null;
  readonly findings: readonly Finding[];
}

/** Rules that fail, as `application rule`. */
function failures(data: unknown): readonly string[] {
  return (data as readonly Checked[]).flatMap(({ name, findings }) =>
    findings.filter(({ status }) => status === 'fail').map(({ id }) => `${name} ${id}`),
  );
}

describe('tv apps list', () => {
  it('warns with --enabled where the grants are hidden', async () => {
    const desk = await openDesk();
    await withoutScopes(desk, 'read:clients', 'read:client_keys', 'read:client_credentials');
    const { exit, data, stderr } = await desk.json(['apps', 'list', '--enabled']);
    expect({ exit, data }).toEqual({ exit: 0, data: [] });
    expect(stderr).toContain('"apps.hidden_grants"');
  });

  it('prints every key, without the global client and without a secret', async () => {
    const desk = await openDesk();
    const { exit, data, stderr } = await desk.json(['apps', 'list']);
    const rows = data as readonly Row[];
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    for (const row of rows) expect(Object.keys(row)).toEqual(keys);
    expect(rows.map(({ name, token_vault: vault, eligible }) => [name, vault.enabled, eligible])).toEqual([
      ['Acme Assistant API', true, true],
      ['Acme Dashboard', false, false],
      ['Acme Mobile', false, false],
      ['Acme Nightly Worker', true, true],
      ['Acme Web', true, true],
      ['Partner Portal', false, false],
      ['tv sandbox administrator', false, true],
    ]);
    expect((await received(desk)).map(({ path }) => path)).toEqual(['/api/v2/clients']);
  });

  it('filters', async () => {
    const desk = await openDesk();
    const names = async (...args: readonly string[]): Promise<readonly string[]> =>
      ((await desk.json(['apps', 'list', ...args])).data as readonly Row[]).map(({ name }) => name);
    expect(await names('--enabled')).toEqual(['Acme Assistant API', 'Acme Nightly Worker', 'Acme Web']);
    expect(await names('--ineligible')).toEqual(['Acme Dashboard', 'Acme Mobile', 'Partner Portal']);
    expect(await names('--eligible', '--type', 'regular_web')).toEqual(['Acme Web']);
    expect((await desk.run(['apps', 'list', '--eligible', '--enabled'])).exit).toBe(2);
  });

  it('gives no verdict on what a scope hides', async () => {
    const desk = await openDesk();
    await withoutScopes(desk, 'read:client_credentials', 'read:client_keys');
    const { data } = await desk.json(['apps', 'list']);
    const web = await storedClient(desk, 'Acme Web');
    await desk.control('PUT', '/state', {
      clients: { [String(web.client_id)]: { ...web, token_endpoint_auth_method: null } },
    });
    expect((data as readonly Row[]).find(({ name }) => name === 'Acme Web')?.eligible).toBe(true);
    const hidden = await desk.json(['apps', 'list']);
    expect((hidden.data as readonly Row[]).find(({ name }) => name === 'Acme Web')?.eligible).toBeNull();
  });
});

describe('tv apps show', () => {
  it('shows one application by name or id', async () => {
    const desk = await openDesk();
    const byName = await desk.json(['apps', 'show', 'Acme Web']);
    expect(byName).toMatchObject({ exit: 0, data: { rotation: 'non-rotating', eligible: true } });
    const byId = await desk.json(['apps', 'show', (byName.data as Row).client_id]);
    expect(byId.data).toEqual(byName.data);
    const { stdout } = await desk.run(['apps', 'show', 'Acme Dashboard']);
    expect(filtered(stdout)).toMatchSnapshot();
  });

  it('asks for an id where two applications have one name', async () => {
    const desk = await openDesk();
    const mobile = await storedClient(desk, 'Acme Mobile');
    await desk.control('PUT', '/state', {
      clients: { [String(mobile.client_id)]: { ...mobile, name: 'Acme Web' } },
    });
    const { exit, stderr } = await desk.json(['apps', 'show', 'Acme Web']);
    expect(exit).toBe(2);
    expect(lastError(stderr)).toMatchObject({
      code: 'usage.ambiguous',
      client_ids: expect.arrayContaining([mobile.client_id]),
    });
  });

  it('suggests the nearest name', async () => {
    const desk = await openDesk();
    const { exit, stderr } = await desk.json(['apps', 'show', 'Acme Wb']);
    expect(exit).toBe(5);
    expect(lastError(stderr)).toMatchObject({ hint: 'Did you mean `Acme Web`?' });
  });
});

describe('tv apps check', () => {
  it('is a gate over what has the grant', async () => {
    const desk = await openDesk();
    const { exit, data } = await desk.json(['apps', 'check', '--enabled', '--fail-on', 'warning']);
    expect(exit).toBe(0);
    expect(failures(data)).toEqual([]);
    expect((data as readonly Checked[]).length).toBe(3);
  });

  it('finds exactly the planted faults of eligibility and grant', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const { exit, data } = await desk.json(['apps', 'check', '--all', '--fail-on', 'warning']);
    expect(exit).toBe(3);
    const planted = failures(data).filter((line) => !/^(Acme (Dashboard|Mobile)|Partner|tv )/.test(line));
    expect(planted.toSorted()).toEqual([
      'Acme Legacy app/oidc-conformant',
      'Acme Public app/confidential',
      'Acme Restricted app/not-global',
      'Acme Third-Party app/first-party',
      'Acme Ungranted app/grant',
    ]);
  });

  it.each([
    ['Acme Refreshless', 'refresh_token', 'app/refresh-grants', 3],
    ['Acme Rotating', 'refresh_token', 'app/rotation-off', 3],
    ['Acme Orphan API', 'access_token', 'app/api-client', 3],
    ['Acme Careless Worker', 'privileged_worker', 'app/worker', 3],
    ['Acme Grantless', 'refresh_token', 'app/my-account-grant', 0],
    ['Acme Policyless', 'refresh_token', 'app/my-account-policy', 0],
  ])('%s by %s fails exactly %s', async (app, exchange, rule, exit) => {
    const desk = await openDesk({ scenario: 'broken' });
    const checked = await desk.json(['apps', 'check', app, '--exchange', exchange]);
    expect(checked.exit).toBe(exit);
    expect(failures(checked.data)).toEqual([`${app} ${rule}`]);
  });

  it('judges the connection too, and the link to it', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const { exit, data } = await desk.json([
      'apps',
      'check',
      'Acme Unlinked',
      '--connection',
      'google-oauth2',
    ]);
    expect(exit).toBe(3);
    expect(failures(data)).toEqual(['Acme Unlinked app/connection-enabled']);
    const ids = (data as readonly Checked[])[0]?.findings.map(({ id }) => id);
    expect(ids).toContain('connection/offline-access');
  });

  it('tells a no from what it cannot tell by its exit code', async () => {
    const desk = await openDesk();
    await withoutScopes(desk, 'read:client_credentials', 'read:client_keys');
    const web = await storedClient(desk, 'Acme Web');
    await desk.control('PUT', '/state', {
      clients: { [String(web.client_id)]: { ...web, token_endpoint_auth_method: null } },
    });
    const unknown = await desk.json(['apps', 'check', 'Acme Web']);
    expect(unknown.exit).toBe(4);
    expect((unknown.data as readonly Checked[])[0]).toMatchObject({ eligible: null });
    expect((await desk.json(['apps', 'check', 'Acme Web', '--skip', 'app/confidential'])).exit).toBe(0);
    expect((await desk.json(['apps', 'check', 'Acme Web', 'Acme Dashboard'])).exit).toBe(3);
  });

  it.each([
    [['apps', 'check'], 'usage.missing_argument'],
    [['apps', 'check', 'Acme Web', '--enabled'], 'usage.conflict'],
    [['apps', 'check', '--all', '--skip', 'app/grnt'], 'usage.invalid_value'],
    [['apps', 'check', '--all', '--exchange', 'refresh'], 'usage.invalid_value'],
  ])('%j is a usage error', async (args, code) => {
    const desk = await openDesk();
    const { exit, stderr } = await desk.json(args);
    expect(exit).toBe(2);
    expect(lastError(stderr).code).toBe(code);
    expect(await received(desk)).toEqual([]);
  });

  it('judges hundreds of applications with a handful of requests', async () => {
    const desk = await openDesk();
    const web = await storedClient(desk, 'Acme Web');
    const many = Array.from({ length: 250 }, (_, index) => {
      const id = `many${String(index).padStart(28, '0')}`;
      return [id, { ...web, client_id: id, name: `Many ${index}` }] as const;
    });
    await desk.control('PUT', '/state', { clients: Object.fromEntries(many) });
    await received(desk);
    const { exit, data } = await desk.json(['apps', 'check', '--all', '--only', 'app/first-party']);
    expect(exit).toBe(3);
    expect((data as readonly Checked[]).length).toBe(257);
    expect((await received(desk)).map(({ path }) => path)).toEqual(Array(3).fill('/api/v2/clients'));
  });
});
