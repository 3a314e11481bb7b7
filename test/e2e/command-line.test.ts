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

/** Runs without a tenant, where a line is judged before anything else. */
function bare(...line: readonly string[]) {
  return runProcess(process.execPath, [binary, ...line], {
    baseEnv: cleanEnvironment(temporaryDirectory()),
  });
}

test.each([
  [['-p', 'p2', '--receipt', '--dry-run', 'connections', 'disable', 'github', '--yes'], '--receipt'],
  [['connections', 'list', '--expect-tenant', '--json'], '--expect-tenant'],
  [['-p', '--json', 'connections', 'list'], '-p'],
  [['-qyp', '-qy', 'connections', 'list', '--json'], '-p'],
  [['connections', 'list', '--fields', '--output=json'], '--fields'],
  [['tokensets', 'list', '--user', '--connection', 'github', '--json'], '--user'],
  [['tokensets', 'list', '--user', '-y', 'auth0|ada', '--json'], '--user'],
])('an option is not the value of another: %j', async (line, flag) => {
  const run = await bare(...line, '-o', 'json');
  expect(run).toMatchObject({ exit: 2, stdout: '' });
  expect(lastError(run.stderr)).toMatchObject({
    code: 'usage.missing_argument',
    message: `\`${flag}\` needs a value`,
  });
});

test('what looks like an option and is none here may be a value', async () => {
  const desk = await openDesk();
  const run = await desk.run(['connections', 'list', '--fields', 'id,name', '--receipt', '--odd', '--json']);
  expect(run).toMatchObject({ exit: 0, stderr: '' });
  for (const user of ['-5', '-', '--nobody', '--'])
    expect(lastError((await desk.run(['--json', 'tokensets', 'list', '--user', user])).stderr).code).toMatch(
      /^(not_found\.user|usage\.(invalid_value|file))$/,
    );
  expect((await desk.run(['connections', 'list', '--receipt=--json'])).exit).toBe(0);
});

test.each([
  [['connections', 'list', '--json=true'], '--json'],
  [['connections', 'disable', 'github', '--dry-run=false', '--json'], '--dry-run'],
  [['profiles', 'add', 'z', '--client-secret-stdin=x', '-ojson'], '--client-secret-stdin'],
  [['-q=true', 'connections', 'list', '-o=json'], '-q'],
])('a flag takes no value: %j', async (line, flag) => {
  const run = await bare(...line);
  expect(run).toMatchObject({ exit: 2, stdout: '' });
  expect(lastError(run.stderr)).toMatchObject({
    code: 'usage.invalid_value',
    message: `\`${flag}\` takes no value`,
  });
});

test.each([
  [['-qojson', 'nope'], 'tv nope'],
  [['-qo', 'json', 'nope'], 'tv nope'],
  [['-qo=json', 'nope'], 'tv nope'],
  [['-o', 'table', '-o', 'json', 'nope'], 'tv nope'],
  [['-yqojson', 'tokensets', 'nope'], 'tv tokensets nope'],
])('is a usage error in the format that was asked for: %j', async (line, command) => {
  const run = await bare(...line);
  expect(run).toMatchObject({ exit: 2, stdout: '' });
  expect(lastError(run.stderr).message).toBe(`There is no command \`${command}\``);
});

test('the last format that is named is the one of a usage error', async () => {
  expect((await bare('-o', 'json', '-o', 'table', 'nope')).stderr).toMatch(/^error: /);
  expect((await bare('-ojson', '-qotable', 'nope')).stderr).toMatch(/^error: /);
});
