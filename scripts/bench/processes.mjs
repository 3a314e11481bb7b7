// Times whole processes. bash's `time` gives wall and CPU of the one child to the millisecond; Node tells neither of a child.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = 'TIMEFORMAT="%R %U %S"; times=$1; shift; { time "$@" 2>&4; } 4>&2 2>"$times"';

/** Runs a command once: milliseconds of wall and of user+sys, and its exit code. */
async function sample(command, { env, cwd, terminal }) {
  const directory = mkdtempSync(join(tmpdir(), 'tv-bench-'));
  const times = join(directory, 'times');
  const args = ['--noprofile', '--norc', '-c', script, 'bash', times, ...command];
  try {
    const exit = terminal ? await atTerminal(args, { env, cwd }) : piped(args, { env, cwd });
    const [wall, user, sys] = readFileSync(times, 'utf8').trim().split(' ').map(Number);
    return { wall: wall * 1000, cpu: (user + sys) * 1000, exit };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function piped(args, options) {
  const { status, error } = spawnSync('bash', args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  if (error) throw new Error(`The bench needs bash: ${error.message}`);
  return status;
}

async function atTerminal(args, { env, cwd }) {
  const { spawn } = await import('@lydell/node-pty');
  const pty = spawn('bash', args, { cols: 120, rows: 40, env, cwd });
  return new Promise((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)));
}

function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Runs every case and its baseline in turn, as many rounds as asked, each pair side by side and the order of a pair
 * changing from round to round, so that what the machine does meanwhile hits both. Gives medians and their ratios.
 */
export async function comparePairs(cases, { runs, baseline }) {
  const samples = cases.map(() => ({ own: [], base: [] }));
  for (let round = -1; round < runs; round += 1) {
    for (const [at, item] of cases.entries()) {
      const options = { env: item.env, cwd: item.cwd, terminal: item.terminal };
      const own = () => sample(item.command, options);
      const base = () => sample(baseline, options);
      const first = round % 2 === 0 ? await own() : await base();
      const second = round % 2 === 0 ? await base() : await own();
      const [mine, theirs] = round % 2 === 0 ? [first, second] : [second, first];
      if (mine.exit !== (item.exit ?? 0)) {
        throw new Error(`${item.command.join(' ')} ended with ${mine.exit} instead of ${item.exit ?? 0}`);
      }
      // The first round warms the page cache.
      if (round < 0) continue;
      samples[at].own.push(mine);
      samples[at].base.push(theirs);
    }
  }
  return samples.map(({ own, base }) => {
    const of = (list, key) => median(list.map((entry) => entry[key]));
    return {
      wall: of(own, 'wall'),
      cpu: of(own, 'cpu'),
      baseWall: of(base, 'wall'),
      baseCpu: of(base, 'cpu'),
      wallRatio: of(own, 'wall') / of(base, 'wall'),
      cpuRatio: of(own, 'cpu') / of(base, 'cpu'),
    };
  });
}
