import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listAll, requestCounts, rowsOf, startTv } from './bulk-desk.ts';
import { lastError, openDesk } from './tv.ts';

interface Deletion {
  readonly deleted: boolean;
  readonly error: { readonly code: string } | null;
}

const everything = ['tokensets', 'delete', '--query', 'email:user*', '--all', '--source', 'tokensets'];
const unasked = [...everything, '--yes', '--max', '10000', '-o', 'jsonl'];

describe('a deletion', () => {
  it('whose reader leaves stops, says how far it came, and ends with 8', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 60, rateLimit: 40 });
    const before = await listAll(desk, '--source', 'tokensets');
    const run = startTv(desk, unasked);
    await run.stdoutLines(3);
    run.child.stdout?.destroy();
    const { exit, stderr } = await run.finished;
    const after = await listAll(desk, '--source', 'tokensets');
    expect(exit).toBe(8);
    expect(stderr).toMatch(/Stopped after \d+ tokensets? deleted/);
    expect(after.length).toBeGreaterThan(0);
    expect(after.length).toBeLessThan(before.length);
  });

  it('takes stdin for one thing only', async () => {
    const desk = await openDesk();
    const words = ['tokensets', 'delete', '--users-file', '-', '--all', '--my-account-token-stdin'];
    const { exit, stdout, stderr } = await desk.run([...words, '--max', '5', '--yes', '--json'], {
      stdin: 'auth0|ada\n',
    });
    expect([exit, stdout, lastError(stderr).code]).toEqual([2, '', 'usage.conflict']);
  });

  // A device that takes no byte, which not every system has.
  it.skipIf(!existsSync('/dev/full'))(
    'whose receipt is lost tells what was deleted and sends no more',
    async () => {
      const desk = await openDesk({ scenario: 'fleet', users: 20 });
      const { exit, stdout, stderr } = await desk.run([...unasked, '--receipt', '/dev/full']);
      const rows = rowsOf<Deletion>(stdout);
      const gone = rows.filter(({ deleted }) => deleted).length;
      expect(exit).toBe(8);
      expect(gone).toBeGreaterThan(0);
      expect(rows.filter(({ error }) => error?.code === 'usage.file').length).toBe(rows.length - gone);
      expect(stderr).toContain('receipt.lost');
      const deletions = Object.entries(await requestCounts(desk)).filter(([key]) => key.startsWith('DELETE'));
      expect(deletions.reduce((sum, [, count]) => sum + count, 0)).toBe(gone);
      const change = await desk.run(
        ['connections', 'disable', 'github', 'windowslive', '--yes', '--json', '--receipt', '/dev/full'],
        {},
      );
      expect(change.exit).toBe(8);
      const { changes } = JSON.parse(change.stdout) as { changes: readonly { status: string }[] };
      expect(changes.map(({ status }) => status)).toEqual(['applied', 'failed']);
    },
  );
});
