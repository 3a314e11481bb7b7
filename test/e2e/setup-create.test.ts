import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { told } from './doctor-desk.ts';
import { fields, half, setup } from './setup-desk.ts';
import { lastError, openDesk } from './tv.ts';
import { storedClient, storedConnection, writes } from './vault-desk.ts';

describe('tv setup --create-app', () => {
  const calendar = [
    '--create-app',
    'Calendar',
    '--exchange',
    'refresh_token',
    '--connection',
    'github',
    '--secret-out',
    'allowed/calendar.secret',
    '--yes',
  ];

  it('creates an application that users sign in to, its secret in a private file', async () => {
    const desk = await half();
    const { exit, report, stderr } = await setup(desk, calendar);
    expect(exit).toBe(0);
    expect(fields(report.changes)).toEqual([
      'Calendar client applied',
      'github connected_accounts.active applied',
      'Calendar scope applied',
      'Calendar refresh_token.policies applied',
      'github link applied',
    ]);
    const client = await storedClient(desk, 'Calendar');
    const file = join(desk.home, 'allowed/calendar.secret');
    expect(readFileSync(file, 'utf8')).toBe(`${client.client_secret}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(report) + stderr).not.toContain(client.client_secret as string);
    expect(report.changes[0]?.id).toBe(client.client_id);
    expect((await storedConnection(desk, 'github')).enabled_clients).toContain(client.client_id);
    expect(stderr).not.toContain('log in again');
  });

  it('plans it without a warning for users it has none of, and without commands for an id it has not got', async () => {
    const desk = await half();
    const { report } = await setup(desk, [...calendar, '--dry-run']);
    expect(report.changes.filter(({ resource }) => resource === 'app').map(({ warning }) => warning)).toEqual(
      [null, null],
    );
    expect(report.findings.filter(({ fix }) => fix?.includes('new'))).toEqual([]);
    const { stdout } = await desk.run(['setup', ...calendar]);
    expect(stdout).not.toContain('log in again');
  });

  it('goes on with the application of an earlier run instead of making a second', async () => {
    const desk = await half();
    await desk.control('POST', '/faults', [{ method: 'PATCH', path: '/connections/[^/]+$', kind: '500' }]);
    const first = await setup(desk, calendar);
    expect(first.exit).toBe(8);
    const second = await setup(desk, calendar);
    expect(second.exit).toBe(0);
    expect(fields(second.report.changes)).toEqual(['github connected_accounts.active applied']);
    const rows = (await desk.control('GET', '/state')) as { clients: Record<string, { name: string }> };
    expect(Object.values(rows.clients).filter(({ name }) => name === 'Calendar')).toHaveLength(1);
  });

  it('tells the application that it created though the tenant could not be read any more', async () => {
    const desk = await half();
    await desk.control('POST', '/faults', [
      { method: 'GET', path: '/client-grants', kind: '500', times: 50 },
    ]);
    const { exit, report, stderr } = await setup(desk, [...calendar, '--max-wait', '1']);
    expect({ exit, code: lastError(stderr).code }).toEqual({ exit: 7, code: 'api.server' });
    expect(fields(report.changes)).toEqual(['Calendar client applied']);
  });

  it('creates nothing when the file for the secret is there already', async () => {
    const desk = await half();
    await setup(desk, calendar);
    await writes(desk);
    const other = calendar.map((word) => (word === 'Calendar' ? 'Other' : word));
    const { exit, stderr } = await setup(desk, other);
    expect({ exit, code: lastError(stderr).code }).toEqual({ exit: 6, code: 'refused.insecure' });
    expect(await writes(desk)).toEqual([]);
  });

  it('creates an API client for the access-token exchange, and lets users connect through the login application', async () => {
    const desk = await half();
    const { exit, report } = await setup(desk, [
      '--create-app',
      'Calendar API',
      '--exchange',
      'access_token',
      '--login-app',
      'Acme Web',
      '--connection',
      'google-oauth2',
      '--secret-out',
      'allowed/api.secret',
      '--yes',
    ]);
    expect(exit).toBe(0);
    expect(fields(report.changes)).toEqual([
      'Calendar API client applied',
      'google-oauth2 link applied',
      'Acme Web scope applied',
      'Acme Web refresh_token.policies applied',
    ]);
    expect(await storedClient(desk, 'Calendar API')).toMatchObject({
      app_type: 'resource_server',
      resource_server_identifier: 'https://api.acme.example',
    });
    expect(report.command).toContain('--api-identifier https://api.acme.example');
  });

  it('refuses another API for the API client of that name', async () => {
    const desk = await openDesk();
    const client = ['--create-app', 'Acme Assistant API', '--exchange', 'access_token'];
    const rest = ['--login-app', 'Acme Web', '--connection', 'google-oauth2', '--secret-out', 'x'];
    const api = (identifier: string) => setup(desk, [...client, '--api-identifier', identifier, ...rest]);
    const other = await api(`${desk.sandbox.baseUrl}/api/v2/`);
    expect({ exit: other.exit, error: lastError(other.stderr) }).toMatchObject({
      exit: 6,
      error: { code: 'refused.conflict', cause: 'It is the client of `https://api.acme.example`' },
    });
    expect((await api('https://nope.example')).exit).toBe(5);
    expect((await api('https://api.acme.example')).exit).toBe(0);
  });

  it('creates a worker, and explains what only the dashboard sets', async () => {
    const desk = await half();
    const { exit, report, stderr } = await setup(desk, [
      '--create-app',
      'Night Shift',
      '--exchange',
      'privileged_worker',
      '--connection',
      'google-oauth2',
      '--secret-out',
      'allowed/worker.secret',
      '--yes',
    ]);
    expect(exit).toBe(3);
    expect(told(report.findings, 'fail')).toEqual(['app/worker Night Shift']);
    expect(stderr).toContain('Set up keys, addresses and grants');
  });

  it('shows the whole plan with --dry-run, and makes neither application nor file', async () => {
    const desk = await half();
    const { exit, report } = await setup(desk, [...calendar, '--dry-run']);
    expect(exit).toBe(0);
    expect(fields(report.changes)[0]).toBe('Calendar client planned');
    expect(report.changes).toHaveLength(5);
    expect(await writes(desk)).toEqual([]);
    expect(() => statSync(join(desk.home, 'allowed/calendar.secret'))).toThrow('ENOENT');
  });
});
