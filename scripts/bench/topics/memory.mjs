import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measured } from '../measured.mjs';
import { startTenant } from '../tenant.mjs';

export const summary =
  'every user of a tenant as jsonl to /dev/null: resident memory at ten thousand and a million';

const binary = fileURLToPath(new URL('../../../bin/tv.js', import.meta.url));
const sizes = [10_000, 1_000_000];
/** How much more the larger may take. */
const flat = 1.5;

/** Peak of resident memory, time and rate by number of users; `--only 10,000` leaves the million out, which takes minutes. */
export async function measure({ only }) {
  const rows = [];
  for (const users of sizes) {
    const name = users.toLocaleString('en');
    if (only !== undefined && !name.includes(only)) continue;
    rows.push({ name, ...(await list(users)) });
  }
  const [least] = rows;
  return {
    columns: ['users', 'MiB', '× of the smallest', 'seconds', 'users/s', 'cpu s', ''],
    rows: rows.map((row) => ({
      users: row.name,
      MiB: row.residentMiB.toFixed(0),
      '× of the smallest': (row.residentMiB / least.residentMiB).toFixed(2),
      seconds: row.seconds.toFixed(0),
      'users/s': (row.users / row.seconds).toFixed(0),
      'cpu s': row.cpuSeconds.toFixed(0),
      '':
        row.exit !== 0
          ? `ended with ${row.exit}`
          : row.residentMiB <= least.residentMiB * flat
            ? 'ok'
            : `over ${flat}`,
    })),
    notes: ['One request a user (`--source tokensets`), the tenant in a process of its own.'],
  };
}

async function list(users) {
  const home = mkdtempSync(join(tmpdir(), 'tv-bench-home-'));
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    TV_CONFIG_DIR: join(home, 'config'),
    TV_STATE_DIR: join(home, 'state'),
    TV_KEYCHAIN: 'off',
  };
  const tenant = await startTenant(binary, {
    env,
    args: ['--quiet', '--scenario', 'fleet', '--users', String(users)],
  });
  const args = ['--all-users', '--source', 'tokensets', '-o', 'jsonl', '--rate-share', '100'];
  const onProgress = process.stderr.isTTY ? (text) => process.stderr.write(text) : undefined;
  try {
    const run = await measured(binary, ['tokensets', 'list', ...args], {
      env: { ...env, ...tenant.credentials },
      onProgress,
    });
    return { users, ...run };
  } finally {
    await tenant.close();
    rmSync(home, { recursive: true, force: true });
  }
}
