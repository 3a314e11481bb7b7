import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';
import { describe, expect, it } from 'vitest';
import { binary, cleanEnvironment, type Desk, openDesk } from './tv.ts';

/** Runs the binary on a pseudo-terminal, answering each text when it is shown. */
function converse(
  desk: Desk,
  args: readonly string[],
  answers: readonly (readonly [shown: string, typed: string])[],
): Promise<{ readonly exit: number; readonly text: string; readonly raw: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...cleanEnvironment(desk.home), TERM: 'xterm-256color' };
    const terminal = spawn(process.execPath, [binary, ...args], { cols: 100, rows: 40, cwd: desk.home, env });
    const left = [...answers];
    let raw = '';
    let seen = 0;
    const timer = setTimeout(() => {
      terminal.kill();
      reject(new Error(`never shown: ${left[0]?.[0]}\n${raw}`));
    }, 20_000);
    terminal.onData((data) => {
      raw += data;
      const next = left[0];
      const text = stripVTControlCharacters(raw);
      const at = next === undefined ? -1 : text.indexOf(next[0], seen);
      if (next === undefined || at === -1) return;
      left.shift();
      seen = at + next[0].length;
      terminal.write(`${next[1]}\r`);
    });
    terminal.onExit(({ exitCode }) => {
      clearTimeout(timer);
      resolve({ exit: exitCode, text: stripVTControlCharacters(raw), raw });
    });
  });
}

describe('at a terminal', () => {
  it('add asks for what is missing and never shows the secret', async () => {
    const desk = await openDesk();
    const { clientId, clientSecret } = desk.sandbox.credentials;
    const { exit, text, raw } = await converse(
      desk,
      ['profiles', 'add', 'acme'],
      [
        ['Tenant domain', desk.sandbox.origin],
        ['Client id of', clientId],
        ['Client secret of', clientSecret],
      ],
    );
    expect({ exit, text }).toMatchObject({ exit: 0 });
    expect(raw).not.toContain(clientSecret);
    expect(text).toContain('Added the profile `acme`, the active one now');
    const second = await converse(
      desk,
      ['profiles', 'add', 'beta', '--domain', desk.sandbox.origin, '--client-id', clientId],
      [
        ['Client secret of', clientSecret],
        ['Make `beta` the active profile?', 'y'],
      ],
    );
    expect(second.exit).toBe(0);
    expect(second.text).toContain('Added the profile `beta`, the active one now');
  });

  it('remove asks, and a no changes nothing', async () => {
    const desk = await openDesk();
    const { origin, credentials } = desk.sandbox;
    const words = ['profiles', 'add', 'acme', '--domain', origin, '--client-id', credentials.clientId];
    await desk.run([...words, '--client-secret-stdin'], { stdin: credentials.clientSecret });
    const question = 'Remove the profile `acme`';
    expect((await converse(desk, ['profiles', 'remove', 'acme'], [[question, 'n']])).exit).toBe(130);
    expect((await desk.run(['profiles', 'list', '-o', 'id'])).stdout).toContain('acme');
    expect((await converse(desk, ['profiles', 'remove', 'acme'], [[question, 'y']])).exit).toBe(0);
    expect((await desk.run(['profiles', 'list', '-o', 'id'])).stdout).not.toContain('acme');
  });
});
