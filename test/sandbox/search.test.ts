import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/sandbox/search/lucene.ts';
import { matches } from '../../src/sandbox/search/match.ts';
import { type Driven, drive } from './start.ts';

const record = {
  user_id: 'auth0|ada',
  email: 'ada@example.com',
  name: 'Ada Lovelace',
  logins_count: 12,
  last_login: '2026-05-04T10:00:00.000Z',
  identities: [{ connection: 'google-oauth2' }, { connection: 'github' }],
};

describe('queries', () => {
  test.each([
    ['', true],
    ['*', true],
    ['email:ada@example.com', true],
    ['email:"ada@example.com"', true],
    ['email:*@example.com', true],
    ['email:*@example.org', false],
    ['user_id:"auth0|ada"', true],
    ['name:"Ada Lovelace"', true],
    ['name:ada*', true],
    ['identities.connection:"github"', true],
    ['identities.connection:(github OR windowslive)', true],
    ['identities.connection:windowslive', false],
    ['last_login:[2026-01-01 TO *]', true],
    ['last_login:[2026-05-04 TO 2026-05-04]', true],
    ['last_login:{2026-05-05 TO *]', false],
    ['logins_count:[10 TO 12]', true],
    ['logins_count:[10 TO 12}', false],
    ['logins_count:>11', true],
    ['name:ada* AND NOT email:x*', true],
    ['name:nobody OR email:ada*', true],
    ['-name:ada*', false],
    ['(name:nobody OR name:ada*) AND logins_count:12', true],
    ['_exists_:email', true],
    ['_exists_:phone', false],
    ['email:ada\\@example.com', true],
  ])('%s is %s', (text, expected) => {
    expect(matches(parseQuery(text), record, ['name', 'email'])).toBe(expected);
  });

  test.each(['name:(ada', 'last_login:[2026-01-01 2026-02-01]', 'name:ada AND', '(', ')'])(
    '%s is not a query',
    (text) => {
      expect(() => parseQuery(text)).toThrow();
    },
  );
});

describe('searches', () => {
  let driven: Driven;
  beforeAll(async () => {
    driven = await drive({ scenario: 'broken' });
  });
  afterAll(() => driven.sandbox.close());
  const ids = async (query: string) =>
    (await driven.api('GET', `/users?q=${encodeURIComponent(query)}`)).body.map(
      (each: { user_id: string }) => each.user_id,
    );

  test('users by linked identity, and e-mail of several accounts', async () => {
    expect(await ids('identities.connection:"google-oauth2" AND user_id:auth0*')).toEqual(['auth0|bob']);
    expect(await ids('email:alan@example.com')).toHaveLength(2);
    const bad = await driven.api('GET', '/users?q=(');
    expect([bad.status, bad.body.errorCode]).toEqual([400, 'invalid_query_string']);
  });

  test('users-by-email is case-sensitive', async () => {
    const path = (email: string) => `/users-by-email?email=${encodeURIComponent(email)}`;
    expect((await driven.api('GET', path('edsger.dijkstra@example.com'))).body).toEqual([]);
    expect((await driven.api('GET', path('Edsger.Dijkstra@Example.com'))).body).toHaveLength(1);
  });

  test('logs by type and user, newest first; details cannot be searched', async () => {
    const failures = (await driven.api('GET', '/logs?q=type:(feta)&per_page=2')).body;
    expect(failures.map((entry: { user_id: string }) => entry.user_id)).toEqual(['auth0|ada', 'auth0|grace']);
    const bobs = await driven.api(
      'GET',
      `/logs?q=${encodeURIComponent('type:feta AND user_id:"auth0|bob"')}`,
    );
    expect(bobs.body).toHaveLength(1);
    expect((await driven.api('GET', '/logs?q=details.failure_reason:*')).body).toEqual([]);
    expect((await driven.api('GET', `/logs?q=${'x'.repeat(4001)}`)).status).toBe(414);
  });

  test('logs from a checkpoint go on where they stopped', async () => {
    const first = await driven.api('GET', '/logs?take=3');
    expect(first.headers.get('link')).toContain(`from=${first.body[2].log_id}`);
    const next = await driven.api('GET', `/logs?take=100&from=${first.body[2].log_id}`);
    expect(next.body[0].log_id > first.body[2].log_id).toBe(true);
    const one = await driven.api('GET', `/logs/${first.body[0].log_id}`);
    expect(one.body).toEqual(first.body[0]);
    expect((await driven.api('GET', '/users/auth0%7Cada/logs')).body[0].user_id).toBe('auth0|ada');
  });
});
