import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clearRequests, fleetIds, judged } from '../fleet.mjs';
import { measured } from '../measured.mjs';
import { startTenant } from '../tenant.mjs';

export const summary =
  'listing many users under a rate limit: time against the least that its bucket allows, and 429s';

const binary = fileURLToPath(new URL('../../../bin/tv.js', import.meta.url));
const sdk = fileURLToPath(new URL('../sdk-list.mjs', import.meta.url));

/** Buckets of Auth0's plans (burst and sustained rate), and users enough for some twenty seconds. */
const buckets = [
  { burst: 10, perSecond: 10, users: 200 },
  { burst: 50, perSecond: 16, users: 360 },
  { burst: 100, perSecond: 100, users: 1800 },
  { burst: 500, perSecond: 500, users: 4500 },
];
const latencies = [0, 50];
/** The official SDK at these widths, in the first and a fast bucket. */
const widths = [5, 25];

/** Time, share of the ceiling and 429s of `tv` and of the official SDK. */
export async function measure({ only }) {
  const home = mkdtempSync(join(tmpdir(), 'tv-bench-home-'));
  const rows = [];
  try {
    for (const bucket of buckets) {
      for (const latency of latencies) {
        const name = `burst ${bucket.burst}, ${bucket.perSecond}/s, ${latency} ms`;
        if (only !== undefined && !name.includes(only)) continue;
        rows.push(...(await inBucket(home, { ...bucket, latency, name })));
      }
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return { columns, rows, notes };
}

const columns = ['bucket', 'client', 'requests', 'seconds', 'least', '% of ceiling', '429s', 'cpu s', ''];
const notes = [
  'Seconds are from the first to the last request as the tenant saw them; least is what the full bucket and its refill allow.',
  'At a share of 50 the ceiling is half of the refill, beside half of the bucket at the start.',
];

async function inBucket(home, bucket) {
  const file = join(home, 'users.txt');
  writeFileSync(file, `${fleetIds(bucket.users).join('\n')}\n`);
  const list = [
    'tokensets',
    'list',
    '--users-file',
    file,
    '--source',
    'tokensets',
    '-o',
    'jsonl',
    '--rate-share',
  ];
  const clients = [
    { client: 'tv --rate-share 100', script: binary, args: [...list, '100'], target: 97 },
    { client: 'tv --rate-share 50', script: binary, args: [...list, '50'], share: 0.5, target: 85 },
    ...widths.map((width) => ({
      client: `auth0 SDK, ${width} at a time`,
      script: sdk,
      args: ['early', file, String(width)],
    })),
  ];
  const rows = [];
  for (const item of clients) rows.push(await one(home, bucket, item));
  return rows;
}

/** A tenant of its own for each client, so that every one begins with a full bucket. */
async function one(
  home,
  { name, burst, perSecond, users, latency },
  { client, script, args, share = 1, target },
) {
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    TV_CONFIG_DIR: join(home, 'c'),
    TV_STATE_DIR: join(home, 's'),
  };
  const tenant = await startTenant(binary, {
    env: { ...env, TV_KEYCHAIN: 'off' },
    args: [
      ...['--quiet', '--scenario', 'fleet', '--users', String(users), '--latency', String(latency)],
      ...['--rate-limit', String(perSecond), '--burst', String(burst)],
    ],
  });
  try {
    await clearRequests(tenant.credentials.AUTH0_DOMAIN);
    const run = await measured(script, args, {
      env: { ...env, TV_KEYCHAIN: 'off', TV_TOKEN_CACHE: 'off', ...tenant.credentials },
    });
    if (run.exit !== 0 && !/failed users/.test(run.stderr)) throw new Error(`${client}: ${run.stderr}`);
    const seen = await judged(tenant.credentials.AUTH0_DOMAIN, {
      perSecond: perSecond * share,
      burst: burst * share,
    });
    const percent = seen.share * 100;
    return {
      bucket: name,
      client,
      requests: seen.requests,
      seconds: seen.seconds.toFixed(1),
      least: seen.least.toFixed(1),
      '% of ceiling': percent.toFixed(1),
      '429s': seen.refused,
      'cpu s': run.cpuSeconds.toFixed(1),
      '': verdict(run, seen, percent, target),
    };
  } finally {
    await tenant.close();
  }
}

function verdict(run, { refused }, percent, target) {
  if (run.exit !== 0) return /failed users: \d+/.exec(run.stderr)?.[0] ?? `ended with ${run.exit}`;
  if (target === undefined) return '';
  return percent >= target && refused === 0 ? 'ok' : `target ${target} % without a 429`;
}
