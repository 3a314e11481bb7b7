import { expect, test } from 'vitest';
import { binary, cleanEnvironment, lastError, openDesk, runProcess, temporaryDirectory } from './tv.ts';

const user = ['--user', 'auth0|ada'];

test('global options stand in every position and every spelling', async () => {
  const desk = await openDesk();
  const plain = await desk.run(['tokensets', 'list', ...user, '-o', 'json', '--fields', 'id']);
  expect(plain.exit).toBe(0);
  for (const line of [
    ['--json', '--fields', 'id', 'tokensets', 'list', ...user],
    ['tokensets', '--json', 'list', '--fields=id', ...user],
    ['tokensets', 'list', ...user, '-ojson', '--fields', 'id'],
    ['-o=json', 'tokensets', 'list', ...user, '--fields', 'id'],
    ['tokensets', 'list', ...user, '--output=json', '-qy', '--fields', 'id'],
    ['-o', 'csv', 'tokensets', 'list', ...user, '-o', 'json', '--fields', ' id ,id'],
  ])
    expect({ line, ...(await desk.run(line)) }).toEqual({ line, ...plain });
  const after = await desk.run(['tokensets', 'show', ...user, '-o', 'id', '--', '-o=json']);
  expect(after.exit).toBe(5);
  expect(after.stderr).toContain('-o=json');
});

test.each([
  [['--json'], 'tv'],
  [['-o', 'csv', '-q'], 'tv'],
  [['--json', 'tokensets'], 'tv tokensets'],
  [['profiles', '-o=yaml'], 'tv profiles'],
])('a line without a command says so: %j', async (line, prefix) => {
  const run = await runProcess(process.execPath, [binary, ...line], {
    baseEnv: cleanEnvironment(temporaryDirectory()),
  });
  expect(run).toMatchObject({ exit: 2, stdout: '' });
  expect(lastError(run.stderr)).toMatchObject({
    code: 'usage.unknown_command',
    message: `No command follows \`${prefix}\``,
    hint: `Run \`${prefix} --help\``,
  });
});
