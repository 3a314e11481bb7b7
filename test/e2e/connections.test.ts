import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/model.ts';
import { onTerminal } from './pty.ts';
import { lastError, openDesk } from './tv.ts';
import { openEarlyDesk, received, storedClient, withoutScopes } from './vault-desk.ts';

const keys = [
  'id',
  'name',
  'strategy',
  'support',
  'token_vault',
  'login',
  'offline_access',
  'scopes',
  'apps',
];
const early = 'federated_connections_access_tokens';

interface Row {
  readonly name: string;
  readonly token_vault: { readonly enabled: boolean | null; readonly via: readonly string[] };
  readonly offline_access: boolean | null;
  readonly scopes: readonly string[] | null;
  readonly apps: readonly string[] | null;
}

interface Checked {
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** Rules that fail, as `connection rule`. */
function failures(data: unknown): readonly string[] {
  return (data as readonly Checked[]).flatMap(({ name, findings }) =>
    findings.filter(({ status }) => status === 'fail').map(({ id }) => `${name} ${id}`),
  );
}

describe('tv connections list', () => {
  it('prints every key and never asks for options on a current tenant', async () => {
    const desk = await openDesk();
    const { exit, data, stderr } = await desk.json(['connections', 'list']);
    const rows = data as readonly Row[];
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    for (const row of rows) expect(Object.keys(row)).toEqual(keys);
    expect(rows.map(({ name, token_vault: vault }) => [name, vault.enabled])).toEqual([
      ['github', true],
      ['google-oauth2', true],
      ['sign-in-with-slack', true],
      ['Username-Password-Authentication', false],
      ['windowslive', true],
    ]);
    for (const { query } of await received(desk)) expect(query.fields?.split(',')).not.toContain('options');
  });

  it('filters by state and strategy', async () => {
    const desk = await openDesk();
    const off = await desk.json(['connections', 'list', '--disabled']);
    expect((off.data as readonly Row[]).map(({ name }) => name)).toEqual([
      'Username-Password-Authentication',
    ]);
    const google = await desk.run(['connections', 'list', '--strategy', 'google-oauth2', '-o', 'id']);
    expect(google.stdout).toMatch(/^con_\w+\n$/);
    const none = await desk.json(['connections', 'list', '--strategy', 'evernote']);
    expect({ exit: none.exit, data: none.data }).toEqual({ exit: 0, data: [] });
    expect((await desk.run(['connections', 'list', '--enabled', '--disabled'])).exit).toBe(2);
  });

  it('reads the early-access switch where that is the tenant’s, and does not guess when it is hidden', async () => {
    const desk = await openEarlyDesk();
    const open = await desk.json(['connections', 'list', '--enabled']);
    expect((open.data as readonly Row[])[0]?.token_vault).toEqual({ enabled: true, via: [early] });
    await withoutScopes(desk, 'read:connections_options');
    const hidden = await desk.json(['connections', 'list'], { env: { TV_TOKEN_CACHE: 'off' } });
    expect(hidden).toMatchObject({ exit: 0 });
    expect((hidden.data as readonly Row[]).every(({ token_vault: vault }) => vault.enabled === null)).toBe(
      true,
    );
    expect(hidden.stderr).toContain('read:connections_options');
  });
});

describe('tv connections show', () => {
  it('fills scopes, offline access and applications', async () => {
    const desk = await openDesk();
    const { exit, data } = await desk.json(['connections', 'show', 'google-oauth2']);
    expect(exit).toBe(0);
    expect(data).toMatchObject({ offline_access: true, scopes: expect.any(Array) });
    expect((data as Row).apps?.length).toBeGreaterThan(0);
  });

  it('prints a record and what is worth knowing', async () => {
    const desk = await openDesk();
    const { stdout, stderr } = await desk.run([
      'connections',
      'show',
      'github',
      '--fields',
      'name,strategy,support',
    ]);
    expect(stdout).toMatchSnapshot();
    expect(stderr).toContain('https://github.com/settings/applications');
  });

  it('says what hidden options hide', async () => {
    const desk = await openDesk();
    await withoutScopes(desk, 'read:connections_options');
    const { exit, data, stderr } = await desk.json(['connections', 'show', 'google-oauth2']);
    expect(exit).toBe(0);
    expect(data).toMatchObject({ offline_access: null, scopes: null, token_vault: { enabled: true } });
    expect(stderr).toContain('read:connections_options');
  });

  it.each([
    ['both' as const, null],
    ['connected_accounts' as const, false],
  ])('does not guess the early-access switch of a tenant of generation %s', async (generation, enabled) => {
    const desk = await openDesk({ scenario: 'half-configured', generation });
    await withoutScopes(desk, 'read:connections_options');
    const { data } = await desk.json(['connections', 'show', 'github']);
    expect(data).toMatchObject({ token_vault: { enabled, via: [] } });
    const gate = await desk.json(['connections', 'check', '--enabled', '--only', 'connection/enabled']);
    expect(gate.exit).toBe(enabled === null ? 4 : 0);
    const off = await desk.json(['connections', 'disable', 'github', '--yes']);
    expect(off.exit).toBe(enabled === null ? 4 : 0);
  });

  it('suggests the nearest name', async () => {
    const desk = await openDesk();
    const { exit, data, stderr } = await desk.json(['connections', 'show', 'google-oath2']);
    expect({ exit, data }).toEqual({ exit: 5, data: undefined });
    expect(lastError(stderr)).toMatchObject({
      code: 'not_found.connection',
      hint: 'Did you mean `google-oauth2`?',
    });
  });
});

describe('tv connections check', () => {
  it.each([
    ['connections', 'No connection has Token Vault on'],
    ['apps', 'No application has the Token Vault grant'],
  ])('says that the gate is empty, as %s check does', async (noun, says) => {
    const desk = await openDesk({ scenario: 'empty' });
    const piped = await desk.run([noun, 'check', '--enabled']);
    expect([piped.exit, piped.stderr]).toEqual([0, `${says}\n`]);
    const { exit, text } = await onTerminal(desk, [noun, 'check', '--enabled'], []);
    expect([exit, text]).toEqual([0, `${says}\r\n`]);
    const machine = await desk.run([noun, 'check', '--enabled', '--json']);
    expect([machine.exit, machine.stdout, machine.stderr]).toEqual([0, '[]\n', '']);
  });

  it('finds nothing wrong with what is ready', async () => {
    const desk = await openDesk();
    const { exit, data } = await desk.json(['connections', 'check', '--enabled', '--fail-on', 'warning']);
    expect(exit).toBe(0);
    expect(failures(data)).toEqual([]);
  });

  it('finds exactly the planted faults', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const { exit, data } = await desk.json(['connections', 'check', '--enabled', '--fail-on', 'warning']);
    expect(exit).toBe(3);
    expect(failures(data).toSorted()).toEqual([
      'acme-crm connection/misplaced-switch',
      'acme-saml connection/supported',
      'github-developer-keys connection/own-keys',
      'google-conflict connection/upstream-conflict',
      'google-online-only connection/offline-access',
      'windowslive connection/one-switch',
    ]);
    const off = await desk.json(['connections', 'check', '--all', '--only', 'connection/enabled']);
    expect({ exit: off.exit, failures: failures(off.data) }).toEqual({
      exit: 3,
      failures: ['github connection/enabled'],
    });
  });

  it('reads every connection with one listing', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    await received(desk);
    await desk.json(['connections', 'check', '--all']);
    expect((await received(desk)).map(({ path }) => path)).toEqual(['/api/v2/connections']);
  });

  it('says which application is not linked, and how to link it', async () => {
    const desk = await openDesk();
    const portal = await storedClient(desk, 'Partner Portal');
    const { exit, data } = await desk.json(['connections', 'check', 'github', '--app', 'Partner Portal']);
    expect(exit).toBe(3);
    expect(failures(data)).toEqual(['github app/connection-enabled']);
    const [checked] = data as readonly Checked[];
    expect(checked?.findings.find(({ id }) => id === 'app/connection-enabled')?.fix).toBe(
      `tv connections enable github --app ${portal.client_id}`,
    );
  });

  it('cannot tell what a scope hides', async () => {
    const desk = await openDesk();
    await withoutScopes(desk, 'read:connections_options');
    const { exit, data } = await desk.json(['connections', 'check', 'google-oauth2']);
    expect(exit).toBe(4);
    const open = (data as readonly Checked[]).flatMap(({ findings }) =>
      findings.filter(({ status }) => status === 'unknown'),
    );
    expect(open.length).toBeGreaterThan(3);
    for (const finding of open) expect(finding.missing_scopes).toEqual(['read:connections_options']);
  });

  it('leaves out of --enabled what can never be on, even where options are hidden', async () => {
    const desk = await openDesk({ generation: 'tokensets' });
    await withoutScopes(desk, 'read:connections_options');
    const { exit, data } = await desk.json(['connections', 'check', '--enabled']);
    expect(exit).toBe(4);
    expect((data as readonly { readonly name: string }[]).map(({ name }) => name)).not.toContain(
      'Username-Password-Authentication',
    );
  });

  it.each([
    [['connections', 'check'], 'usage.missing_argument'],
    [['connections', 'check', 'github', '--all'], 'usage.conflict'],
    [['connections', 'check', '--all', '--only', 'connection/enabld'], 'usage.invalid_value'],
    [['connections', 'check', '--all', '--only', 'app/grant'], 'usage.invalid_value'],
  ])('%j is a usage error', async (args, code) => {
    const desk = await openDesk();
    const { exit, stderr } = await desk.json(args);
    expect(exit).toBe(2);
    expect(lastError(stderr).code).toBe(code);
    expect(await received(desk)).toEqual([]);
  });
});
