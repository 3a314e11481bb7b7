import { describe, expect, it } from 'vitest';
import { openDesk } from './tv.ts';

interface Described {
  readonly command: string;
  readonly needs: string | null;
  readonly effect: string | null;
  readonly exit_codes: readonly { readonly code: number; readonly name: string }[];
}

describe('tv commands', () => {
  it('tells the exit codes that every command on a tenant can end with', async () => {
    const desk = await openDesk();
    const tree = (await desk.json(['commands'])).data as readonly Described[];
    const onTenants = tree.filter(({ needs }) => needs === 'tenant');
    expect(onTenants.length).toBeGreaterThan(15);
    for (const { command, exit_codes: exits } of onTenants) {
      const codes = exits.map(({ code }) => code);
      expect(codes, command).toEqual(expect.arrayContaining([0, 2, 4, 5, 6, 7, 130]));
      expect(codes, command).toEqual([...codes].sort((left, right) => left - right));
    }
  });

  it.each([
    [['--expect-tenant', 'other.auth0.com'], 6],
    [['--profile', 'nosuch'], 5],
  ])('as `tv connections list %j` ends with %i', async (args, exit) => {
    const desk = await openDesk();
    expect((await desk.run(['connections', 'list', ...args])).exit).toBe(exit);
    expect((await desk.run(['help', 'connections', 'list'])).stdout).toMatch(
      new RegExp(`Exit codes\\n[^\\n]*${exit} \\w+`),
    );
  });
});
