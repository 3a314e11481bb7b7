import { expect, test } from 'vitest';
import type { Reply, Seen } from '../auth0/tiny-server.ts';
import { openOddTenant } from './odd-tenant.ts';
import { lastError } from './tv.ts';

const route = 'GET /api/v2/connections';
const ids = ['connections', 'list', '-o', 'id'];
const all = Array.from({ length: 230 }, (_, index) => ({
  id: `con_${String(index).padStart(16, '0')}`,
  name: `connection-${index}`,
  strategy: 'github',
  connected_accounts: { active: false },
}));

/** A page by number, with its total or bare, as servers from before checkpoints send it. */
function byNumber({ path }: Seen, form: 'bare' | 'counted'): Reply {
  const query = new URL(path, 'http://tenant').searchParams;
  const size = Number(query.get('per_page') ?? 50);
  const start = Number(query.get('page') ?? 0) * size;
  const connections = all.slice(start, start + size);
  return { json: form === 'bare' ? connections : { connections, start, limit: size, total: all.length } };
}

const unknownTake: Reply = {
  status: 400,
  json: {
    statusCode: 400,
    error: 'Bad Request',
    message: "Query validation error: 'Additional properties not allowed: take'",
    errorCode: 'invalid_query_string',
  },
};

test.each<[string, (request: Seen) => Reply]>([
  ['ignores checkpoints and sends bare pages', (request) => byNumber(request, 'bare')],
  ['ignores checkpoints and counts', (request) => byNumber(request, 'counted')],
  [
    'refuses checkpoints',
    (request) => (request.path.includes('take=') ? unknownTake : byNumber(request, 'bare')),
  ],
  ['sends everything at once', () => ({ json: all })],
  ['sends everything at once, just a page of it', () => ({ json: all.slice(0, 50) })],
])('a tenant that %s is read to its end, each item once', async (_, reply) => {
  const tenant = await openOddTenant({ [route]: reply });
  const run = await tenant.run(ids);
  expect(run).toMatchObject({ exit: 0, stderr: '' });
  const lines = run.stdout.trim().split('\n');
  const whole = reply({ method: 'GET', path: '/?per_page=1000', headers: {}, body: '' }).json as unknown[];
  expect(lines.length).toBe(Array.isArray(whole) ? whole.length : all.length);
  expect(new Set(lines).size).toBe(lines.length);
});

test('a full page by checkpoint that is the last is not asked about again', async () => {
  const tenant = await openOddTenant({ [route]: { json: { connections: all.slice(0, 100) } } });
  expect((await tenant.run(ids)).stdout.trim().split('\n').length).toBe(100);
  expect(tenant.asked().length).toBe(1);
});

test.each<[string, (count: number) => string]>([
  ['repeats its cursor', () => 'again'],
  ['always has one more empty page', (count) => `page-${count}`],
])('a tenant that %s is given up', async (_, next) => {
  let count = 0;
  const tenant = await openOddTenant({
    [route]: () => {
      count += 1;
      return { json: { connections: [], next: next(count) } };
    },
  });
  const run = await tenant.run(['connections', 'list', '--json']);
  expect(run).toMatchObject({ exit: 7, stdout: '' });
  expect(lastError(run.stderr)).toMatchObject({ code: 'api.unexpected_response' });
});
