import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listAll, requestCounts, rowsOf, startTv } from './bulk-desk.ts';
import { type Desk, lastError, openDesk } from './tv.ts';

interface Deletion {
  readonly id: string;
  readonly user_id: string;
  readonly connection: string;
  readonly deleted: boolean;
  readonly planned: boolean;
  readonly error: { readonly code: string } | null;
}

interface Target {
  readonly id: string;
  readonly user_id: string;
}

interface Receipt {
  readonly id: string;
  readonly outcome: string;
}

const everything = ['tokensets', 'delete', '--query', 'email:user*', '--all', '--source', 'tokensets'];
const unasked = [...everything, '--yes', '--max', '10000', '-o', 'jsonl', '--rate-share', '100'];

const ids = (rows: readonly { readonly id: string }[]): ReadonlySet<string> =>
  new Set(rows.map(({ id }) => id));

const held = (desk: Desk): Promise<readonly Target[]> => listAll<Target>(desk, '--source', 'tokensets');

describe('tv tokensets delete over many users', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'stopped by %s leaves whole lines that tell what went, and the same command does what is left',
    async (signal) => {
      const desk = await openDesk({ scenario: 'fleet', users: 60, rateLimit: 80 });
      const receipt = join(desk.home, 'receipt.jsonl');
      const before = await held(desk);
      const run = startTv(desk, [...unasked, '--receipt', receipt]);
      await run.stdoutLines(10);
      run.child.kill(signal);
      const { exit, stdout, stderr, signal: endedBy } = await run.finished;
      const after = await held(desk);
      const gone = ids(before.filter(({ id }) => !ids(after).has(id)));
      const told = rowsOf<Deletion>(stdout);
      const receipts = rowsOf<Receipt>(readFileSync(receipt, 'utf8'));
      expect(gone.size).toBeGreaterThanOrEqual(10);
      expect(gone.size).toBeLessThan(before.length);
      expect(told.every(({ deleted, error }) => deleted && error === null)).toBe(true);
      if (signal === 'SIGKILL') {
        expect(endedBy).toBe('SIGKILL');
        // What was on its way at the kill may be told nowhere; what was told has gone.
        for (const { id } of [...told, ...receipts]) expect(gone.has(id)).toBe(true);
        expect(receipts.length).toBeGreaterThanOrEqual(told.length);
      } else {
        expect(exit).toBe(signal === 'SIGINT' ? 130 : 143);
        expect(ids(told)).toEqual(gone);
        expect(ids(receipts)).toEqual(gone);
        expect(stderr).toContain(`Stopped after ${gone.size} tokensets deleted`);
      }
      const again = await desk.run([...unasked, '--receipt', receipt]);
      expect(again.exit).toBe(0);
      expect(rowsOf(again.stdout)).toHaveLength(before.length - gone.size);
      expect(await held(desk)).toEqual([]);
    },
  );

  it('tells what failed among many, goes on with the rest (exit 8), and the same command does what is left', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 30 });
    const before = await held(desk);
    const [first, second] = before;
    const path = (id = ''): string => `federated-connections-tokensets/${id}$`;
    await desk.control('POST', '/faults', [
      { method: 'DELETE', path: path(first?.id), kind: 'status', status: 400, body: { message: 'no' } },
      { method: 'DELETE', path: path(second?.id), kind: '429', times: 2 },
    ]);
    const { exit, stdout, stderr } = await desk.run(unasked);
    expect(exit).toBe(8);
    const rows = rowsOf<Deletion>(stdout);
    expect(ids(rows)).toEqual(ids(before));
    expect(rows.filter(({ deleted }) => !deleted)).toMatchObject([
      { id: first?.id, planned: true, error: { code: expect.any(String) } },
    ]);
    expect(lastError(stderr)).toMatchObject({
      code: 'api.partial',
      message: `1 item of ${before.length} failed`,
    });
    const again = await desk.run(unasked);
    expect(again.exit).toBe(0);
    expect(rowsOf<Deletion>(again.stdout)).toMatchObject([{ id: first?.id, deleted: true }]);
  });

  it('ends when the tenant cannot be reached any more (exit 7), with whole lines, instead of trying them all', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 60, rateLimit: 60 });
    const receipt = join(desk.home, 'receipt.jsonl');
    const run = startTv(desk, [...unasked, '--receipt', receipt, '--max-wait', '1']);
    await run.stdoutLines(10);
    await desk.sandbox.close();
    const { exit, stdout, stderr } = await run.finished;
    expect(exit).toBe(7);
    const told = rowsOf<Deletion>(stdout).filter(({ deleted }) => deleted);
    const receipts = rowsOf<Receipt>(readFileSync(receipt, 'utf8'));
    expect(ids(receipts.filter(({ outcome }) => outcome === 'applied'))).toEqual(ids(told));
    expect(stderr).toContain(`Stopped after ${told.length} tokensets deleted; the same command again`);
    expect(lastError(stderr)).toMatchObject({ exit: 7, code: expect.stringMatching(/^network\./) });
  });

  it('deletes nothing when more would go than --max, or without a number for a whole tenant', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 20 });
    const most = await desk.run([...everything, '--yes', '--max', '3', '--json']);
    expect(most).toMatchObject({ exit: 6, stdout: '' });
    expect(lastError(most.stderr)).toMatchObject({ code: 'refused.guard' });
    const uncounted = await desk.run([...everything, '--yes', '--json']);
    expect(uncounted).toMatchObject({ exit: 2, stdout: '' });
    const nobody = await desk.run([...everything, '--max', '10000', '--json']);
    expect(nobody).toMatchObject({ exit: 2, stdout: '' });
    expect(await requestCounts(desk)).not.toHaveProperty('DELETE /users/x/federated-connections-tokensets/x');
  });

  it('counts by connection before it deletes, and shows a few', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 60 });
    const { exit, stdout, stderr } = await desk.run([...everything, '--dry-run']);
    expect(exit).toBe(0);
    const total = stdout.split('\n').length - 2;
    expect(stderr).toContain(`Tenant ${desk.sandbox.origin}\n${total} tokensets to delete: `);
    const counts = /to delete: (.*)\n/.exec(stderr)?.[1]?.split(', ') ?? [];
    expect(counts.map((part) => Number(part.split(' ')[0])).reduce((sum, count) => sum + count)).toBe(total);
    expect(stderr).toContain(`\n  … and ${total - 10} more\n`);
    expect(stderr).toContain('not revoked');
  });
});

describe('tv tokensets delete --from', () => {
  it('takes a row that stands twice once, and says which rows are gone instead of deleting them', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 12 });
    const { stdout } = await desk.run([
      'tokensets',
      'list',
      '--all-users',
      '--source',
      'tokensets',
      '-o',
      'jsonl',
    ]);
    const rows = stdout.trim().split('\n');
    const file = join(desk.home, 'list.jsonl');
    writeFileSync(file, `${rows.join('\n')}\n\n${rows.join('\n')}\n`);
    const args = ['tokensets', 'delete', '--from', file, '--yes'];
    const first = await desk.json(args);
    expect(first.exit).toBe(0);
    expect(first.data).toHaveLength(rows.length);
    const again = await desk.json(args);
    expect(again.exit).toBe(5);
    expect(again.data).toHaveLength(rows.length);
    for (const row of again.data as readonly Deletion[]) {
      expect(row).toMatchObject({ deleted: false, planned: false, error: { code: 'not_found.tokenset' } });
    }
    const passedOver = await desk.json([...args, '--ignore-not-found']);
    expect(passedOver).toMatchObject({ exit: 0, data: [] });
    expect(passedOver.stderr).toContain(`${rows.length} rows not found, passed over`);
    expect(await held(desk)).toEqual([]);
  });

  it.each([
    ['no tenant', { tenant: undefined }, 2, 'usage.file'],
    ['another tenant', { tenant: 'acme.eu.auth0.com' }, 6, 'refused.wrong_tenant'],
    ['no id', { id: '' }, 2, 'usage.file'],
    ['no user', { user_id: 'ada@example.com' }, 2, 'usage.file'],
    ['a foreign source', { source: 'somewhere' }, 2, 'usage.file'],
  ])('refuses a file that holds a row with %s, before it deletes anything', async (_, change, exit, code) => {
    const desk = await openDesk({ scenario: 'fleet', users: 5 });
    const good = { id: 'one', user_id: 'auth0|one', source: 'tokensets', tenant: desk.sandbox.origin };
    const file = join(desk.home, 'list.jsonl');
    writeFileSync(file, `${JSON.stringify(good)}\n${JSON.stringify({ ...good, ...change })}\n`);
    const refused = await desk.run(['tokensets', 'delete', '--from', file, '--yes', '--json']);
    expect(refused).toMatchObject({ exit, stdout: '' });
    expect(lastError(refused.stderr)).toMatchObject({ code });
    expect(refused.stderr).toContain('Line 2');
    expect(await requestCounts(desk)).toEqual({});
  });

  it('reads each user once and deletes what is left of a file (exit 8)', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 12 });
    const rows = await held(desk);
    const file = join(desk.home, 'list.jsonl');
    const lines = [...rows, { ...rows[0], id: 'never-there' }].map((row) => JSON.stringify(row));
    writeFileSync(file, lines.join('\n'));
    await desk.control('DELETE', '/requests');
    const { exit, data, stderr } = await desk.json(['tokensets', 'delete', '--from', file, '--yes']);
    expect(exit).toBe(8);
    expect((data as readonly Deletion[]).filter(({ deleted }) => !deleted)).toMatchObject([
      { id: 'never-there', error: { code: 'not_found.tokenset' } },
    ]);
    expect(lastError(stderr)).toMatchObject({ code: 'api.partial' });
    const users = new Set(rows.map(({ user_id }) => user_id)).size;
    expect(await requestCounts(desk)).toMatchObject({
      'GET /users/x/federated-connections-tokensets': users,
      'DELETE /users/x/federated-connections-tokensets/x': rows.length,
    });
  });

  it('says that the feature is not on the tenant (exit 6) where the route is gone', async () => {
    const desk = await openDesk({ generation: 'connected_accounts' });
    const file = join(desk.home, 'list.jsonl');
    const row = { id: 't1', user_id: 'auth0|ada', source: 'tokensets', tenant: desk.sandbox.origin };
    writeFileSync(file, JSON.stringify(row));
    const refused = await desk.run(['tokensets', 'delete', '--from', file, '--yes', '--json']);
    expect(refused).toMatchObject({ exit: 6, stdout: '' });
    expect(lastError(refused.stderr)).toMatchObject({ code: 'refused.feature' });
  });

  it('keeps memory flat over a huge file', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 1 });
    const file = join(desk.home, 'list.jsonl');
    const count = 150_000;
    const lines = Array.from({ length: count }, (_, index) =>
      JSON.stringify({
        id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        user_id: `auth0|${String(Math.floor(index / 1000)).padStart(24, '0')}`,
        connection: 'google-oauth2',
        source: 'tokensets',
        tenant: desk.sandbox.origin,
      }),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
    // Kept in memory, these rows alone would take more than this.
    const env = { NODE_OPTIONS: '--max-old-space-size=32' };
    const args = ['tokensets', 'delete', '--from', file, '--dry-run', '-o', 'id'];
    const { exit, stdout, stderr } = await desk.run(args, { env });
    expect({ exit, told: /150,000 rows of the file will be reported/.test(stderr) }).toEqual({
      exit: 0,
      told: true,
    });
    expect(stdout.split('\n')).toHaveLength(count + 1);
  }, 90_000);
});
