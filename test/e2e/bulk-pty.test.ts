import { describe, expect, it } from 'vitest';
import { requestCounts } from './bulk-desk.ts';
import { keys, onTerminal } from './pty.ts';
import { type Desk, openDesk } from './tv.ts';

const args = ['tokensets', 'delete', '--query', 'email:user*', '--all', '--source', 'tokensets'];
const deletion = 'DELETE /users/x/federated-connections-tokensets/x';

async function countOf(desk: Desk): Promise<number> {
  const { stdout } = await desk.run([...args, '--dry-run', '-o', 'id']);
  return stdout.split('\n').length - 1;
}

describe('tv tokensets delete at a terminal', () => {
  it('shows tenant, counts and a sample, and deletes once the number is typed', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 15 });
    const count = await countOf(desk);
    const question = `Delete ${count} tokensets on ${desk.sandbox.origin}? Type ${count} to go on`;
    const { exit, text } = await onTerminal(desk, args, [[question, `${count}${keys.enter}`]], {
      columns: 120,
    });
    expect(exit).toBe(0);
    expect(text).toContain(`Tenant ${desk.sandbox.origin}\r\n${count} tokensets to delete: `);
    expect(text).toContain(`\r\n  … and ${count - 10} more\r\n`);
    expect(text).toContain('not revoked');
    expect(text).toContain(`${count} tokensets deleted`);
    expect(await requestCounts(desk)).toMatchObject({ [deletion]: count });
  });

  it.each([
    ['another number', `1${keys.enter}`],
    ['yes', `yes${keys.enter}`],
    ['Ctrl-C', keys.interrupt],
    ['Escape', keys.escape],
  ])('deletes nothing at %s', async (_, typed) => {
    const desk = await openDesk({ scenario: 'fleet', users: 15 });
    const { exit } = await onTerminal(desk, args, [['to go on', typed]]);
    expect(exit).toBe(130);
    expect(await requestCounts(desk)).not.toHaveProperty([deletion]);
  });

  it.each([60, 100])('keeps the notice within %i columns, its lines apart', async (columns) => {
    const desk = await openDesk({ scenario: 'fleet', users: 15 });
    const { exit, text } = await onTerminal(desk, [...args, '--yes', '--max', '100'], [], { columns });
    expect(exit).toBe(0);
    const lines = text.split(/\r\n?/);
    const tooLong = lines.filter((line) => line.length > columns);
    expect(tooLong.filter((line) => !/^\s*https:\S+$/.test(line))).toEqual([]);
    expect(lines.filter((line) => /^Tenant |^\d+ tokensets to delete: /.test(line))).toHaveLength(2);
  });

  it('clears the progress line before it says that there is nothing', async () => {
    const desk = await openDesk();
    const { exit, text } = await onTerminal(
      desk,
      ['tokensets', 'delete', '--user', 'radia@example.com', '--all', '--yes'],
      [],
    );
    expect(exit).toBe(0);
    expect(text).toMatch(/users read 1\rNothing to delete\r\n$/);
  });

  it('shows progress, stops at Ctrl-C in the middle, and says how far it came', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 80, rateLimit: 40 });
    const { exit, text } = await onTerminal(
      desk,
      [...args, '--yes', '--max', '1000', '--rate-share', '100'],
      [['tokensets deleted 2', keys.interrupt]],
    );
    expect(exit).toBe(130);
    expect(text).toMatch(/users read \d+\/80, \d+%/);
    expect(text).toMatch(/Stopped after \d+ tokensets? deleted; the same command again/);
  });
});
