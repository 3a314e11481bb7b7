import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { TenantSettings } from '../../src/auth0/settings.ts';
import { openTenant } from '../../src/auth0/tenant.ts';
import { collect, failureOf, hastyClock, recordingReporter, settingsFor } from './support.ts';
import { type Reply, type Seen, tinyServer } from './tiny-server.ts';

const job = { id: 'job_1', type: 'users_export', connection: 'x' };

interface Script {
  /** Answer to each poll; the last again and again. */
  readonly polls?: readonly object[];
  /** Answer to each download; the last again and again. */
  readonly downloads: readonly Reply[];
}

/** An export from one server whose file lies on another. */
async function exporting(
  script: Script,
  over: Partial<TenantSettings> = {},
  location?: (base: string) => string,
) {
  let polled = 0;
  let fetched = 0;
  await using files = await tinyServer(() => {
    fetched += 1;
    return script.downloads[fetched - 1] ?? script.downloads.at(-1) ?? {};
  });
  await using api = await tinyServer((request: Seen) => {
    if (request.method === 'POST') return { json: { ...job, status: 'pending' } };
    polled += 1;
    const state = script.polls?.[polled - 1] ?? script.polls?.at(-1) ?? { status: 'completed' };
    return {
      json: {
        ...job,
        location: location?.(files.baseUrl) ?? `${files.baseUrl}/file-${polled}?X-Amz-Signature=hidden`,
        ...state,
      },
    };
  });
  const reporter = recordingReporter();
  const clock = hastyClock();
  const tenant = openTenant(settingsFor(api.baseUrl, { reporter, clock, ...over }));
  const users: unknown[] = [];
  const read = async (): Promise<void> => {
    for await (const user of tenant.users.export(['user_id', 'email'])) users.push(user);
  };
  try {
    const error = await read().then(
      () => undefined,
      (thrown) => thrown,
    );
    return { users, error, polled, files: files.seen, api: api.seen, reporter, clock };
  } finally {
    await tenant.close();
  }
}

function file(count: number): Buffer {
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({ user_id: `auth0|${index}`, email: index % 2 ? `u${index}@x.de` : undefined }),
  );
  return gzipSync(`${lines.join('\n')}\n`);
}

const pending = { status: 'pending', location: undefined };
const half = { status: 'processing', location: undefined, percentage_done: 50 };
const done = { status: 'completed' };

describe('an export of all users', () => {
  test('that left users out says so after the last one', async () => {
    const { users, error } = await exporting({
      polls: [{ status: 'completed', summary: { failed: 2, updated: 0, inserted: 0, total: 5 } }],
      downloads: [{ text: file(3) }],
    });
    expect(users).toHaveLength(3);
    expect(error).toMatchObject({ code: 'api.partial', details: { extra: { left_out: 2 } } });
  });

  test('is asked for, waited for and read', async () => {
    const { users, error, api, files, reporter, clock } = await exporting({
      polls: [pending, half, half, done],
      downloads: [{ text: file(3) }],
    });
    expect(error).toBeUndefined();
    expect(users).toEqual([
      { user_id: 'auth0|0', email: null },
      { user_id: 'auth0|1', email: 'u1@x.de' },
      { user_id: 'auth0|2', email: null },
    ]);
    expect(JSON.parse(api[0]?.body ?? '')).toEqual({
      format: 'json',
      fields: [{ name: 'user_id' }, { name: 'email' }],
    });
    expect(api.slice(1).map(({ path }) => path)).toEqual(Array(4).fill('/api/v2/jobs/job_1'));
    expect(clock.slept).toEqual([500, 750, 1125]);
    expect(reporter.progressed.map((state) => state?.waiting)).toContain('waiting for Auth0’s export (50 %)');
    expect(files).toHaveLength(1);
  });

  test('no credential goes to where the file lies, and its signature is not traced', async () => {
    const { files, reporter } = await exporting({ downloads: [{ text: file(1) }] });
    expect(files[0]?.path).toBe('/file-1?X-Amz-Signature=hidden');
    expect(Object.keys(files[0]?.headers ?? {}).sort()).toEqual(['connection', 'host']);
    expect(reporter.lines.at(-1)).toMatch(/^GET http:\/\/127\.0\.0\.1:\d+\/file-1 200 \d+ ms$/);
    expect(reporter.lines.join()).not.toContain('hidden');
  });

  test('a file of many megabytes streams', async () => {
    const { users } = await exporting({ downloads: [{ text: file(50_000) }] });
    expect(users).toHaveLength(50_000);
    expect(users.at(-1)).toEqual({ user_id: 'auth0|49999', email: 'u49999@x.de' });
  });

  test('an empty tenant', async () => {
    const { users, error } = await exporting({ downloads: [{ text: gzipSync('') }] });
    expect([users, error]).toEqual([[], undefined]);
  });

  test('an address that has expired is asked for again', async () => {
    const { users, files, polled } = await exporting({
      downloads: [{ status: 403, text: '<Error>Request has expired</Error>' }, { text: file(2) }],
    });
    expect(users).toHaveLength(2);
    expect(polled).toBe(2);
    expect(files.map(({ path }) => path)).toEqual([
      '/file-1?X-Amz-Signature=hidden',
      '/file-2?X-Amz-Signature=hidden',
    ]);
  });

  test('a download that breaks goes on where it was', async () => {
    const whole = file(20_000);
    const cut: Reply = {
      raw: (response, socket) => {
        response.writeHead(200, { 'content-length': String(whole.length) });
        response.write(whole.subarray(0, Math.floor(whole.length / 2)), () =>
          setTimeout(() => socket.destroy(), 50),
        );
      },
    };
    const { users, error, files } = await exporting({ downloads: [cut, { text: whole }] });
    expect(error).toBeUndefined();
    expect(users).toHaveLength(20_000);
    expect(new Set(users.map((user) => JSON.stringify(user))).size).toBe(20_000);
    expect(files).toHaveLength(2);
  });

  test.each<[string, Script, string, RegExp]>([
    [
      'a job that fails',
      { polls: [{ status: 'failed', status_details: 'Too many' }], downloads: [] },
      'api.server',
      /export of the users failed/,
    ],
    [
      'a job without a file',
      { polls: [{ status: 'completed', location: undefined }], downloads: [] },
      'api.server',
      /failed/,
    ],
    ['a job that stands still', { polls: [half], downloads: [] }, 'network.timeout', /no progress for 120 s/],
    [
      'a file that is never there',
      { downloads: [{ status: 403 }] },
      'api.unexpected_response',
      /answered 403/,
    ],
    ['a file that is gone', { downloads: [{ status: 404 }] }, 'api.unexpected_response', /answered 404/],
    [
      'a file that is no gzip',
      { downloads: [{ text: '{"user_id":"a"}' }] },
      'api.unexpected_response',
      /not a gzip/,
    ],
    [
      'a line that is no user',
      { downloads: [{ text: gzipSync('{"user_id":"a"}\n{"email":"x"}\n') }] },
      'api.unexpected_response',
      /not of the form/,
    ],
  ])('%s', async (_name, script, code, message) => {
    const { error } = await exporting(script);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(JSON.stringify(error)).not.toContain('hidden');
  });

  test('a file that would come over plain http from elsewhere is not fetched', async () => {
    const { error, files } = await exporting(
      { downloads: [{ text: file(1) }] },
      {},
      () => 'http://s3.example.com/file',
    );
    expect(error.code).toBe('api.unexpected_response');
    expect(error.message).toContain('not an `https` URL');
    expect(files).toEqual([]);
  });

  test('a missing scope is told', async () => {
    await using server = await tinyServer(() => ({
      status: 403,
      json: {
        statusCode: 403,
        message: 'Insufficient scope, expected any of: create:users_exports',
        errorCode: 'insufficient_scope',
      },
    }));
    const tenant = openTenant(settingsFor(server.baseUrl));
    const error = await failureOf(collect(tenant.users.export(['user_id'])));
    await tenant.close();
    expect(error.code).toBe('access.scope');
  });
});
