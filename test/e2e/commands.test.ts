import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/catalogue.ts';
import { exitsOf } from '../../src/core/command-exits.ts';
import { exitCodes } from '../../src/core/exit-codes.ts';
import { globalOptions } from '../../src/core/global-options.ts';
import { binary, cleanEnvironment, openDesk, runProcess, temporaryDirectory } from './tv.ts';

interface Row {
  readonly command: string;
  readonly effect: string | null;
  readonly needs: string | null;
  readonly usage: string;
  readonly options: readonly { readonly name: string; readonly environment: readonly string[] }[];
  readonly scopes: readonly { readonly scope: string }[];
  readonly exit_codes: readonly { readonly code: number }[];
  readonly examples: readonly { readonly line: string }[];
}

function tv(...args: readonly string[]) {
  return runProcess(process.execPath, [binary, ...args], { baseEnv: cleanEnvironment(temporaryDirectory()) });
}

describe('tv commands', () => {
  it('tells everything about every command, for programs', async () => {
    const { exit, stdout, stderr } = await tv('commands', '--json');
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    const [program, ...rows] = JSON.parse(stdout) as readonly Row[];
    expect(program).toMatchObject({ command: 'tv', effect: null });
    expect(program?.options.map(({ name }) => name)).toEqual(globalOptions.map(({ name }) => `--${name}`));
    expect(program?.options.find(({ name }) => name === '--profile')?.environment).toEqual(['TV_PROFILE']);
    expect(rows.map(({ command }) => command)).toEqual(commands.map(({ path }) => `tv ${path.join(' ')}`));
    rows.forEach((row, at) => {
      const spec = commands[at];
      expect(row.effect).toBe(spec?.effect);
      expect(row.options.map(({ name }) => name)).toEqual(
        spec?.options?.map(({ name }) => `--${name}`) ?? [],
      );
      expect(row.scopes.map(({ scope }) => scope)).toEqual(spec?.scopes?.map(({ scope }) => scope) ?? []);
      expect(row.exit_codes.map(({ code }) => code)).toEqual(
        spec === undefined ? [] : exitsOf(spec).map((name) => exitCodes[name]),
      );
      expect(row.examples).toHaveLength(spec?.examples.length ?? 0);
    });
  });

  it('is a table for people and names for a shell', async () => {
    expect((await tv('commands')).stdout).toContain('tv tokensets delete\tdestroys\t');
    expect((await tv('commands', '-o', 'id')).stdout.split('\n')).toContain('tv apps enable');
  });

  it('tells the exit codes that every command on a tenant can end with', async () => {
    const desk = await openDesk();
    const tree = (await desk.json(['commands'])).data as readonly Row[];
    const onTenants = tree.filter(({ needs }) => needs === 'tenant');
    expect(onTenants.length).toBeGreaterThan(15);
    for (const { command, exit_codes: exits } of onTenants) {
      const codes = exits.map(({ code }) => code);
      expect(codes, command).toEqual(expect.arrayContaining([0, 2, 4, 5, 6, 7, 130, 143]));
      expect(codes, command).toEqual([...codes].sort((left, right) => left - right));
    }
  });

  it('tells of every command that its line can be wrong, and of those that Ctrl-C ends that SIGTERM does', async () => {
    const rows = (JSON.parse((await tv('commands', '--json')).stdout) as readonly Row[]).slice(1);
    const codes = new Map(rows.map((row) => [row.command, row.exit_codes.map(({ code }) => code)]));
    for (const [command, listed] of codes) {
      expect(listed, command).toEqual(expect.arrayContaining([0, 2]));
      expect(listed.includes(143), command).toBe(listed.includes(130));
    }
    expect(codes.get('tv profiles test')).toContain(130);
    expect(codes.get('tv exchange explain')).toEqual([0, 2, 5]);
    expect((await tv('exchange', 'explain', 'a', 'b')).exit).toBe(2);
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
