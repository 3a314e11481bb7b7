import { describe, expect, it } from 'vitest';
import type { VaultEvent } from '../../src/vault/logs/event.ts';
import { type Desk, lastError, openDesk } from './tv.ts';
import { received, withoutScopes } from './vault-desk.ts';

const broken = (): Promise<Desk> => openDesk({ scenario: 'broken' });

async function logs(desk: Desk, args: readonly string[] = []) {
  const { exit, data, stderr } = await desk.json(['logs', ...args]);
  return { exit, events: data as readonly VaultEvent[], stderr };
}

/** Exchanges for Ada's Google token through Acme Web, straight at the tenant. */
async function exchange(desk: Desk): Promise<void> {
  const minted = (await desk.control('POST', '/token', {
    user: 'ada@example.com',
    app: 'Acme Web',
    type: 'refresh_token',
  })) as { token: string; client_id: string };
  const prefix = 'urn:ietf:params:oauth:token-type:';
  await fetch(`${desk.sandbox.origin}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token',
      client_id: minted.client_id,
      client_secret: desk.sandbox.applicationSecrets('Acme Web').client_secret,
      subject_token: minted.token,
      subject_token_type: `${prefix}refresh_token`,
      requested_token_type: 'http://auth0.com/oauth/token-type/federated-connection-access-token',
      connection: 'google-oauth2',
    }),
  });
}

describe('tv logs', () => {
  it('tells events newest first, failures with their likely cause and what mends it', async () => {
    const desk = await broken();
    const { exit, events, stderr } = await logs(desk);
    expect(exit).toBe(0);
    expect(events).toHaveLength(12);
    const dates = events.map(({ date }) => date ?? '');
    expect(dates).toEqual([...dates].sort().reverse());
    expect(Object.keys(events[0] ?? {})).toEqual([
      'id',
      'date',
      'type',
      'outcome',
      'user_id',
      'client_id',
      'client_name',
      'connection',
      'reason',
      'cause',
      'fix',
      'details',
    ]);
    for (const event of events) {
      const failed = event.outcome === 'failure';
      expect([event.reason !== null, event.cause !== null, event.fix !== null], event.type).toEqual([
        failed,
        failed,
        failed,
      ]);
    }
    expect(stderr).toContain('The log of this tenant goes back to');
  });

  it('names no cause that the rules of the tenant refute', async () => {
    const { events } = await logs(await broken(), ['--failed', '--user', 'margaret@example.com']);
    expect(events.map(({ reason, fix }) => [reason, fix?.split(' ').slice(0, 2).join(' ')])).toEqual([
      ['Refresh Token flow for the Federated Connection failed', 'tv connect'],
    ]);
    expect(events[0]?.cause).toContain('took the access back at the provider');
  });

  it('searches the types on the server, and the rest here', async () => {
    const desk = await broken();
    await received(desk);
    await logs(desk, ['--failed', '--connection', 'github', '--since', '2d']);
    const searches = (await received(desk)).filter(({ path, query }) => path === '/api/v2/logs' && query.q);
    expect(searches).toHaveLength(1);
    expect(searches[0]?.query.q).toMatch(
      /^type:\(feta OR connected_accounts_connection_failed OR connected_accounts_delete_failed\) AND date:\[.* TO \*\]$/,
    );
  });

  it.each([
    [['--failed'], 4],
    [['--failed', '--connection', 'github'], 1],
    [['--user', 'bob@example.com'], 1],
    [['--user', 'auth0|radia'], 4],
    [['--since', '4h'], 2],
    [['--since', '1m'], 0],
    [['--app', 'Acme Web', '--limit', '3'], 3],
    [['--app', 'Acme Dashboard'], 0],
  ] as const)('%j leaves %i events', async (args, count) => {
    const { exit, events } = await logs(await broken(), args);
    expect({ exit, count: events.length }).toEqual({ exit: 0, count });
  });

  it('follows: what happens in the tenant shows up, and the limit ends it', async () => {
    const desk = await openDesk();
    const following = desk.run(['logs', '--follow', '--limit', '6', '-o', 'jsonl']);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await exchange(desk);
    await desk.control('PUT', '/state', { tenant: { tenant: { mfaPolicies: ['all-applications'] } } });
    await exchange(desk);
    const { exit, stdout } = await following;
    expect(exit).toBe(0);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as VaultEvent);
    expect(events.map(({ type }) => type)).toEqual([
      'connected_accounts_connection_succeeded',
      'seta',
      'seta',
      'seta',
      'seta',
      'feta',
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(6);
    expect(events.at(-1)).toMatchObject({
      user_id: 'auth0|ada',
      reason: 'Multifactor authentication required',
    });
  });

  it('follows a log that is empty at first, until Ctrl-C', async () => {
    const desk = await openDesk({ scenario: 'empty' });
    const { exit, stdout, stderr } = await desk.run(['logs', '--follow', '-o', 'jsonl'], {
      signal: { name: 'SIGINT', afterMs: 2500 },
    });
    expect({ exit, stdout }).toEqual({ exit: 130, stdout: '' });
    expect(lastError(stderr).code).toBe('cancelled.interrupted');
  });

  it('is an empty list where nothing happened', async () => {
    const { exit, events } = await logs(await openDesk({ scenario: 'empty' }));
    expect({ exit, events }).toEqual({ exit: 0, events: [] });
  });

  it('names the scope that is missing', async () => {
    const desk = await openDesk();
    await withoutScopes(desk, 'read:logs', 'read:logs_users');
    const { exit, stderr } = await logs(desk);
    expect(exit).toBe(4);
    expect(JSON.stringify(lastError(stderr).missing_scopes)).toContain('read:logs');
  });

  it('knows a user id that does not exist, where the token may read users', async () => {
    const desk = await openDesk();
    const unknown = await logs(desk, ['--user', 'auth0|nobody']);
    expect({ exit: unknown.exit, code: lastError(unknown.stderr).code }).toEqual({
      exit: 5,
      code: 'not_found.user',
    });
    const poor = await openDesk();
    await withoutScopes(poor, 'read:users', 'read:user_idp_tokens');
    const blind = await logs(poor, ['--user', 'auth0|nobody']);
    expect({ exit: blind.exit, events: blind.events }).toEqual({ exit: 0, events: [] });
  });

  it('writes raw values to csv', async () => {
    const desk = await broken();
    const { stdout } = await desk.run([
      'logs',
      '--failed',
      '--limit',
      '1',
      '-o',
      'csv',
      '--fields',
      'date,outcome,type',
    ]);
    expect(stdout.split('\n')[1]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,failure,feta$/);
  });
});
