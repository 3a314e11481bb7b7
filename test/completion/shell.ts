import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import { afterEach } from 'vitest';
import { stripControls } from '../../src/core/text.ts';
import { binary, cleanEnvironment } from '../e2e/tv.ts';

/** Whether the machine has a program. */
export function has(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** A shell at a terminal, with `tv` on its path. */
export interface Terminal {
  /** Types without a line end. */
  type(text: string): void;
  /** Waits until the screen shows the text; fails with what it shows instead. */
  shows(text: string | RegExp): Promise<string>;
  /** Forgets what was shown so far. */
  clear(): void;
}

const open: { readonly pty: IPty; readonly ended: Promise<unknown> }[] = [];

afterEach(async () => {
  for (const { pty, ended } of open.splice(0)) {
    try {
      pty.kill('SIGKILL');
    } catch {
      // It has ended by itself.
    }
    await ended;
  }
});

/** A clean environment whose `tv` is the one under test, and whose `show` prints its arguments one by one. */
export function shellEnvironment(home: string): Record<string, string> {
  const bin = join(home, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'tv'), `#!/bin/sh\nexec '${process.execPath}' '${binary}' "$@"\n`);
  chmodSync(join(bin, 'tv'), 0o755);
  writeFileSync(join(bin, 'show'), '#!/bin/sh\nprintf "<%s>" "$@"; echo "<end>"\n');
  chmodSync(join(bin, 'show'), 0o755);
  const env = cleanEnvironment(home);
  return { ...env, PATH: `${bin}:${env.PATH}`, TERM: 'xterm', PS1: '$ ', HISTFILE: '' };
}

/** Starts a shell at a pseudo-terminal. */
export function openTerminal(
  program: string,
  args: readonly string[],
  home: string,
  env: Readonly<Record<string, string>>,
): Terminal {
  const pty = spawn(program, [...args], { cols: 120, rows: 60, cwd: home, env: { ...env } });
  open.push({ pty, ended: new Promise((resolve) => pty.onExit(resolve)) });
  let screen = '';
  pty.onData((text) => {
    screen += text;
    // fish asks the terminal who it is and where the cursor is, and waits for the answers.
    if (text.includes('\u001b[c') || text.includes('\u001b[0c')) pty.write('\u001b[?62;c');
    if (text.includes('\u001b[6n')) pty.write('\u001b[1;1R');
  });
  const seen = (): string => stripControls(screen).replace(/ +/g, ' ');
  return {
    type: (text) => pty.write(text),
    clear: () => {
      screen = '';
    },
    async shows(text) {
      const deadline = Date.now() + 6_000;
      for (;;) {
        const now = seen();
        if (typeof text === 'string' ? now.includes(text) : text.test(now)) return now;
        if (Date.now() > deadline) throw new Error(`The terminal never showed ${text}; it shows: ${now}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
  };
}
