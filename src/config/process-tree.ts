import { type ChildProcess, spawnSync } from 'node:child_process';

/**
 * Ends a child with all that it started: a shell that is ended alone leaves its commands to run on. Where the processes
 * cannot be listed the child is ended alone. It is no process group, because its commands would lose the terminal.
 */
export function endWithDescendants(child: ChildProcess): void {
  const started = child.pid === undefined ? [] : descendantsOf(child.pid);
  // `kill` is part of every shell, and those that have ended meanwhile are passed over.
  if (started.length > 0) spawnSync('/bin/sh', ['-c', 'kill "$@" 2>/dev/null', 'sh', ...started.map(String)]);
  child.kill('SIGTERM');
}

function descendantsOf(pid: number): readonly number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'ppid=,pid='], { encoding: 'utf8', timeout: 2000 });
  const pairs = (stdout ?? '').split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): readonly number[] =>
    pairs.flatMap(([above, own]) => (above === parent && own !== undefined ? [own, ...below(own)] : []));
  return below(pid);
}
