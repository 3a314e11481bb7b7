import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/catalogue.ts';
import type { CommandSpec, OptionSpec } from '../../src/core/command.ts';
import { binary, cleanEnvironment, lastError, openDesk, runProcess, temporaryDirectory } from './tv.ts';

const line = ({ path }: CommandSpec): string => `tv ${path.join(' ')}`;

function withValue({ name, value, choices }: OptionSpec): readonly string[] {
  return value === undefined ? [`--${name}`] : [`--${name}`, choices?.[0] ?? 'x'];
}

const required = commands.flatMap((spec) =>
  (spec.options ?? [])
    .filter((option) => option.required !== undefined)
    .map((option) => [line(spec), option.name, spec] as const),
);
const choosing = commands
  .filter(({ oneOf }) => oneOf !== undefined)
  .map((spec) => [line(spec), spec] as const);

describe('what a spec says is needed', () => {
  it.each(required)('%s --%s', async (_, name, spec) => {
    const others = (spec.options ?? []).filter((option) => option.required && option.name !== name);
    const { exit, stdout, stderr } = await runProcess(
      process.execPath,
      [binary, ...spec.path, ...others.flatMap(withValue), '--json'],
      { baseEnv: cleanEnvironment(temporaryDirectory()) },
    );
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(lastError(stderr)).toMatchObject({
      code: 'usage.missing_argument',
      message: `\`--${name}\` is missing`,
      hint: spec.options?.find((option) => option.name === name)?.required?.hint,
    });
  });

  it.each(choosing)('%s wants one of the ways', async (_, spec) => {
    const desk = await openDesk();
    const must = (spec.options ?? []).filter((option) => option.required);
    const named = (spec.arguments ?? []).filter((one) => one.required).map(() => 'x');
    const { exit, stdout, stderr } = await desk.run([
      ...spec.path,
      ...named,
      ...must.flatMap(withValue),
      ...(spec.path[1] === 'delete' ? ['--all'] : []),
      '--json',
    ]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    const { code, hint } = lastError(stderr);
    expect(code).toBe('usage.missing_argument');
    expect(hint).toMatch(/^\S/);
  });

  it('is told to programs', async () => {
    const desk = await openDesk();
    const rows = (await desk.json(['commands'])).data as readonly {
      command: string;
      usage: string;
      one_of: readonly string[];
      options: readonly { name: string; required: boolean }[];
    }[];
    const found = rows.flatMap(({ command, options }) =>
      options.filter((option) => option.required).map(({ name }) => [command, name]),
    );
    expect(found).toEqual(required.map(([command, name]) => [command, `--${name}`]));
    expect(rows.find(({ command }) => command === 'tv apps create-api-client')?.usage).toBe(
      'tv apps create-api-client --api <identifier> --secret-out <file> [options]',
    );
    expect(rows.find(({ command }) => command === 'tv apps check')?.one_of).toEqual([
      'app',
      '--all',
      '--enabled',
    ]);
  });

  it('a format of other commands is answered with their names', async () => {
    const desk = await openDesk();
    const { exit, stderr } = await desk.run(['apps', 'list', '-o', 'html']);
    expect(exit).toBe(2);
    expect(stderr).toContain('hint: `html` is a format of `tv doctor` and `tv tokensets report`');
  });

  it('without any credentials the hint names lines that run as they stand', async () => {
    const home = temporaryDirectory();
    const run = (args: readonly string[]) =>
      runProcess(process.execPath, [binary, ...args], { baseEnv: cleanEnvironment(home) });
    const { exit, stderr } = await run(['doctor', '--json']);
    expect(exit).toBe(2);
    const quoted = [...String(lastError(stderr).hint).matchAll(/`tv ([^`]+)`/g)].map(
      ([, words = '']) => words,
    );
    expect(quoted).toEqual(['-p sandbox doctor', 'setup', 'profiles add prod']);
    const codes = await Promise.all(
      quoted.map(async (words) => (await run([...words.split(' '), '--no-input', '--json'])).stderr),
    );
    // Two of them ask on a terminal; here they get as far as the question.
    expect(codes[0]).not.toContain('"error"');
    expect(codes.slice(1).join('')).not.toContain('usage.missing_argument');
  });
});
