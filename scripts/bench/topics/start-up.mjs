import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { comparePairs } from '../processes.mjs';
import { startTenant } from '../tenant.mjs';

export const summary = 'whole processes against a bare `node -e 0`, medians of interleaved pairs';

const binary = fileURLToPath(new URL('../../../bin/tv.js', import.meta.url));
const list = ['tokensets', 'list', '--user', 'auth0|ada', '--source', 'tokensets'];

/** Command lines with the ratio to bare Node that each may reach (issue 10). */
const cases = [
  { args: ['--version'], target: 1.1 },
  { args: ['--help'], target: 1.4 },
  { args: ['tokensets', 'list', '--help'], target: 1.4 },
  {
    args: ['__complete', 'zsh', 'tokensets', 'list', '--'],
    shown: 'completion of an option',
    target: 1.4,
  },
  {
    args: ['__complete', 'zsh', 'apps', 'show', 'Acme'],
    shown: 'completion of an application name',
    target: 1.4,
  },
  { args: ['tokensets', 'lst'], shown: 'a usage error', exit: 2, target: 2 },
  { args: ['profiles', 'list'], credentials: false, target: 2 },
  { args: [...list, '--json'], target: 4 },
  { args: list, shown: `${list.join(' ')} (table)`, target: 4 },
  { args: list, shown: `${list.join(' ')} (terminal)`, terminal: true, target: 4 },
];

function cleanEnvironment(home) {
  return {
    PATH: process.env.PATH,
    HOME: home,
    TV_CONFIG_DIR: join(home, 'config'),
    TV_STATE_DIR: join(home, 'state'),
    TV_KEYCHAIN: 'off',
    TERM: 'xterm-256color',
  };
}

function prepare(env, args) {
  const { status, stderr } = spawnSync(process.execPath, [binary, ...args], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`tv ${args.join(' ')} ended with ${status}: ${stderr}`);
}

/** Wall and CPU of start-up, by command. */
export async function measure({ runs, only }) {
  const home = mkdtempSync(join(tmpdir(), 'tv-bench-home-'));
  const bare = cleanEnvironment(home);
  const tenant = await startTenant(binary, { env: bare });
  try {
    const env = { ...bare, ...tenant.credentials };
    for (const name of ['ci', 'prod']) {
      const command = ['--client-secret-command', 'true', '--no-verify'];
      prepare(bare, [
        'profiles',
        'add',
        name,
        '--domain',
        'acme.eu.auth0.com',
        '--client-id',
        'a1',
        ...command,
      ]);
    }
    // Fills the token cache and the names for completion.
    prepare(env, ['apps', 'list']);
    const chosen = cases
      .map((item) => ({ ...item, name: item.shown ?? `tv ${item.args.join(' ')}` }))
      .filter(({ name }) => only === undefined || name.includes(only));
    const results = await comparePairs(
      chosen.map((item) => ({
        command: [process.execPath, binary, ...item.args],
        env: item.credentials === false ? bare : env,
        cwd: home,
        exit: item.exit,
        terminal: item.terminal === true,
      })),
      { runs, baseline: [process.execPath, '-e', '0'] },
    );
    return { columns, rows: results.map((result, at) => row(chosen[at], result)), notes: notes(runs) };
  } finally {
    await tenant.close();
    rmSync(home, { recursive: true, force: true });
  }
}

const columns = ['command', 'wall ms', 'cpu ms', 'bare wall', 'bare cpu', 'wall ×', 'cpu ×', 'target ×', ''];

function row({ name, target }, { wall, cpu, baseWall, baseCpu, wallRatio, cpuRatio }) {
  return {
    command: name,
    'wall ms': wall.toFixed(0),
    'cpu ms': cpu.toFixed(0),
    'bare wall': baseWall.toFixed(0),
    'bare cpu': baseCpu.toFixed(0),
    'wall ×': wallRatio.toFixed(2),
    'cpu ×': cpuRatio.toFixed(2),
    'target ×': target.toFixed(1),
    '': Math.max(wallRatio, cpuRatio) <= target ? 'ok' : 'over',
  };
}

function notes(runs) {
  return [
    `\nNode ${process.versions.node}, ${runs} rounds; ratios hold across machines, milliseconds do not.`,
  ];
}
