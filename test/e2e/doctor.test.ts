import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { doctor, told } from './doctor-desk.ts';
import { filtered, lastError, openDesk } from './tv.ts';
import { received, withoutScopes, writes } from './vault-desk.ts';

/** Everything that the scenario `broken` plants where doctor looks without options, in the order of setting things up. */
const planted = [
  'tenant/mfa-policy',
  'tenant/my-account-api',
  'connection/misplaced-switch acme-crm',
  'connection/supported acme-saml',
  'connection/own-keys github-developer-keys',
  'app/worker Acme Careless Worker',
  'app/my-account-grant Acme Grantless',
  'app/oidc-conformant Acme Legacy',
  'app/api-client Acme Orphan API',
  'app/my-account-policy Acme Policyless',
  'app/confidential Acme Public',
  'app/refresh-grants Acme Refreshless',
  'app/not-global Acme Restricted',
  'app/rotation-off Acme Rotating',
  'app/first-party Acme Third-Party',
  'app/connection-enabled Acme Unlinked',
];
const warnings = [
  'connection/upstream-conflict google-conflict',
  'connection/offline-access google-online-only',
  'connection/one-switch windowslive',
];

describe('tv doctor', () => {
  it('has nothing to say about a tenant where everything works', async () => {
    const desk = await openDesk();
    const { exit, report, stderr } = await doctor(desk);
    expect(exit).toBe(0);
    expect(stderr).toBe('');
    expect(told(report.findings, 'fail', 'unknown')).toEqual([]);
    expect(told(report.findings, 'skip')).toEqual([
      'connection/offline-access github',
      'connection/offline-access sign-in-with-slack',
    ]);
    expect(report).toMatchObject({ profile: null, generation: 'connected_accounts' });
    const { pass, ...rest } = report.summary;
    expect(rest).toEqual({ warn: 0, fail: 0, unknown: 0, skip: 2 });
    expect(pass).toBe(report.findings.length - 2);
    expect(await writes(desk)).toEqual([]);
  });

  it.each(['tokensets', 'connected_accounts'] as const)(
    'finds no fault in a healthy tenant of generation %s',
    async (generation) => {
      const desk = await openDesk({ generation });
      const { exit, report } = await doctor(desk);
      expect(told(report.findings, 'fail', 'unknown')).toEqual([]);
      expect(exit).toBe(0);
    },
  );

  it('finds in a broken tenant what is planted and nothing else, worst first', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const { exit, report } = await doctor(desk);
    expect(exit).toBe(3);
    expect(told(report.findings, 'fail')).toEqual([...planted, ...warnings]);
    expect(told(report.findings, 'unknown')).toEqual([]);
    expect(report.summary).toMatchObject({ fail: planted.length, warn: warnings.length, unknown: 0 });
    for (const finding of report.findings.filter(({ status }) => status === 'fail')) {
      expect(finding.message, finding.id).not.toMatch(/\{|\.$|undefined/);
      expect(finding.docs).toMatch(/^https:/);
    }
  });

  it('finds what is still to be done in a half-configured tenant', async () => {
    const desk = await openDesk({ scenario: 'half-configured' });
    const { exit, report } = await doctor(desk);
    expect(exit).toBe(3);
    expect(told(report.findings, 'fail', 'unknown')).toEqual([
      'app/my-account-grant Acme Web',
      'app/my-account-policy Acme Web',
    ]);
  });

  it('says of an empty tenant that nothing is set up', async () => {
    const desk = await openDesk({ scenario: 'empty' });
    const { exit, report } = await doctor(desk);
    expect(exit).toBe(0);
    expect(told(report.findings, 'fail')).toEqual(['tenant/my-account-api']);
    expect(report.summary.fail + report.summary.warn).toBe(0);
  });

  it('examines what is named, as the exchange that fits', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const ungranted = await doctor(desk, ['--app', 'Acme Ungranted', '--skip', 'tenant/mfa-policy']);
    expect(told(ungranted.report.findings, 'fail')).toEqual([
      'tenant/my-account-api',
      'app/grant Acme Ungranted',
    ]);
    const off = await doctor(desk, ['--connection', 'github', '--only', 'connection/enabled']);
    expect(told(off.report.findings, 'fail')).toEqual(['connection/enabled github']);
    const worker = await doctor(desk, [
      '--app',
      'Acme Nightly Worker',
      '--connection',
      'sign-in-with-slack',
      '--only',
      'app/worker',
    ]);
    expect(worker.report.findings.map(({ message }) => message).join()).toContain(
      'connection `sign-in-with-slack` is not granted',
    );
    const wrong = await doctor(desk, [
      '--app',
      'Acme Web',
      '--exchange',
      'access_token',
      '--only',
      'app/api-client',
    ]);
    expect(told(wrong.report.findings, 'fail')).toEqual(['app/api-client Acme Web']);
  });

  it('judges with --login-app the application that users connect through', async () => {
    const desk = await openDesk();
    const args = ['--app', 'Acme Assistant API', '--connection', 'github'];
    const { report } = await doctor(desk, [...args, '--login-app', 'Acme Dashboard']);
    expect(told(report.findings, 'fail')).toEqual([
      'app/my-account-grant Acme Dashboard',
      'app/my-account-policy Acme Dashboard',
    ]);
    const { report: fine } = await doctor(desk, [...args, '--login-app', 'Acme Web']);
    expect(told(fine.findings, 'fail', 'unknown')).toEqual([]);
    expect(told(fine.findings, 'pass')).toContain('app/connection-enabled Acme Web');
  });

  it('ends with 3 for warnings when told so, and --skip and --only choose rules', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const only = ['--only', 'connection/offline-access', '--only', 'connection/one-switch'];
    expect((await doctor(desk, only)).exit).toBe(0);
    const strict = await doctor(desk, [...only, '--fail-on', 'warning']);
    expect(strict.exit).toBe(3);
    expect([...new Set(strict.report.findings.map(({ id }) => id))].sort()).toEqual([only[1], only[3]]);
    const { report } = await doctor(desk, ['--skip', 'tenant/mfa-policy']);
    expect(report.findings.map(({ id }) => id)).not.toContain('tenant/mfa-policy');
  });

  it('names the scopes that hide something, and ends with 4 when nothing else is wrong', async () => {
    const desk = await openDesk();
    await withoutScopes(desk, 'read:connections_options', 'read:mfa_policies', 'read:client_grants');
    const { exit, report } = await doctor(desk);
    expect(exit).toBe(4);
    expect(told(report.findings, 'fail')).toEqual(['tenant/scopes']);
    const unknown = report.findings.filter(({ status }) => status === 'unknown');
    expect([...new Set(unknown.flatMap(({ missing_scopes: scopes }) => scopes))].sort()).toEqual([
      'read:client_grants',
      'read:connections_options',
      'read:mfa_policies',
    ]);
  });

  it.each([
    ['read:clients', 'app/grant', ['read:client_keys', 'read:client_summary', 'read:client_credentials']],
    ['read:connections', 'connection/enabled', []],
  ])('without %s says that %s cannot be told', async (scope, rule, others) => {
    const desk = await openDesk();
    await withoutScopes(desk, scope, ...others);
    const { exit, report } = await doctor(desk);
    expect(exit).toBe(4);
    const finding = report.findings.find(({ id, status }) => id === rule && status === 'unknown');
    expect(finding).toMatchObject({ subject: { type: 'tenant' }, missing_scopes: [scope] });
  });

  it.each([
    [['--app', 'No Such App'], 5, 'not_found.application'],
    [['--connection', 'no-such'], 5, 'not_found.connection'],
    [['--user', 'nobody@example.com'], 5, 'not_found.user'],
    [['--user', 'auth0|nobody'], 5, 'not_found.user'],
    [['--user', 'alan@example.com'], 2, 'usage.ambiguous'],
    [['--expect-scope', 'x'], 2, 'usage.missing_argument'],
    [['--only', 'app/grants'], 2, 'usage.invalid_value'],
    [['--fix', 'tenant/mfa-policy'], 2, 'usage.invalid_value'],
    [['-o', 'sarif', '--fields', 'findings'], 2, 'usage.conflict'],
  ] as const)('%j ends with %i', async (args, exit, code) => {
    const desk = await openDesk();
    const transcript = await desk.run(['doctor', ...args, ...(args[0] === '-o' ? [] : ['--json'])]);
    expect({ exit: transcript.exit, stdout: transcript.stdout }).toEqual({ exit, stdout: '' });
    if (args[0] !== '-o') expect(lastError(transcript.stderr).code).toBe(code);
  });

  it('tells of files that others can read, and of none of theirs', async () => {
    const desk = await openDesk();
    mkdirSync(join(desk.home, 'config', 'profiles'), { recursive: true, mode: 0o755 });
    writeFileSync(join(desk.home, 'config', 'profiles', 'acme.json'), '{}');
    chmodSync(join(desk.home, 'config', 'profiles', 'acme.json'), 0o644);
    const { report } = await doctor(desk, ['--only', 'local/files']);
    expect(report.findings).toMatchObject([
      { status: 'fail', severity: 'warning', fix: expect.stringMatching(/^chmod/) },
    ]);
    expect(filtered(report.findings[0]?.message ?? '')).toContain('acme.json');
  });

  it('reads everything once', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    await received(desk);
    await doctor(desk);
    const requests = await received(desk);
    const paths = requests.map(({ path, query }) => `${path} ${JSON.stringify(query)}`);
    expect(requests.filter(({ path }) => path === '/api/v2/client-grants')).toHaveLength(1);
    expect(
      requests.filter(({ path }) => path.startsWith('/api/v2/clients/') && !path.endsWith('/credentials')),
    ).toEqual([]);
    expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
  });
});
