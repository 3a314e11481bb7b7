import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/options.ts';

/** The binary under test. */
export const binary = fileURLToPath(new URL('../../bin/tv.js', import.meta.url));

/** What one run left behind. */
export interface Transcript {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One tester's corner of the machine: a home, a clean environment, maybe a tenant. */
export interface Desk {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly sandbox: Sandbox;
  run(args: readonly string[], options?: RunOptions): Promise<Transcript>;
  /** Runs and reads stdout as JSON. */
  json(
    args: readonly string[],
    options?: RunOptions,
  ): Promise<{ readonly exit: number; readonly data: unknown; readonly stderr: string }>;
  /** Sends a request to the sandbox's control surface. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
}

/** How one run differs from the usual. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
  readonly cwd?: string;
  /** Secrets that this run is meant to print. */
  readonly reveals?: readonly string[];
  /** Is told what has been written to stderr so far, each time there is more; may end the run with a signal. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
  /** Sends this signal so many milliseconds after the start. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly afterMs: number };
}

const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A fresh temporary directory, removed after the test. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'tv-test-'));
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** The environment of a stranger: nothing of this machine's credentials, colours or proxies. */
export function cleanEnvironment(home: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    TV_CONFIG_DIR: join(home, 'config'),
    TV_STATE_DIR: join(home, 'state'),
    TV_KEYCHAIN: 'off',
    LANG: 'C.UTF-8',
  };
}

/** Runs a program to its end and keeps what it wrote. */
export function runProcess(
  command: string,
  args: readonly string[],
  options: RunOptions & { readonly baseEnv: Readonly<Record<string, string>> },
): Promise<Transcript> {
  return new Promise((resolve, reject) => {
    const env = { ...options.baseEnv, ...options.env };
    const child = spawn(command, [...args], {
      env: env as NodeJS.ProcessEnv,
      cwd: options.cwd,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      options.onStderr?.(stderr, (signal) => child.kill(signal));
    });
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ exit: code ?? (signal === 'SIGINT' ? 130 : 143), stdout, stderr }),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
    const { signal } = options;
    if (signal !== undefined) setTimeout(() => child.kill(signal.name), signal.afterMs).unref();
  });
}

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    return entry.isFile() && size < 5_000_000 ? [path] : [];
  });
}

/** The text of a file; of one that another run beside this one has renamed meanwhile, none. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Fails when a transcript, or a file other than those that must hold it, shows a known secret. */
function assertNoSecret(
  desk: Pick<Desk, 'home' | 'sandbox'>,
  transcript: Transcript,
  reveals: readonly string[],
): void {
  const secrets = desk.sandbox.secrets().filter((secret) => secret.length >= 8 && !reveals.includes(secret));
  const places = [
    ['stdout', transcript.stdout],
    ['stderr', transcript.stderr],
    ...filesBelow(desk.home)
      .filter((path) => !/[\\/](secrets|tokens|sandbox|allowed)[\\/]/.test(path))
      .map((path) => [path, textOf(path)]),
  ] as const;
  for (const [place, text] of places) {
    const leaked = secrets.find((secret) => text?.includes(secret));
    if (leaked !== undefined)
      throw new Error(`${place} holds a secret of the sandbox (${leaked.slice(0, 4)}…)`);
  }
}

/** Sets up a desk with a tenant of its own; everything is taken down after the test. */
export async function openDesk(options: SandboxOptions = {}): Promise<Desk> {
  const home = temporaryDirectory();
  const sandbox = await startSandbox(options);
  cleanups.push(() => sandbox.close());
  const env = {
    ...cleanEnvironment(home),
    AUTH0_DOMAIN: sandbox.origin,
    AUTH0_CLIENT_ID: sandbox.credentials.clientId,
    AUTH0_CLIENT_SECRET: sandbox.credentials.clientSecret,
  };
  const run = async (args: readonly string[], runOptions: RunOptions = {}): Promise<Transcript> => {
    const transcript = await runProcess(process.execPath, [binary, ...args], {
      cwd: home,
      ...runOptions,
      baseEnv: env,
    });
    assertNoSecret({ home, sandbox }, transcript, runOptions.reveals ?? []);
    return transcript;
  };
  return {
    home,
    env,
    sandbox,
    run,
    json: async (args, runOptions) => {
      const { exit, stdout, stderr } = await run([...args, '--json'], runOptions);
      return { exit, data: stdout === '' ? undefined : JSON.parse(stdout), stderr };
    },
    control: (method, path, body) => control(sandbox.origin, method, path, body),
  };
}

async function control(origin: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${origin}/sandbox${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} /sandbox${path}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** The error a machine format left on stderr as its last line. */
export function lastError(stderr: string): Record<string, unknown> {
  const line = stderr.trim().split('\n').at(-1) ?? '';
  const parsed: unknown = JSON.parse(line);
  return (parsed as { error: Record<string, unknown> }).error;
}

/** Replaces what differs from run to run: origins, ports, request ids, times. */
export function filtered(text: string): string {
  return text
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'http://127.0.0.1:PORT')
    .replace(/\b\d+(s|m|h|d|mo|y) ago\b/g, 'AGE ago')
    .replace(/\bin \d+(s|m|h|d|mo|y)\b/g, 'in AGE')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/request id: \S+/g, 'request id: ID');
}
