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

test.skipIf(!existsSync('/dev/full'))('output that cannot be written is an error, not a bug', async () => {
  const desk = await openDesk();
  const shell = ['-c', '"$0" "$@" > /dev/full', process.execPath, binary, ...list];
  const run = await runProcess('/bin/sh', shell, { baseEnv: desk.env });
  expect(run.exit).toBe(2);
  expect(run.stderr).toContain('The output could not be written: the disk is full');
});
