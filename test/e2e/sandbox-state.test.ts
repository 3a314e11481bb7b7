import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { binary, cleanEnvironment, lastError, runProcess, temporaryDirectory } from './tv.ts';

function serve(home: string, state: string) {
  return runProcess(
    process.execPath,
    [binary, 'sandbox', 'serve', '--port', '0', '--state', state, '--json'],
    {
      baseEnv: cleanEnvironment(home),
      onStderr: (text, kill) => {
        if (text.includes('sandbox.serving')) kill('SIGTERM');
      },
    },
  );
}

test('a file that holds something else is not overwritten with --state', async () => {
  const home = temporaryDirectory();
  const state = join(home, 'package.json');
  for (const content of ['{"name":"precious"}\n', 'notes\n', '[1]']) {
    writeFileSync(state, content);
    const run = await serve(home, state);
    expect(run).toMatchObject({ exit: 2, stdout: '' });
    expect(lastError(run.stderr)).toMatchObject({ code: 'usage.file' });
    expect(readFileSync(state, 'utf8')).toBe(content);
  }
});

test('an empty file, a missing one and a state of before are taken', async () => {
  const home = temporaryDirectory();
  const state = join(home, 'deep', 'state.json');
  for (const prepare of [() => {}, () => writeFileSync(state, ''), () => {}]) {
    prepare();
    const run = await serve(home, state);
    expect(run.exit).toBe(143);
    expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ format: 1 });
  }
});

test.skipIf(process.getuid?.() === 0)(
  'a state that cannot be written is not a port that is taken',
  async () => {
    const home = temporaryDirectory();
    const closed = join(home, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    const run = await serve(home, join(closed, 'state.json'));
    chmodSync(closed, 0o700);
    expect(run).toMatchObject({ exit: 2, stdout: '' });
    expect(lastError(run.stderr).message).toContain('permission denied');
    expect(existsSync(join(closed, 'state.json'))).toBe(false);
  },
);
