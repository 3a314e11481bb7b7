import { describe, expect, it } from 'vitest';
import { told } from './doctor-desk.ts';
import { fields, half, type SetupReport, setup } from './setup-desk.ts';
import { lastError, openDesk } from './tv.ts';
import { storedClient, withoutScopes, writes } from './vault-desk.ts';

const web = ['--app', 'Acme Web', '--connection', 'google-oauth2'];

describe('tv setup', () => {
  it('sets up what is missing, reaches a healthy state, and has nothing to do the second time', async () => {
    const desk = await half();
    const first = await setup(desk, web);
    expect(first.exit).toBe(0);
    expect(Object.keys(first.report)).toEqual(['dry_run', 'changes', 'findings', 'command']);
    expect(fields(first.report.changes)).toEqual([
      'Acme Web scope applied',
      'Acme Web refresh_token.policies applied',
    ]);
    expect(told(first.report.findings, 'fail', 'unknown')).toEqual([]);
    await writes(desk);
    const again = await setup(desk, web);
    expect({ exit: again.exit, changes: again.report.changes }).toEqual({ exit: 0, changes: [] });
    expect(again.report.command).toBe(first.report.command);
    expect(await writes(desk)).toEqual([]);
    expect((await desk.run(['doctor', '--json'])).exit).toBe(0);
  });

  it('keeps the refresh token settings that it adds a policy to', async () => {
    const desk = await half();
    const before = (await storedClient(desk, 'Acme Web')).refresh_token as object;
    await setup(desk, web);
    expect(await storedClient(desk, 'Acme Web')).toMatchObject({
      refresh_token: { ...before, policies: [{ audience: `${desk.sandbox.baseUrl}/me/` }] },
    });
  });

  it('prints a command that does the same', async () => {
    const desk = await half();
    const { report } = await setup(desk, [...web, '--dry-run']);
    expect(fields(report.changes)).toEqual([
      'Acme Web scope planned',
      'Acme Web refresh_token.policies planned',
    ]);
    expect(await writes(desk)).toEqual([]);
    const words = report.command.split(' ').slice(1);
    const same = await desk.json(words);
    expect(same.exit).toBe(0);
    expect(fields((same.data as SetupReport).changes)).toEqual([
      'Acme Web scope applied',
      'Acme Web refresh_token.policies applied',
    ]);
  });

  it('names every missing answer where nobody can be asked', async () => {
    const desk = await half();
    const nothing = await setup(desk, []);
    expect(nothing.exit).toBe(2);
    expect(lastError(nothing.stderr)).toMatchObject({
      code: 'usage.no_input',
      flags: ['--connection', '--app', '--create-app'],
    });
    const create = await setup(desk, ['--create-app', 'Calendar', '--connection', 'github']);
    expect(lastError(create.stderr).flags).toEqual(['--exchange']);
    const secret = await setup(desk, [
      '--create-app',
      'Calendar',
      '--connection',
      'github',
      '--exchange',
      'refresh_token',
    ]);
    expect(lastError(secret.stderr).flags).toEqual(['--secret-out']);
    const login = await setup(desk, ['--app', 'Acme Assistant API', '--connection', 'github']);
    expect(lastError(login.stderr).flags).toEqual(['--login-app']);
    expect(await writes(desk)).toEqual([]);
  });

  it('takes the only connection there is without asking', async () => {
    const desk = await half();
    const rows = (await desk.control('GET', '/state')) as { connections: Record<string, { name: string }> };
    const others = Object.entries(rows.connections).filter(([, { name }]) =>
      /github|slack|windowslive/.test(name),
    );
    await desk.control('PUT', '/state', {
      connections: Object.fromEntries(others.map(([id]) => [id, null])),
    });
    const { exit, report } = await setup(desk, ['--app', 'Acme Web']);
    expect({ exit, command: report.command }).toMatchObject({
      exit: 0,
      command: expect.stringContaining('--connection google-oauth2'),
    });
  });

  it('wants a yes for what can hurt, links of what was named among it', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const rotating = ['--app', 'Acme Rotating', '--connection', 'google-oauth2'];
    const asked = await setup(desk, rotating);
    expect({ exit: asked.exit, code: lastError(asked.stderr).code }).toEqual({
      exit: 2,
      code: 'usage.confirmation',
    });
    expect(await writes(desk)).toEqual([]);
    const done = await setup(desk, [...rotating, '--yes']);
    expect(fields(done.report.changes)).toEqual([
      'Auth0 My Account API identifier applied',
      'Acme Rotating refresh_token.rotation_type applied',
    ]);
    expect(done.report.command).toMatch(/ --yes$/);
    await writes(desk);
    const unlinked = ['--app', 'Acme Unlinked', '--connection', 'google-oauth2'];
    const unasked = await setup(desk, unlinked);
    expect({ exit: unasked.exit, code: lastError(unasked.stderr).code }).toEqual({
      exit: 2,
      code: 'usage.confirmation',
    });
    expect(await writes(desk)).toEqual([]);
    const linked = await setup(desk, [...unlinked, '--yes']);
    expect(fields(linked.report.changes)).toEqual(['google-oauth2 link applied']);
    expect(linked.report.command).toMatch(/ --yes$/);
  });

  it('never changes the MFA policy, explains it, and ends with 3', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const { exit, report, stderr } = await setup(desk, web);
    expect(exit).toBe(3);
    expect(told(report.findings, 'fail')).toEqual(['tenant/mfa-policy']);
    expect(stderr).toContain('`tv` never changes it');
    expect((await writes(desk)).map(({ path }) => path)).toEqual(['/api/v2/resource-servers']);
  });

  it.each([
    [['--app', 'Partner Portal', '--connection', 'github'], 'refused.ineligible'],
    [['--app', 'Acme Dashboard', '--connection', 'github'], 'refused.ineligible'],
    [
      [
        '--app',
        'Acme Web',
        '--connection',
        'github',
        '--exchange',
        'access_token',
        '--login-app',
        'Acme Mobile',
      ],
      'refused.ineligible',
    ],
    [['--app', 'Acme Web', '--connection', 'Username-Password-Authentication'], 'refused.unsupported'],
  ] as const)('changes nothing for what can never work: %j', async (args, code) => {
    const desk = await half();
    const { exit, stderr } = await setup(desk, [...args, '--yes']);
    expect({ exit, code: lastError(stderr).code }).toEqual({ exit: 6, code });
    expect(await writes(desk)).toEqual([]);
  });

  it('makes a third-party application first-party only when the rule is named', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const args = ['--app', 'Acme Third-Party', '--connection', 'google-oauth2', '--yes'];
    expect((await setup(desk, args)).exit).toBe(6);
    const named = await setup(desk, [...args, '--fix', 'app/first-party']);
    expect(fields(named.report.changes)).toEqual([
      'Auth0 My Account API identifier applied',
      'Acme Third-Party is_first_party applied',
    ]);
    expect(named.report.command).toContain('--fix app/first-party');
  });

  it.each([
    [['--app', 'A', '--create-app', 'B'], 'usage.conflict'],
    [['--app', 'A', '--secret-out', 'x'], 'usage.conflict'],
    [['--exchange', 'refresh_token', '--login-app', 'A'], 'usage.conflict'],
    [['--fix', 'tenant/mfa-policy'], 'usage.invalid_value'],
    [
      [
        '--create-app',
        'Acme Web',
        '--exchange',
        'access_token',
        '--connection',
        'github',
        '--secret-out',
        'x',
      ],
      'usage.conflict',
    ],
  ] as const)('refuses %j', async (args, code) => {
    const desk = await half();
    const { exit, stderr } = await setup(desk, args);
    expect({ exit, code: lastError(stderr).code }).toEqual({ exit: 2, code });
  });

  it('names the scopes to write that are missing, and writes nothing', async () => {
    const desk = await half();
    await withoutScopes(desk, 'create:client_grants');
    const { exit, stderr } = await setup(desk, web);
    expect({ exit, error: lastError(stderr) }).toMatchObject({
      exit: 4,
      error: { missing_scopes: ['create:client_grants'] },
    });
    expect(await writes(desk)).toEqual([]);
  });

  it('does what is left when the tenant failed in the middle', async () => {
    const desk = await half();
    await desk.control('POST', '/faults', [{ method: 'PATCH', path: '/clients/', kind: '500' }]);
    const first = await setup(desk, web);
    expect({ exit: first.exit, code: lastError(first.stderr).code }).toEqual({
      exit: 8,
      code: 'api.partial',
    });
    expect(fields(first.report.changes)).toEqual([
      'Acme Web scope applied',
      'Acme Web refresh_token.policies failed',
    ]);
    const second = await setup(desk, web);
    expect({ exit: second.exit, changes: fields(second.report.changes) }).toEqual({
      exit: 0,
      changes: ['Acme Web refresh_token.policies applied'],
    });
  });

  it('ends with the code of the failure when nothing was made', async () => {
    const desk = await half();
    await desk.control('POST', '/faults', [
      { method: 'PATCH', path: '/clients/', kind: '500' },
      { method: 'POST', path: '/client-grants', kind: '500' },
    ]);
    const { exit, report } = await setup(desk, web);
    expect(exit).toBe(7);
    expect(report.changes.map(({ status }) => status)).toEqual(['failed', 'failed']);
  });

  it('does not say that nothing is left where a rule could not be told', async () => {
    const desk = await openDesk();
    await withoutScopes(desk, 'read:client_grants');
    const { exit, report, stderr } = await setup(desk, web);
    expect({ exit, changes: report.changes }).toEqual({ exit: 4, changes: [] });
    expect(stderr).not.toContain('setup.nothing');
    expect(stderr).toMatch(
      /"setup\.untold".*app\/my-account-grant of Acme Web; `read:client_grants` would tell/,
    );
  });
});
