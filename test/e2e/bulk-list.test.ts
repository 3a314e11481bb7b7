import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listAll, requestCounts, rowsOf, startTv } from './bulk-desk.ts';
import { lastError, openDesk } from './tv.ts';

interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly source: string;
  readonly tenant: string;
  readonly email?: string;
}

const userId = (index: number): string => `auth0|5f1ee70000000000${index.toString(16).padStart(8, '0')}`;
const list = ['tokensets', 'list', '-o', 'jsonl', '--rate-share', '100'];

describe('tv tokensets list over many users', () => {
  it('reads everybody through an export job, in their order, and asks each route once a user', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 300 });
    await desk.control('DELETE', '/requests');
    const rows = rowsOf<Row>((await desk.run([...list, '--all-users'])).stdout);
    const users = [...new Set(rows.map(({ user_id }) => user_id))];
    expect(users).toEqual([...users].sort());
    expect(users.length).toBeGreaterThan(200);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(new Set(rows.map(({ source }) => source))).toEqual(new Set(['tokensets', 'connected_accounts']));
    expect(rows.every(({ tenant }) => tenant === desk.sandbox.origin)).toBe(true);
    expect(await requestCounts(desk)).toMatchObject({
      'GET /users/x/federated-connections-tokensets': 300,
      'GET /users/x/connected-accounts': 300,
      'POST /jobs/users-exports': 1,
    });
  });

  it('finds the same by query and by file', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 40 });
    const everything = await listAll<Row>(desk);
    const query = await desk.run([...list, '--query', 'email:user*', '--with-user']);
    expect(query.exit).toBe(0);
    const found = rowsOf<Row>(query.stdout);
    expect(found.map(({ id }) => id)).toEqual(everything.map(({ id }) => id));
    expect(found[0]?.email).toMatch(/^user\d{7}@fleet\.example\.com$/);
    const file = join(desk.home, 'users.txt');
    const ids = Array.from({ length: 40 }, (_, index) => userId(index));
    writeFileSync(
      file,
      `\uFEFF${ids.slice(0, 20).join('\r\n')}\r\n# the rest\n\n${ids.slice(20).join('\n')}`,
    );
    const read = await desk.run([...list, '--users-file', file]);
    expect(rowsOf<Row>(read.stdout).map(({ id }) => id)).toEqual(everything.map(({ id }) => id));
  });

  it('refuses a query of more than Auth0 shows, and names the way out', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 1001 });
    const refused = await desk.run([...list, '--query', 'email:user*']);
    expect(refused).toMatchObject({ exit: 6, stdout: '' });
    expect(lastError(refused.stderr)).toMatchObject({
      code: 'refused.guard',
      hint: expect.stringContaining('--all-users'),
    });
  });

  it('reads stdin, looks e-mails up, takes each user once, and goes on past those that fail (exit 8)', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 20 });
    const stdin = [
      'user0000001@fleet.example.com',
      userId(1),
      userId(2),
      'USER0000002@fleet.example.com',
      userId(2),
      'nobody@example.com',
      'neither',
      'auth0|nobody',
      userId(4),
    ].join('\n');
    const { exit, stdout, stderr } = await desk.run([...list, '--users-file', '-'], { stdin });
    expect(exit).toBe(8);
    const rows = rowsOf<Row>(stdout);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    const told = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { warning?: { code: string; message: string } });
    const failed = told.filter(({ warning }) => warning?.code === 'tokensets.user_failed');
    expect(failed.map(({ warning }) => warning?.message.split('`')[1]).sort()).toEqual([
      'auth0|nobody',
      'neither',
      'nobody@example.com',
    ]);
    expect(lastError(stderr)).toMatchObject({ code: 'api.partial', message: '3 users could not be read' });
  });

  it('stops reading early at --limit, and tells nothing of what was broken off', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 500 });
    const { exit, stdout, stderr } = await desk.run([...list, '--all-users', '--limit', '3']);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(rowsOf(stdout)).toHaveLength(3);
    const counts = await requestCounts(desk);
    expect(counts['GET /users/x/connected-accounts']).toBeLessThan(60);
  });

  it('prints the first user long before the last is read, and says beforehand how long it takes', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 160, rateLimit: 20 });
    const run = startTv(desk, [...list.slice(0, 2), '--query', 'email:user*', '--rate-share', '100']);
    const note = await run.stderrMatch(/160 users at about .*\n/);
    const told = /^160 users at about ([\d.]+) requests\/s, two requests each: about (\d+) s\n$/.exec(note);
    expect(Number(told?.[1])).toBeGreaterThan(15);
    expect(Number(told?.[1])).toBeLessThan(25);
    // 320 requests at 20/s, of which the first 20 are free.
    expect(Number(told?.[2])).toBeGreaterThan(11);
    expect(Number(told?.[2])).toBeLessThan(24);
    expect((await run.stdoutLines(2)).length).toBeLessThan(160);
    run.child.kill('SIGINT');
    expect((await run.finished).exit).toBe(130);
  });

  it.each(['json', 'jsonl'])(
    'closes the document at Ctrl-C, says how far it came, and exits 130 (%s)',
    async (format) => {
      const desk = await openDesk({ scenario: 'fleet', users: 200, rateLimit: 40 });
      const run = startTv(desk, ['tokensets', 'list', '--all-users', '-o', format, '--rate-share', '100']);
      await run.stdoutLines(12);
      run.child.kill('SIGINT');
      const { exit, stdout, stderr } = await run.finished;
      expect(exit).toBe(130);
      const rows = format === 'json' ? (JSON.parse(stdout) as readonly unknown[]) : rowsOf(stdout);
      expect(rows.length).toBeGreaterThan(0);
      const stopped = /Stopped after (\d+) tokensets? of \d+ users?/.exec(stderr);
      expect(Number(stopped?.[1])).toBe(rows.length);
      expect(lastError(stderr)).toMatchObject({ code: 'cancelled.interrupted', exit: 130 });
    },
  );

  it('says a source that a scope closes is missing, because a clean answer must be a complete one', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 5 });
    await desk.control('POST', '/scopes', {
      client_id: desk.sandbox.credentials.clientId,
      scopes: ['read:users'],
    });
    const { exit, stdout, stderr } = await desk.run([...list, '--all-users']);
    expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
    expect(lastError(stderr)).toMatchObject({
      code: 'access.scope',
      missing_scopes: expect.arrayContaining(['read:federated_connections_tokens']),
    });
  });

  it('goes on past a user whose answer is broken, and says so (exit 8)', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 12 });
    await desk.control('POST', '/faults', [
      { path: `${encodeURIComponent(userId(3))}/connected-accounts`, kind: 'malformed', times: 20 },
    ]);
    const { exit, stdout, stderr } = await desk.run([...list, '--all-users']);
    expect(exit).toBe(8);
    expect(rowsOf<Row>(stdout).some(({ user_id }) => user_id === userId(4))).toBe(true);
    expect(rowsOf<Row>(stdout).some(({ user_id }) => user_id === userId(3))).toBe(false);
    expect(stderr).toContain(userId(3));
  });
});
