import { type ChildProcess, spawn } from 'node:child_process';
import { binary, type Desk, type Transcript } from './tv.ts';

/** A run under way. */
export interface Run {
  readonly child: ChildProcess;
  /** Resolves once stdout holds so many lines. */
  stdoutLines(count: number): Promise<readonly string[]>;
  /** Resolves once stderr matches. */
  stderrMatch(pattern: RegExp): Promise<string>;
  /** Milliseconds from the start to the first byte of stdout; undefined before it. */
  firstByteAfter(): number | undefined;
  readonly finished: Promise<Transcript & { readonly took: number; readonly signal: NodeJS.Signals | null }>;
}

/** Starts the binary at a desk without waiting for its end. */
export function startTv(
  desk: Desk,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Run {
  const startedAt = Date.now();
  const child = spawn(process.execPath, [binary, ...args], {
    cwd: desk.home,
    env: { ...desk.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let firstByte: number | undefined;
  const watchers = new Set<() => void>();
  const changed = (): void => {
    for (const watcher of watchers) watcher();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    firstByte ??= Date.now() - startedAt;
    stdout += text;
    changed();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    changed();
  });
  const finished = new Promise<Awaited<Run['finished']>>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      changed();
      resolve({ exit: code ?? -1, signal, stdout, stderr, took: Date.now() - startedAt });
    });
  });
  const until = <T>(what: string, look: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const watcher = (): void => {
        const found = look();
        if (found === undefined && child.exitCode === null && child.signalCode === null) return;
        watchers.delete(watcher);
        if (found === undefined) reject(new Error(`ended before ${what}\n${stdout}\n${stderr}`));
        else resolve(found);
      };
      watchers.add(watcher);
      watcher();
    });
  return {
    child,
    finished,
    stdoutLines: (count) =>
      until(`${count} lines`, () => {
        const lines = stdout.split('\n').slice(0, -1);
        return lines.length >= count ? lines : undefined;
      }),
    stderrMatch: (pattern) => until(String(pattern), () => pattern.exec(stderr)?.[0]),
    firstByteAfter: () => firstByte,
  };
}

/** Rows of jsonl; throws when a line is not whole. */
export function rowsOf<Row>(text: string): readonly Row[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

/** Every tokenset that a fleet of no more than 1000 holds, as the binary lists them. */
export async function listAll<Row>(desk: Desk, ...more: readonly string[]): Promise<readonly Row[]> {
  const { exit, stdout, stderr } = await desk.run([
    'tokensets',
    'list',
    '--query',
    'email:user*',
    '-o',
    'jsonl',
    '--rate-share',
    '100',
    ...more,
  ]);
  if (exit !== 0) throw new Error(stderr);
  return rowsOf<Row>(stdout);
}

/** Requests that reached the tenant, by method and the kind of their path. */
export async function requestCounts(desk: Desk): Promise<Readonly<Record<string, number>>> {
  const requests = (await desk.control('GET', '/requests')) as readonly {
    readonly method: string;
    readonly path: string;
  }[];
  const counts: Record<string, number> = {};
  for (const { method, path } of requests) {
    const kind = `${method} ${path
      .replace('/api/v2', '')
      .replace(/users\/[^/]+/, 'users/x')
      .replace(/tokensets\/.+/, 'tokensets/x')
      .replace(/job_.*/, 'x')}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
