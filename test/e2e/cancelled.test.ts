import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { add, openBareDesk } from './profiles-desk.ts';
import { binary, type Desk, lastError } from './tv.ts';

interface Waiting {
  readonly child: ChildProcess;
  readonly ended: Promise<{
    readonly exit: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly stdout: string;
    readonly stderr: string;
  }>;
}

/** Starts a run whose stdin stays open, in a process group of its own as a shell does. */
function start(desk: Desk, args: readonly string[]): Waiting {
  const { AUTH0_DOMAIN: _, ...env } = desk.env;
  const child = spawn(process.execPath, [binary, ...args, '--json'], { env, cwd: desk.home, detached: true });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<Awaited<Waiting['ended']>>((resolve) =>
    child.on('close', (exit, signal) => resolve({ exit, signal, stdout, stderr })),
  );
  return { child, ended };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const named = ['--domain', 'acme.eu.auth0.com', '--client-id', 'abc'];
const app = ['--app', 'a', '--connection', 'github'];

test.each([
  [['profiles', 'add', 'z', ...named, '--client-secret-stdin', '--no-verify'], 'SIGTERM'],
  [['profiles', 'add', 'z', ...named, '--client-secret-stdin', '--no-verify'], 'SIGINT'],
  [['-p', 'acme', 'exchange', ...app, '--subject-token-stdin'], 'SIGTERM'],
  [['-p', 'acme', 'tokensets', 'list', '--users-file', '-'], 'SIGINT'],
  [['-p', 'acme', 'tokensets', 'delete', '--users-file', '-', '--connection', 'github', '--yes'], 'SIGTERM'],
] as const)('%j that reads stdin ends at once at %s', async (line, signal) => {
  const desk = await openBareDesk();
  await add(desk, 'acme');
  const { child, ended } = start(desk, line);
  await pause(2000);
  const since = Date.now();
  child.kill(signal);
  const run = await ended;
  expect(run).toMatchObject({ exit: signal === 'SIGINT' ? 130 : 143, signal: null });
  expect(lastError(run.stderr).code).toBe(
    signal === 'SIGINT' ? 'cancelled.interrupted' : 'cancelled.terminated',
  );
  expect(Date.now() - since).toBeLessThan(10_000);
});

test.skipIf(process.platform === 'win32')('a pipe that nobody writes to does not keep it', async () => {
  const desk = await openBareDesk();
  const pipe = join(desk.home, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const { child, ended } = start(desk, ['profiles', 'add', 'z', ...named, '--client-secret-file', pipe]);
  await pause(2000);
  child.kill('SIGTERM');
  const run = await ended;
  // The thread that opens the pipe lets no process exit by itself.
  expect([run.exit, run.signal]).toEqual([null, 'SIGTERM']);
  expect(lastError(run.stderr).code).toBe('cancelled.terminated');
});

test.skipIf(process.platform === 'win32').each([
  ['SIGTERM', 'alone', 143, 'cancelled.terminated'],
  ['SIGINT', 'alone', 130, 'cancelled.interrupted'],
  ['SIGINT', 'with its group, as at Ctrl-C', 130, 'cancelled.interrupted'],
] as const)('a secret command ends with %s to the process %s', async (signal, whom, exit, code) => {
  const desk = await openBareDesk();
  // Only a sleep of this length is looked for, so that the tests of others are not counted.
  const seconds = `30.${process.pid}${Date.now() % 1000}`;
  const command = ['--client-secret-command', `sleep ${seconds}`];
  const { child, ended } = start(desk, ['profiles', 'add', 'z', ...named, ...command]);
  await pause(2000);
  const pid = child.pid ?? 0;
  const since = Date.now();
  process.kill(whom === 'alone' ? pid : -pid, signal);
  const run = await ended;
  expect(run).toMatchObject({ exit, signal: null, stdout: '' });
  expect(lastError(run.stderr).code).toBe(code);
  expect(Date.now() - since).toBeLessThan(10_000);
  expect(processes().filter((line) => line.includes(`sleep ${seconds}`))).toEqual([]);
});

function processes(): readonly string[] {
  return execFileSync('ps', ['-A', '-o', 'args'], { encoding: 'utf8' }).split('\n');
}
