import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { listAll, startTv } from './bulk-desk.ts';
import { lastError, openDesk } from './tv.ts';

interface Row {
  readonly user_id: string;
  readonly connection: string;
  readonly source: string;
  readonly expired: boolean;
  readonly scopes: readonly string[];
  readonly issued_at: string | null;
  readonly last_used_at: string | null;
}

interface Report {
  readonly tenant: string;
  readonly users_read: number;
  readonly users_failed: number;
  readonly tokensets: number;
  readonly by_connection: readonly Readonly<Record<string, string | number | null>>[];
  readonly by_scope: readonly { readonly scope: string; readonly tokensets: number }[];
  readonly age_histogram: readonly { readonly tokensets: number }[];
  readonly last_use_histogram: readonly { readonly tokensets: number }[];
}

const report = ['tokensets', 'report', '--query', 'email:user*', '--rate-share', '100'];
const sum = (bars: readonly { readonly tokensets: number }[]): number =>
  bars.reduce((total, { tokensets }) => total + tokensets, 0);

describe('tv tokensets report', () => {
  it('adds up what a list holds', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 90 });
    const rows = await listAll<Row>(desk);
    const { exit, data, stderr } = await desk.json(report);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    const found = data as Report;
    expect(Object.keys(found)).toEqual([
      'tenant',
      'users_read',
      'users_failed',
      'tokensets',
      'by_connection',
      'by_scope',
      'age_histogram',
      'last_use_histogram',
    ]);
    expect(found).toMatchObject({
      tenant: desk.sandbox.origin,
      users_read: 90,
      users_failed: 0,
      tokensets: rows.length,
    });
    for (const line of found.by_connection) {
      const of = rows.filter(
        ({ connection, source }) => connection === line.connection && source === line.source,
      );
      expect(Object.keys(line)).toEqual([
        'connection',
        'source',
        'users',
        'tokensets',
        'expired',
        'oldest_issued_at',
        'median_age_days',
        'unused_90d',
        'unknown_use',
      ]);
      expect(line).toMatchObject({
        users: new Set(of.map(({ user_id }) => user_id)).size,
        tokensets: of.length,
        expired: of.filter(({ expired }) => expired).length,
        oldest_issued_at: of.map(({ issued_at }) => issued_at).sort()[0],
      });
    }
    expect(found.by_scope.find(({ scope }) => scope === 'openid')?.tokensets).toBe(
      rows.filter(({ scopes }) => scopes.includes('openid')).length,
    );
    expect(sum(found.age_histogram)).toBe(rows.length);
    expect(sum(found.last_use_histogram)).toBe(rows.length);
  });

  it('counts only what the filters let through', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 30 });
    const { data } = await desk.json([...report, '--connection', 'github', '--source', 'tokensets']);
    const found = data as Report;
    expect(found.by_connection).toHaveLength(1);
    expect(found.by_connection[0]).toMatchObject({ connection: 'github', source: 'tokensets' });
  });

  it('is rows in a pipe and csv, and one page that asks nobody for anything with html', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 30 });
    const piped = await desk.run(report);
    expect(piped.stdout).toMatch(/^CONNECTION\tSOURCE\tUSERS\tTOKENSETS\t/);
    const csv = await desk.run([...report, '-o', 'csv']);
    expect(csv.stdout).toMatch(/^connection,source,users,tokensets,expired,/);
    expect(csv.stdout).toMatch(/\d{4}-\d\d-\d\dT/);
    const page = await desk.run([...report, '-o', 'html']);
    expect(page).toMatchObject({ exit: 0, stderr: '' });
    expect(page.stdout).toMatch(/^<!doctype html>/);
    expect(page.stdout).toMatch(/<\/html>\n$/);
    const script = /<script>([\s\S]*?)<\/script>/.exec(page.stdout)?.[1] ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    expect(page.stdout).toContain(`script-src 'sha256-${hash}'`);
    expect(page.stdout).not.toMatch(/\s(?:src|href|style|on[a-z]+)=/);
  });

  it('tells users that could not be read, and exits 8', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 10 });
    await desk.control('POST', '/faults', [
      { path: '0000000000000003/connected-accounts', kind: 'malformed', times: 20 },
    ]);
    const { exit, data, stderr } = await desk.json(report);
    expect(exit).toBe(8);
    expect(data).toMatchObject({ users_read: 9, users_failed: 1 });
    expect(lastError(stderr)).toMatchObject({ code: 'api.partial', message: '1 user could not be read' });
  });

  it('is no report when it is interrupted', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 100, rateLimit: 20 });
    const run = startTv(desk, [...report, '--json', '--debug']);
    await run.stderrMatch(/connected-accounts[^\n]* 200 [\s\S]*connected-accounts[^\n]* 200 /);
    run.child.kill('SIGINT');
    const { exit, stdout, stderr } = await run.finished;
    expect({ exit, stdout }).toEqual({ exit: 130, stdout: '' });
    expect(stderr).toMatch(/Stopped after \d+ users?, so there is no report/);
  });

  it.each([
    [[], 'usage.missing_argument'],
    [['--all-users', '--query', 'x'], 'usage.conflict'],
    [['--all-users', '-o', 'junit'], 'usage.invalid_value'],
  ])('refuses %j', async (args, code) => {
    const desk = await openDesk({ scenario: 'fleet', users: 1 });
    const { exit, stderr } = await desk.run([
      'tokensets',
      'report',
      ...args,
      ...(args.includes('-o') ? [] : ['--json']),
    ]);
    expect(exit).toBe(2);
    if (!args.includes('-o')) expect(lastError(stderr)).toMatchObject({ code });
  });
});
