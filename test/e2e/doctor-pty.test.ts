import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/terminal/width.ts';
import { flat, keys, onTerminal } from './pty.ts';
import { openDesk } from './tv.ts';
import { withoutScopes, writes } from './vault-desk.ts';

describe('tv doctor on a terminal', () => {
  it.each([40, 80, 120])('fits %i columns, worst first', async (columns) => {
    const desk = await openDesk({ scenario: 'broken' });
    const { exit, text } = await onTerminal(desk, ['doctor'], [], { columns });
    expect(exit).toBe(3);
    const lines = text.split(/\r?\n/);
    // What can be copied is left whole.
    for (const line of lines.filter((part) => !/https?:|\S{28}| tv /.test(part))) {
      expect(displayWidth(line), line).toBeLessThanOrEqual(columns);
    }
    const at = (word: string): number => flat(text).indexOf(flat(word));
    expect(at('✗ fail  MFA policy')).toBeGreaterThan(0);
    expect(at('! warn')).toBeGreaterThan(flat(text).lastIndexOf('✗fail'));
    expect(at('5 subjects without a fault')).toBeGreaterThan(at('! warn'));
    expect(at('`tv doctor --fix` mends 10 of these together')).toBeGreaterThan(at('16 failed, 3 warnings'));
  });

  it('says the same without colour', async () => {
    const desk = await openDesk({ scenario: 'half-configured' });
    const painted = await onTerminal(desk, ['doctor'], []);
    const plain = await onTerminal(desk, ['doctor'], [], { env: { NO_COLOR: '1' } });
    expect(painted.raw).toContain('\u001b[31m✗ fail');
    expect(plain.raw).not.toContain('\u001b[3');
    expect(plain.text).toBe(painted.text);
  });

  it('is short where everything works', async () => {
    const desk = await openDesk();
    const { text } = await onTerminal(desk, ['doctor', '--skip', 'connection/offline-access'], []);
    expect(text.trim().split(/\r?\n/)).toHaveLength(9);
    expect(text).toContain('9 subjects without a fault');
  });

  it('collects the scopes that are missing in the last lines', async () => {
    const desk = await openDesk();
    await withoutScopes(desk, 'read:mfa_policies', 'read:client_grants');
    const { exit, text } = await onTerminal(desk, ['doctor'], []);
    expect(exit).toBe(4);
    const lines = text.trim().split(/\r?\n/);
    expect(lines.slice(-2)[0]).toBe('Missing scopes:');
    expect(lines.at(-1)?.split(' ').sort()).toEqual(['read:client_grants', 'read:mfa_policies']);
  });
});

describe('tv doctor --fix on a terminal', () => {
  const only = ['doctor', '--fix', '--only', 'app/rotation-off', '--only', 'app/oidc-conformant'];

  it('shows the changes, asks, makes them and examines again', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const { exit, text } = await onTerminal(desk, only, [
      ['Make 2 changes on', 'y'],
      ['(y/N) y', keys.enter],
    ]);
    expect(exit, text).toBe(0);
    expect(text).toContain('breaking, planned');
    expect(text).toContain('2 changes made');
    expect(await writes(desk)).toHaveLength(2);
  });

  it.each([
    ['Ctrl-C', keys.interrupt],
    ['Esc', keys.escape],
    ['Enter', keys.enter],
  ])('at %s changes nothing and ends with 130', async (_, key) => {
    const desk = await openDesk({ scenario: 'broken' });
    const { exit, text } = await onTerminal(desk, only, [['Make 2 changes on', key]]);
    expect(exit, text).toBe(130);
    expect(await writes(desk)).toEqual([]);
  });
});

describe('an e-mail with several accounts', () => {
  it('is asked about', async () => {
    const desk = await openDesk();
    const { exit, text } = await onTerminal(
      desk,
      ['doctor', '--user', 'alan@example.com', '--only', 'user/recent-failure'],
      [['accounts have the e-mail', keys.enter]],
    );
    expect(exit, text).toBe(0);
    expect(text).toContain('alan@example.com');
  });
});
