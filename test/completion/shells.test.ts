import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { binary, runProcess, temporaryDirectory } from '../e2e/tv.ts';
import { has, openTerminal, shellEnvironment, type Terminal } from './shell.ts';

const tab = '\t';
const startOfLine = '\u0001';

interface ShellUnderTest {
  readonly program: string;
  readonly args: readonly string[];
  readonly load: string;
}

const shells: readonly ShellUnderTest[] = [
  { program: 'bash', args: ['--norc', '--noprofile', '-i'], load: 'eval "$(tv completion bash)"' },
  { program: 'zsh', args: ['-f', '-i'], load: 'PS1="$ "; eval "$(tv completion zsh)"' },
  { program: 'fish', args: ['--no-config', '-i'], load: 'tv completion fish | source' },
];

/** A shell with completion switched on, a profile, and names that listings left behind. */
async function open({ program, args, load }: ShellUnderTest): Promise<Terminal> {
  const home = temporaryDirectory();
  const env = shellEnvironment(home);
  mkdirSync(join(home, 'config', 'profiles'), { recursive: true });
  writeFileSync(join(home, 'config', 'profiles', 'staging-eu.json'), '{}');
  writeFileSync(join(home, 'my notes.txt'), 'x');
  for (const noun of ['connections', 'apps']) {
    const { exit, stderr } = await runProcess(process.execPath, [binary, '-p', 'sandbox', noun, 'list'], {
      baseEnv: env,
    });
    expect(exit, stderr).toBe(0);
  }
  const terminal = openTerminal(program, args, home, { ...env, TV_PROFILE: 'sandbox' });
  terminal.type(`${load}; echo load''ed\r`);
  await terminal.shows('loaded');
  return terminal;
}

/** Types a line with Tab at its end and has the shell say which words the line then holds. */
async function completes(terminal: Terminal, typed: string, words: readonly string[]): Promise<void> {
  terminal.clear();
  terminal.type(typed);
  await pause();
  terminal.type(tab);
  await pause(600);
  terminal.type(`${startOfLine}show `);
  await pause();
  terminal.type('\r');
  await terminal.shows(`${words.map((word) => `<${word}>`).join('')}<end>`);
  await pause();
}

function pause(milliseconds = 150): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

describe.each(shells)('completion in $program', (shell) => {
  it.skipIf(!has(shell.program))(
    `completes commands, options, values, names and files${has(shell.program) ? '' : ` (skipped: no ${shell.program} on this machine)`}`,
    async () => {
      const terminal = await open(shell);
      await completes(terminal, 'tv tokense', ['tv', 'tokensets']);
      await completes(terminal, 'tv tokensets rep', ['tv', 'tokensets', 'report']);
      await completes(terminal, 'tv apps check --exchange acc', [
        'tv',
        'apps',
        'check',
        '--exchange',
        'access_token',
      ]);
      await completes(terminal, 'tv -o ya', ['tv', '-o', 'yaml']);
      await completes(terminal, 'tv -p stag', ['tv', '-p', 'staging-eu']);
      await completes(terminal, 'tv apps list --dry', ['tv', 'apps', 'list', '--dry-run']);
      await completes(terminal, 'tv apps list --output=ya', ['tv', 'apps', 'list', '--output=yaml']);
      await completes(terminal, 'tv apps check --only app/first', [
        'tv',
        'apps',
        'check',
        '--only',
        'app/first-party',
      ]);
      await completes(terminal, 'tv connections show google-o', [
        'tv',
        'connections',
        'show',
        'google-oauth2',
      ]);
      await completes(terminal, 'tv apps show Acme\\ Assistant\\ A', [
        'tv',
        'apps',
        'show',
        'Acme Assistant API',
      ]);
      await completes(terminal, 'tv apps list --receipt my', [
        'tv',
        'apps',
        'list',
        '--receipt',
        'my notes.txt',
      ]);
      await completes(terminal, 'tv apps list --receipt=my', [
        'tv',
        'apps',
        'list',
        '--receipt=my notes.txt',
      ]);
      await completes(terminal, 'tv help exit', ['tv', 'help', 'exit-codes']);
      terminal.clear();
      terminal.type(`tv profiles re${tab}`);
      await pause(600);
      terminal.type(tab);
      await terminal.shows(/remove.*rename|rename.*remove/s);
    },
    60_000,
  );
});
