import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { binary, cleanEnvironment, runProcess, temporaryDirectory } from './tv.ts';

interface Step {
  readonly line: string;
  readonly exit: number;
}

/** The commands between the markers of the README, in order, each with the exit code it says (0 without a word). */
function readTour(): readonly Step[] {
  const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const block = /<!-- tour -->\s*```sh\n([\s\S]*?)```\s*<!-- \/tour -->/.exec(text)?.[1];
  if (block === undefined) throw new Error('README.md has no tour');
  return block
    .split(/\n\s*\n/)
    .map((part) =>
      part
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .join('\n'),
    )
    .map((line) => ({ line, exit: Number(/# exit (\d+)/.exec(line)?.[1] ?? 0) }));
}

it('the tour of the README runs as printed', async () => {
  const home = temporaryDirectory();
  mkdirSync(join(home, 'bin'));
  writeFileSync(join(home, 'bin', 'tv'), `#!/bin/sh\nexec '${process.execPath}' '${binary}' "$@"\n`);
  chmodSync(join(home, 'bin', 'tv'), 0o755);
  const env = cleanEnvironment(home);
  const told: string[] = [];
  const tour = readTour();
  expect(tour.length).toBeGreaterThanOrEqual(7);
  for (const { line, exit } of tour) {
    const transcript = await runProcess('sh', ['-c', line], {
      baseEnv: { ...env, PATH: `${join(home, 'bin')}:${env.PATH}` },
      cwd: home,
    });
    expect({ line, exit: transcript.exit, error: /^error:.*/m.exec(transcript.stderr)?.[0] }).toEqual({
      line,
      exit,
      error: undefined,
    });
    told.push(transcript.stdout + transcript.stderr);
  }
  const all = told.join('\n');
  expect(all).toContain('signs in with `google-oauth2` but never connected');
  expect(all).toContain('Changes: 10 applied');
  expect(all).toContain('`tv` never changes it');
  expect(all).toContain('ya29.');
  expect(told.at(-1)).toMatch(/exchange/);
});
