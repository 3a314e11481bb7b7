// Runs the main job on the sandbox through the real binary and prints the transcript: what the README's first command shows.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const binary = fileURLToPath(new URL('../bin/tv.js', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'tv-demo-'));
const env = { ...process.env, TV_CONFIG_DIR: join(home, 'config'), TV_STATE_DIR: join(home, 'state') };
for (const name of Object.keys(env)) if (name.startsWith('AUTH0_')) delete env[name];

const slack = 'dfd1660e-de1b-4d61-8141-8a9f20c47641';
const lines = [
  ['tokensets', 'list', '--user', 'ada@example.com'],
  ['tokensets', 'show', slack, '--user', 'ada@example.com'],
  ['tokensets', 'delete', slack, '--user', 'ada@example.com', '--yes'],
  ['tokensets', 'list', '--user', 'ada@example.com', '--source', 'tokensets', '-o', 'id'],
];

try {
  for (const line of lines) {
    process.stdout.write(`\n$ tv -p sandbox ${line.join(' ')}\n`);
    const { status } = spawnSync(process.execPath, [binary, '-p', 'sandbox', ...line], {
      env,
      stdio: 'inherit',
    });
    if (status !== 0) {
      process.exitCode = status ?? 1;
      break;
    }
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
