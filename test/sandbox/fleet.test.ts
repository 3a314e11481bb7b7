import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fleetUserId } from '../../src/sandbox/seed/fleet.ts';
import { type Driven, drive } from './start.ts';

let driven: Driven;
beforeAll(async () => {
  driven = await drive({ scenario: 'fleet', users: 1_000_000 });
});
afterAll(() => driven.sandbox.close());

const tokensets = (index: number) =>
  `/users/${encodeURIComponent(fleetUserId(index))}/federated-connections-tokensets`;

describe('a million users', () => {
  test('cost nothing until they are asked for', () => {
    expect(driven.sandbox.info()).toMatchObject({ scenario: 'fleet', users_total: 1_000_000 });
  });

  test('are the same every time, and some hold nothing', async () => {
    const counts = new Set<number>();
    for (const index of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 999_999]) {
      const first = await driven.api('GET', tokensets(index));
      expect(first.status).toBe(200);
      expect((await driven.api('GET', tokensets(index))).body).toEqual(first.body);
      counts.add(first.body.length);
    }
    expect(counts.size).toBeGreaterThan(1);
    expect((await driven.api('GET', tokensets(1_000_000))).status).toBe(404);
  });

  test('lose what is deleted, and only that', async () => {
    const index = await firstWithTokensets();
    const before = (await driven.api('GET', tokensets(index))).body;
    await driven.api('DELETE', `${tokensets(index)}/${before[0].id}`);
    expect((await driven.api('GET', tokensets(index))).body).toEqual(before.slice(1));
    const state = (await driven.call('GET', '/sandbox/state')).body;
    expect(Object.keys(state.vaults)).toEqual([fleetUserId(index)]);
    expect(state.users).toEqual({});
  });

  test('are found by e-mail and by id without looking at all of them', async () => {
    const email = 'user0123456@fleet.example.com';
    expect((await driven.api('GET', `/users-by-email?email=${email}`)).body[0].user_id).toBe(
      fleetUserId(123_456),
    );
    const found = await driven.api(
      'GET',
      `/users?q=${encodeURIComponent(`email:"${email}"`)}&include_totals=true`,
    );
    expect(found.body).toMatchObject({ total: 1, length: 1 });
  });

  test('can be paged up to the first thousand only', async () => {
    const page = await driven.api('GET', '/users?page=9&per_page=100&include_totals=true');
    expect(page.body).toMatchObject({ start: 900, length: 100, total: 1_000_000 });
    const beyond = await driven.api('GET', '/users?page=10&per_page=100');
    expect([beyond.status, beyond.body.errorCode]).toEqual([400, 'invalid_paging']);
  });
});

async function firstWithTokensets(): Promise<number> {
  for (let index = 10; ; index++) {
    if ((await driven.api('GET', tokensets(index))).body.length > 0) return index;
  }
}

describe('the users export', () => {
  async function finished(body: unknown): Promise<string> {
    const { id } = (await driven.api('POST', '/jobs/users-exports', body)).body;
    for (let poll = 0; poll < 10; poll++) {
      const job = (await driven.api('GET', `/jobs/${id}`)).body;
      if (job.status === 'completed') return job.location;
      expect(['pending', 'processing']).toContain(job.status);
    }
    throw new Error('the export never ended');
  }

  test('is fetched from another origin, gzipped, a user a line', async () => {
    const location = await finished({
      format: 'json',
      limit: 1200,
      fields: [{ name: 'user_id' }, { name: 'email', export_as: 'mail' }],
    });
    expect(new URL(location).origin).not.toBe(driven.sandbox.origin);
    const response = await fetch(location);
    const lines = gunzipSync(Buffer.from(await response.arrayBuffer()))
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(1200);
    expect(JSON.parse(lines[1199] ?? '')).toEqual({
      user_id: fleetUserId(1199),
      mail: 'user0001199@fleet.example.com',
    });
  });

  test('refuses credentials and addresses it did not sign', async () => {
    const location = await finished({ limit: 1 });
    expect((await fetch(location, { headers: { authorization: 'Bearer x' } })).status).toBe(400);
    expect((await fetch(location.replace(/Signature=.*/, 'Signature=00'))).status).toBe(403);
  });

  test('as CSV needs fields', async () => {
    expect((await driven.api('POST', '/jobs/users-exports', { format: 'csv' })).status).toBe(400);
    const location = await finished({
      format: 'csv',
      limit: 1,
      fields: [{ name: 'identities[0].connection' }],
    });
    const text = gunzipSync(Buffer.from(await (await fetch(location)).arrayBuffer())).toString();
    expect(text).toBe('"identities[0].connection"\n"Username-Password-Authentication"\n');
  });

  test('an unknown job does not exist', async () => {
    const answer = await driven.api('GET', '/jobs/job_0000000000000000');
    expect([answer.status, answer.body.errorCode]).toEqual([404, 'inexistent_job']);
  });
});
