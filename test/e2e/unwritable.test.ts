import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { binary, cleanEnvironment, lastError, openDesk, runProcess, temporaryDirectory } from './tv.ts';

const list = ['tokensets', 'list', '--user', 'auth0|ada', '-o', 'id', '--source', 'tokensets'];

/** Places where nothing can be created, whoever asks: below a file, and where the kernel makes what there is. */
function hopelessPlaces(): readonly string[] {
  const file = join(temporaryDirectory(), 'file');
  writeFileSync(file, '');
  return existsSync('/proc/self') ? [join(file, 'deep', 'down'), '/proc/tv/deep/down'] : [join(file, 'deep')];
}

describe('directories that cannot be written', () => {
  test('do not matter to a command with credentials from the environment', async () => {
    const desk = await openDesk();
    const usual = await desk.run(list);
    expect(usual.exit).toBe(0);
    for (const place of hopelessPlaces()) {
      const env = { HOME: place, TV_CONFIG_DIR: undefined, TV_STATE_DIR: undefined };
      expect(await desk.run(list, { env })).toEqual(usual);
      expect(await desk.run(list, { env: { TV_CONFIG_DIR: place, TV_STATE_DIR: place } })).toEqual(usual);
    }
    expect(
      await desk.run(list, { env: { HOME: undefined, TV_CONFIG_DIR: undefined, TV_STATE_DIR: undefined } }),
    ).toEqual(usual);
  });

  test('are named when the sandbox keeps its state in memory instead, or a profile cannot be stored', async () => {
    for (const place of hopelessPlaces()) {
      const run = (args: readonly string[], stdin = '') =>
        runProcess(process.execPath, [binary, ...args, '--json'], {
          baseEnv: cleanEnvironment(temporaryDirectory()),
          env: { TV_CONFIG_DIR: place, TV_STATE_DIR: place },
          stdin,
        });
      const sandbox = await run(['-p', 'sandbox', 'connections', 'list']);
      expect(sandbox.exit).toBe(0);
      expect(sandbox.stderr).toContain(place);
      const domain = 'acme.eu.auth0.com';
      const add = await run(
        ['profiles', 'add', 'x', '--domain', domain, '--token-stdin', '--no-verify'],
        'tok-12345678',
      );
      expect(add).toMatchObject({ exit: 2, stdout: '' });
      expect(lastError(add.stderr)).toMatchObject({ code: 'config.file' });
    }
  });
});

const full = test.skipIf(!existsSync('/dev/full'));

/** Runs with a stream at a device that is always full. */
function runFull(
  stream: 'stdout' | 'stderr',
  line: readonly string[],
  env: Readonly<Record<string, string>>,
) {
  const fd = stream === 'stdout' ? 1 : 2;
  const shell = ['-c', `"$0" "$@" ${fd}> /dev/full`, process.execPath, binary, ...line];
  return runProcess('/bin/sh', shell, { baseEnv: env });
}

full('output that cannot be written is an error, not a bug', async () => {
  const desk = await openDesk();
  const run = await runFull('stdout', list, desk.env);
  expect(run.exit).toBe(2);
  expect(run.stderr).toContain('The output could not be written: the disk is full');
});

full.each([
  ['help'],
  ['-V'],
  ['apps'],
  ['help', 'rules'],
  ['completion', 'bash'],
  ['apps', 'list', '--help'],
])('a quick answer that cannot be written is one too: %j %j', async (...line) => {
  const run = await runFull('stdout', line, cleanEnvironment(temporaryDirectory()));
  expect(run.exit).toBe(2);
  expect(run.stderr).toMatch(/^error: The output could not be written: the disk is full$/m);
});

full('a shell that completes is told nothing on it', async () => {
  const run = await runFull('stdout', ['__complete', 'fish', 'ap'], cleanEnvironment(temporaryDirectory()));
  expect(run).toEqual({ exit: 0, stdout: '', stderr: '' });
});

full.each([
  [['apps', 'show', 'nope', '--json'], 5],
  [['apps', 'show', 'nope'], 5],
  [['nope'], 2],
  [['apps', 'list', '--json'], 0],
] as const)('stderr that cannot be written leaves the exit code: %j', async (line, exit) => {
  const desk = await openDesk();
  expect((await runFull('stderr', line, desk.env)).exit).toBe(exit);
});

full('a sandbox that cannot tell where it is does not serve', async () => {
  const serve = ['sandbox', 'serve', '--port', '0'];
  const run = await runFull('stdout', serve, cleanEnvironment(temporaryDirectory()));
  expect(run.exit).toBe(2);
  expect(run.stderr).toContain('The output could not be written');
  expect(run.stderr).not.toContain('Serving');
});

test('a sandbox is not started to print fields that it has not', async () => {
  for (const more of [[], ['--json'], ['-o', 'csv']]) {
    const run = await runProcess(
      process.execPath,
      [binary, 'sandbox', 'serve', '--port', '0', '--fields', 'nope', ...more],
      { baseEnv: cleanEnvironment(temporaryDirectory()) },
    );
    expect(run).toMatchObject({ exit: 2, stdout: '' });
    expect(run.stderr).not.toContain('Serving');
  }
});
