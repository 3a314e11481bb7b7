import { describe, expect, it } from 'vitest';
import { calendar, doctor, messageOf, told } from './doctor-desk.ts';
import { type Desk, openDesk } from './tv.ts';
import { stateOf, withoutScopes } from './vault-desk.ts';

const target = ['--app', 'Acme Web', '--connection', 'google-oauth2'];
const without = ['--skip', 'tenant/mfa-policy', '--skip', 'tenant/my-account-api'];

/** Findings about the case of one user, with what the tenant of the scenario breaks for everybody left out. */
function caseOf(desk: Desk, user: string, ...more: readonly string[]) {
  return doctor(desk, ['--user', user, ...target, ...without, ...more]);
}

/** Changes one row of the pretend tenant. */
async function change(desk: Desk, table: string, id: string, row: object): Promise<void> {
  await desk.control('PUT', '/state', { [table]: { [id]: row } });
}

async function rowOf(desk: Desk, table: 'connections' | 'clients', name: string) {
  const rows = (await stateOf(desk))[table];
  const found = Object.entries(rows).find(([, row]) => row.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return { id: found[0], row: found[1] };
}

describe('tv doctor --user names the reason:', () => {
  const open = (): Promise<Desk> => openDesk({ scenario: 'broken' });

  it('nothing, where it works', async () => {
    const desk = await openDesk();
    const { exit, report } = await doctor(desk, [
      '--user',
      'ada@example.com',
      ...target,
      '--expect-scope',
      calendar,
    ]);
    expect({ exit, told: told(report.findings, 'fail', 'unknown') }).toEqual({ exit: 0, told: [] });
    expect(told(report.findings, 'pass')).toContain('user/scopes ada@example.com');
  });

  it('MFA, and what the last refusal said', async () => {
    const desk = await open();
    const { exit, report } = await doctor(desk, ['--user', 'ada@example.com', ...target]);
    expect(exit).toBe(3);
    expect(told(report.findings, 'fail')).toEqual([
      'tenant/mfa-policy',
      'tenant/my-account-api',
      'user/recent-failure ada@example.com',
    ]);
    expect(messageOf(report, 'user/recent-failure')).toMatch(
      /application `Acme Web`: Multifactor authentication required\. Likely cause: The MFA policy/,
    );
  });

  it('a sign-in that never connected', async () => {
    const { exit, report } = await caseOf(await open(), 'bob@example.com');
    expect(exit).toBe(3);
    expect(messageOf(report, 'user/has-tokenset')).toContain(
      'signs in with `google-oauth2` but never connected',
    );
    expect(messageOf(report, 'user/recent-failure')).toContain('never connected');
  });

  it('a scope that was lost when the user connected again', async () => {
    const { exit, report } = await caseOf(await open(), 'radia@example.com', '--expect-scope', calendar);
    expect(exit).toBe(3);
    expect(told(report.findings, 'fail')).toEqual(['user/scopes radia@example.com']);
    expect(messageOf(report, 'user/scopes')).toContain(
      `lack \`${calendar}\`, which an exchange still had 5d ago`,
    );
  });

  it('a scope that was never granted', async () => {
    const { report } = await caseOf(
      await open(),
      'radia@example.com',
      '--expect-scope',
      'https://mail.google.com/',
    );
    expect(messageOf(report, 'user/scopes')).toContain('which no exchange in the log ever had');
  });

  it('scopes without the log, as far as they can be told', async () => {
    const desk = await open();
    await withoutScopes(desk, 'read:logs', 'read:logs_users');
    const { exit, report } = await caseOf(desk, 'radia@example.com', '--expect-scope', calendar);
    expect(exit).toBe(3);
    expect(messageOf(report, 'user/scopes')).toContain('keep their scopes until the user connects again');
    expect(told(report.findings, 'unknown')).toEqual(['user/recent-failure radia@example.com']);
  });

  it('an account that cannot be refreshed, and a connection that is off', async () => {
    const desk = await open();
    const { report } = await doctor(desk, [
      '--user',
      'grace@example.com',
      '--app',
      'Acme Web',
      '--connection',
      'github',
      ...without,
    ]);
    expect(told(report.findings, 'fail')).toEqual([
      'connection/enabled github',
      'user/refreshable grace@example.com',
      'user/recent-failure grace@example.com',
    ]);
  });

  it('what the provider refused, where no rule refutes it', async () => {
    const { report } = await caseOf(await open(), 'google-oauth2|103547991597142817347');
    expect(told(report.findings, 'fail')).toEqual(['user/recent-failure margaret@example.com']);
    expect(messageOf(report, 'user/recent-failure')).toContain('took the access back at the provider');
  });

  it('a missing grant', async () => {
    const desk = await openDesk();
    const { id, row } = await rowOf(desk, 'clients', 'Acme Web');
    await change(desk, 'clients', id, { ...row, grant_types: ['authorization_code', 'refresh_token'] });
    const { report } = await caseOf(desk, 'ada@example.com');
    expect(told(report.findings, 'fail')).toEqual(['app/grant Acme Web']);
  });

  it('a link that is missing', async () => {
    const desk = await openDesk();
    const { id, row } = await rowOf(desk, 'connections', 'google-oauth2');
    await change(desk, 'connections', id, { ...row, enabled_clients: [] });
    const { report } = await caseOf(desk, 'ada@example.com');
    expect(told(report.findings, 'fail')).toEqual(['app/connection-enabled Acme Web']);
  });
});
