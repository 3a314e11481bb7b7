import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { binary, cleanEnvironment, runProcess, temporaryDirectory } from '../e2e/tv.ts';
import { openTerminal } from './shell.ts';

function machine(shell = '/bin/bash') {
  const home = temporaryDirectory();
  const run = (...args: readonly string[]) =>
    runProcess(process.execPath, [binary, 'completion', ...args], {
      baseEnv: { ...cleanEnvironment(home), SHELL: shell },
    });
  return { home, run };
}

describe('tv completion install', () => {
  it('adds a marked block once, and uninstall gives the file back as it was', async () => {
    const { home, run } = machine();
    const file = join(home, '.bashrc');
    writeFileSync(file, 'alias ll="ls -l"');
    const first = await run('install', '--yes', '--json');
    expect(JSON.parse(first.stdout)).toMatchObject({ shell: 'bash', file, action: 'added', dry_run: false });
    const added = readFileSync(file, 'utf8');
    expect(added).toContain(
      '# >>> tv completion >>>\ncommand -v tv >/dev/null 2>&1 && eval "$(tv completion bash)"\n# <<< tv completion <<<\n',
    );
    const again = await run('install', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ action: 'unchanged' });
    expect(readFileSync(file, 'utf8')).toBe(added);
    expect(JSON.parse((await run('uninstall', '--yes', '--json')).stdout)).toMatchObject({
      action: 'removed',
    });
    expect(readFileSync(file, 'utf8')).toBe('alias ll="ls -l"\n');
    expect(JSON.parse((await run('uninstall', '--json')).stdout)).toMatchObject({ action: 'unchanged' });
  });

  it('says in the past tense what was done, and what would be with --dry-run', async () => {
    const { home, run } = machine();
    const file = `\`${join(home, '.bashrc')}\``;
    expect((await run('install', '--dry-run')).stdout).toContain(`Would add completion to ${file}:`);
    expect((await run('install', '--yes')).stdout).toBe(`Added completion to ${file}\n`);
    writeFileSync(join(home, '.bashrc'), '# >>> tv completion >>>\nold\n# <<< tv completion <<<\ntwo\n');
    expect((await run('install', '--yes')).stdout).toBe(`Updated completion in ${file}\n`);
    expect((await run('uninstall', '--yes')).stdout).toBe(`Removed completion from ${file}\n`);
  });

  it('takes away a file that holds nothing else, but no link', async () => {
    const { home, run } = machine();
    const file = join(home, '.bashrc');
    await run('install', '--yes');
    const planned = await run('uninstall', '--dry-run');
    expect(planned.stdout).toContain(`from \`${file}\`, and the file, which holds nothing else:\n`);
    expect(existsSync(file)).toBe(true);
    expect((await run('uninstall', '--yes')).stdout).toContain('and the file, which held nothing else\n');
    expect(existsSync(file)).toBe(false);
    writeFileSync(join(home, 'dotfile'), '');
    symlinkSync(join(home, 'dotfile'), file);
    await run('install', '--yes');
    expect((await run('uninstall', '--yes')).stdout).toBe(`Removed completion from \`${file}\`\n`);
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  it('mends an older line where it stands', async () => {
    const { home, run } = machine();
    const file = join(home, '.bashrc');
    writeFileSync(file, 'one\n# >>> tv completion >>>\nold\n# <<< tv completion <<<\ntwo\n');
    expect(JSON.parse((await run('install', '--yes', '--json')).stdout)).toMatchObject({ action: 'updated' });
    expect(readFileSync(file, 'utf8')).toMatch(/^one\n# >>> .*\ncommand.*\n# <<< .*\ntwo\n$/);
  });

  it.each([
    ['zsh', '.zshrc'],
    ['fish', '.config/fish/config.fish'],
    ['powershell', '.config/powershell/Microsoft.PowerShell_profile.ps1'],
  ])('knows the start-up file of %s', async (shell, name) => {
    const { home, run } = machine();
    expect((await run('install', '--shell', shell, '--yes')).exit).toBe(0);
    expect(readFileSync(join(home, name), 'utf8')).toContain(`tv completion ${shell}`);
  });

  it('writes nothing with --dry-run, and nothing without an answer', async () => {
    const { home, run } = machine();
    const planned = await run('install', '--dry-run');
    expect(planned.stdout).toContain('eval "$(tv completion bash)"');
    const refused = await run('install');
    expect(refused).toMatchObject({ exit: 2, stdout: '' });
    expect(refused.stderr).toContain(
      'Nobody can be asked to confirm: `--yes` is needed to add completion to',
    );
    expect(existsSync(join(home, '.bashrc'))).toBe(false);
  });

  it('shows the line and asks on a terminal', async () => {
    const { home } = machine();
    const terminal = openTerminal(
      process.execPath,
      [binary, 'completion', 'install', '--shell', 'bash'],
      home,
      { ...cleanEnvironment(home), TERM: 'xterm' },
    );
    await terminal.shows('eval "$(tv completion bash)"');
    await terminal.shows('Add completion to');
    terminal.type('y\r');
    await terminal.shows('Open a new shell to use it');
    expect(readFileSync(join(home, '.bashrc'), 'utf8')).toContain('# >>> tv completion >>>');
  });

  it('asks which shell when it cannot be told', async () => {
    const { run } = machine('/bin/csh');
    const { exit, stderr } = await run('install', '--yes');
    expect(exit).toBe(2);
    expect(stderr).toContain('--shell');
  });
});
