import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Driven, drive } from './start.ts';

let driven: Driven;
beforeEach(async () => {
  driven = await drive();
});
afterEach(() => driven.sandbox.close());

async function connection(name: string) {
  return (await driven.api('GET', `/connections?name=${name}`)).body[0];
}

describe('reading connections', () => {
  test('options exist only for a token with their scope', async () => {
    const token = await driven.token(['read:connections']);
    const [first] = (await driven.api('GET', '/connections', undefined, token)).body;
    expect(first).not.toHaveProperty('options');
    expect(first).toMatchObject({ authentication: { active: true }, connected_accounts: { active: true } });
    expect((await connection('google-oauth2')).options.client_secret).toEqual(expect.any(String));
  });

  test('a name is not an id', async () => {
    const answer = await driven.api('GET', '/connections/google-oauth2');
    expect([answer.status, answer.body.errorCode]).toEqual([400, 'invalid_uri']);
    const missing = await driven.api('GET', '/connections/con_0000000000000000');
    expect([missing.status, missing.body.errorCode]).toEqual([404, 'inexistent_connection']);
  });

  test('both paging styles, their limits and their refusals', async () => {
    const offset = (await driven.api('GET', '/connections?page=1&per_page=2&include_totals=true')).body;
    expect(offset).toMatchObject({ start: 2, limit: 2, total: 5 });
    expect(offset.connections).toHaveLength(2);
    const first = (await driven.api('GET', '/connections?take=3')).body;
    const rest = (await driven.api('GET', `/connections?take=3&from=${first.next}`)).body;
    expect([first.connections.length, rest.connections.length, 'next' in rest]).toEqual([3, 2, false]);
    for (const [query, code] of [
      ['per_page=101', 'invalid_query_string'],
      ['take=0', 'invalid_query_string'],
      ['page=x', 'invalid_query_string'],
      ['page=10&per_page=100', 'invalid_paging'],
      ['fields=secret', 'invalid_query_string'],
    ]) {
      const answer = await driven.api('GET', `/connections?${query}`);
      expect([query, answer.status, answer.body.errorCode]).toEqual([query, 400, code]);
    }
  });

  test('fields keep or leave out keys', async () => {
    const kept = (await driven.api('GET', '/connections?fields=id,name')).body[0];
    expect(Object.keys(kept)).toEqual(['id', 'name']);
    const left = (await driven.api('GET', '/connections?fields=options&include_fields=false')).body[0];
    expect(left).not.toHaveProperty('options');
    expect(left).toHaveProperty('strategy');
  });
});

describe('writing connections', () => {
  test('one key is enough and touches nothing else', async () => {
    const before = await connection('github');
    const answer = await driven.api('PATCH', `/connections/${before.id}`, {
      connected_accounts: { active: false },
    });
    expect(answer.body).toEqual({ ...before, connected_accounts: { active: false } });
  });

  test('options are replaced whole, and computed scopes with them', async () => {
    const { id } = await connection('windowslive');
    const answer = await driven.api('PATCH', `/connections/${id}`, { options: { signin: true } });
    expect(answer.body.options).toEqual({ signin: true, scope: ['signin'] });
  });

  test('options are refused without their scope', async () => {
    const { id } = await connection('github');
    const token = await driven.token(['read:connections', 'update:connections']);
    const answer = await driven.api('PATCH', `/connections/${id}`, { options: {} }, token);
    expect([answer.status, answer.body.errorCode]).toEqual([403, 'insufficient_scope']);
    expect((await connection('github')).options).not.toEqual({});
  });

  test('a display name that is not sent again is reset to the name', async () => {
    const { id, display_name: name } = await connection('windowslive');
    expect(name).toBe('Microsoft');
    const answer = await driven.api('PATCH', `/connections/${id}`, { show_as_button: true });
    expect(answer.body.display_name).toBe('windowslive');
  });

  test('unknown keys, wrong types and nothing at all are invalid bodies', async () => {
    const { id } = await connection('github');
    for (const body of [
      { conected_accounts: {} },
      { connected_accounts: { active: 'yes' } },
      { connected_accounts: {} },
      {},
    ]) {
      const answer = await driven.api('PATCH', `/connections/${id}`, body);
      expect([answer.status, answer.body.errorCode]).toEqual([400, 'invalid_body']);
      expect(answer.body.message).toMatch(/^Payload validation error: /);
    }
  });

  test('a wrongly nested switch is stored and does nothing', async () => {
    const { id, options } = await connection('github');
    await driven.api('PATCH', `/connections/${id}`, { connected_accounts: { active: false } });
    const nested = { options: { ...options, connected_accounts: { active: true } } };
    const answer = await driven.api('PATCH', `/connections/${id}`, nested);
    expect(answer.body.connected_accounts).toEqual({ active: false });
  });

  test('clients are linked and unlinked one by one', async () => {
    const { id } = await connection('github');
    const before = (await driven.api('GET', `/connections/${id}/clients`)).body.clients;
    const [gone] = before;
    const change = [{ client_id: gone.client_id, status: false }];
    expect((await driven.api('PATCH', `/connections/${id}/clients`, change)).status).toBe(204);
    expect((await driven.api('GET', `/connections/${id}/clients`)).body.clients).toEqual(before.slice(1));
    const seen = (await driven.api('GET', `/clients/${gone.client_id}/connections`)).body.connections;
    expect(seen.map((each: { name: string }) => each.name)).not.toContain('github');
  });
});
