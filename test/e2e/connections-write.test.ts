import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/core/model.ts';
import { filtered, lastError, openDesk } from './tv.ts';
import { openEarlyDesk, received, storedConnection, withoutScopes, writes } from './vault-desk.ts';

const early = 'federated_connections_access_tokens';

interface Written {
  readonly dry_run: boolean;
  readonly changes: readonly Change[];
}

describe('tv connections enable', () => {
  it('sends one key, sends the display name back, and is idempotent', async () => {
    const desk = await openDesk({ scenario: 'half-configured' });
    const before = await storedConnection(desk, 'windowslive');
    await received(desk);
    const { exit, data } = await desk.json(['connections', 'enable', 'windowslive']);
    expect(exit).toBe(0);
    expect((data as Written).changes).toMatchObject([
      {
        field: 'connected_accounts.active',
        before: false,
        after: true,
        status: 'applied',
        impact: 'additive',
      },
    ]);
    expect((await writes(desk)).map(({ body }) => body)).toEqual([
      { display_name: 'Microsoft', connected_accounts: { active: true } },
    ]);
    expect(await storedConnection(desk, 'windowslive')).toEqual({
      ...before,
      connected_accounts: { active: true },
    });
    const again = await desk.json(['connections', 'enable', 'windowslive']);
    expect((again.data as Written).changes).toMatchObject([{ status: 'unchanged' }]);
    expect(await writes(desk)).toEqual([]);
  });

  it('with --dry-run sends only reads', async () => {
    const desk = await openDesk({ scenario: 'half-configured' });
    const { exit, data } = await desk.json(['connections', 'enable', 'github', '--dry-run']);
    expect({ exit, data }).toMatchObject({
      exit: 0,
      data: { dry_run: true, changes: [{ status: 'planned' }] },
    });
    expect(await writes(desk)).toEqual([]);
  });

  it('links applications at the word of the user, and warns', async () => {
    const desk = await openDesk();
    const { exit, data, stderr } = await desk.json([
      'connections',
      'enable',
      'github',
      '--app',
      'Partner Portal',
    ]);
    expect(exit).toBe(0);
    expect(
      (data as Written).changes.map(({ resource, status, impact }) => [resource, status, impact]),
    ).toEqual([
      ['connection', 'unchanged', 'additive'],
      ['connection_clients', 'applied', 'login'],
    ]);
    expect(stderr).toContain('Partner Portal');
    const linked = await desk.json([
      'connections',
      'check',
      'github',
      '--app',
      'Partner Portal',
      '--only',
      'app/connection-enabled',
    ]);
    expect(linked.exit).toBe(0);
  });

  it('asks before it changes who can sign in', async () => {
    const desk = await openDesk();
    const refused = await desk.json(['connections', 'enable', 'github', '--login', 'off']);
    expect(refused.exit).toBe(2);
    expect(lastError(refused.stderr).code).toBe('usage.confirmation');
    expect(await writes(desk)).toEqual([]);
    const { exit, data } = await desk.json(['connections', 'enable', 'github', '--login', 'off', '--yes']);
    expect(exit).toBe(0);
    expect((data as Written).changes[1]).toMatchObject({ field: 'authentication.active', after: false });
  });

  it('asks for refresh tokens and keeps every other option', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const before = await storedConnection(desk, 'google-online-only');
    const { exit } = await desk.json(['connections', 'enable', 'google-online-only', '--offline-access']);
    expect(exit).toBe(0);
    const after = await storedConnection(desk, 'google-online-only');
    expect(after).toEqual({
      ...before,
      options: { ...(before.options as object), offline_access: true },
    });
  });

  it('turns on the early-access switch with options as they were, when asked to', async () => {
    const desk = await openEarlyDesk();
    const turnedOff = await desk.json(['connections', 'disable', 'github', '--yes']);
    expect(turnedOff.exit).toBe(0);
    const before = await storedConnection(desk, 'github');
    const unasked = await desk.json(['connections', 'enable', 'github']);
    expect(unasked.exit).toBe(2);
    const { exit, data } = await desk.json(['connections', 'enable', 'github', '--yes']);
    expect(exit).toBe(0);
    expect((data as Written).changes).toMatchObject([
      { field: `options.${early}.active`, impact: 'breaking', status: 'applied' },
    ]);
    expect(await storedConnection(desk, 'github')).toEqual({
      ...before,
      options: { ...(before.options as object), [early]: { active: true } },
    });
  });

  it.each([
    ['read:connections_options', ['--via', early]],
    ['update:connections_options', ['--via', early]],
    ['read:connections_options', ['--offline-access']],
    ['update:connections', []],
  ])('names %s when it is missing for %j, and sends nothing', async (scope, more) => {
    const desk = await openDesk({ scenario: 'half-configured' });
    await withoutScopes(desk, scope);
    const { exit, stderr } = await desk.json(['connections', 'enable', 'windowslive', '--yes', ...more]);
    expect(exit).toBe(4);
    expect(lastError(stderr)).toMatchObject({ code: 'access.scope', missing_scopes: [scope] });
    expect(await writes(desk)).toEqual([]);
  });

  it('names every scope that is missing at once', async () => {
    const desk = await openDesk({ scenario: 'half-configured' });
    const missing = ['update:connections', 'read:connections_options', 'update:connections_options'];
    await withoutScopes(desk, ...missing);
    const { exit, stderr } = await desk.json(['connections', 'enable', 'github', '--via', early, '--yes']);
    expect(exit).toBe(4);
    expect(lastError(stderr)).toMatchObject({ code: 'access.scope', missing_scopes: missing });
  });

  it('names every scope that is missing to turn a hidden switch off', async () => {
    const desk = await openDesk({ scenario: 'half-configured' });
    const missing = ['update:connections', 'read:connections_options', 'update:connections_options'];
    await withoutScopes(desk, ...missing);
    const { exit, stderr } = await desk.json(['connections', 'disable', 'github', '--yes']);
    expect(exit).toBe(4);
    expect(lastError(stderr)).toMatchObject({ code: 'access.scope', missing_scopes: missing });
  });

  it('lets a scope added in the dashboard count at once', async () => {
    const desk = await openDesk({ scenario: 'half-configured' });
    await withoutScopes(desk, 'update:connections');
    expect((await desk.json(['connections', 'enable', 'github'])).exit).toBe(4);
    await desk.control('POST', '/reset', { scenario: 'half-configured' });
    expect((await desk.json(['connections', 'enable', 'github'])).exit).toBe(0);
  });

  it.each([
    [['Username-Password-Authentication'], 6, 'refused.unsupported'],
    [['github', '--offline-access'], 6, 'refused.unsupported'],
    [['gihub'], 5, 'not_found.connection'],
    [['con_1234'], 5, 'not_found.connection'],
    [['github', 'nothing-like-it'], 5, 'not_found.connection'],
    [['github', '--app', 'Nobody'], 5, 'not_found.application'],
  ])('refuses %j before it writes anything', async (args, exit, code) => {
    const desk = await openDesk({ scenario: 'half-configured' });
    const result = await desk.json(['connections', 'enable', ...args]);
    expect(result.exit).toBe(exit);
    expect(result.data).toBeUndefined();
    expect(lastError(result.stderr).code).toBe(code);
    expect(await writes(desk)).toEqual([]);
  });

  it('settles a lost answer by reading', async () => {
    const desk = await openDesk({ scenario: 'half-configured' });
    await desk.control('POST', '/faults', [
      { method: 'PATCH', path: '/connections/', kind: 'reset', after: true },
    ]);
    const { exit, data } = await desk.json(['connections', 'enable', 'github']);
    expect(exit).toBe(0);
    expect((data as Written).changes).toMatchObject([{ status: 'applied' }]);
    expect(await writes(desk)).toHaveLength(1);
  });

  it('reports each change when some fail', async () => {
    const desk = await openDesk({ scenario: 'half-configured' });
    await desk.control('POST', '/faults', [
      {
        method: 'PATCH',
        path: '/connections/',
        kind: 'status',
        status: 400,
        body: { statusCode: 400, error: 'Bad Request', message: 'No', errorCode: 'invalid_body' },
      },
    ]);
    const { exit, data, stderr } = await desk.json(['connections', 'enable', 'github', 'windowslive']);
    expect(exit).toBe(8);
    expect((data as Written).changes.map(({ name, status }) => [name, status])).toEqual([
      ['github', 'failed'],
      ['windowslive', 'applied'],
    ]);
    expect(lastError(stderr).code).toBe('api.partial');
  });

  it('writes a receipt without secrets', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const args = ['connections', 'enable', 'google-online-only', '--offline-access'];
    await desk.run([...args, '--receipt', 'receipts.jsonl']);
    const lines = readFileSync(join(desk.home, 'receipts.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        resource: 'connection',
        field: 'options.offline_access',
        before: false,
        after: true,
        outcome: 'applied',
      },
    ]);
  });
});

describe('tv connections disable', () => {
  it('turns every switch off that is on, and asks first', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    expect((await desk.json(['connections', 'disable', 'windowslive'])).exit).toBe(2);
    const { exit, data } = await desk.json(['connections', 'disable', 'windowslive', '--yes']);
    expect(exit).toBe(0);
    expect((data as Written).changes.map(({ field, status }) => [field, status])).toEqual([
      ['connected_accounts.active', 'applied'],
      [`options.${early}.active`, 'applied'],
    ]);
    expect(await writes(desk)).toHaveLength(1);
  });

  it('says what ends when the other switch stays on', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const off = async (via: string): Promise<string | null | undefined> => {
      const args = ['connections', 'disable', 'windowslive', '--via', via, '--dry-run'];
      return ((await desk.json(args)).data as Written).changes[0]?.warning;
    };
    expect(await off(early)).toContain('connected accounts stay on');
    expect(await off('connected_accounts')).toContain('its early-access switch stays on');
    expect(await off('all')).toContain('are refused from then on');
  });

  it('with --app only unlinks', async () => {
    const desk = await openDesk();
    const before = await storedConnection(desk, 'github');
    const { exit, data } = await desk.json([
      'connections',
      'disable',
      'github',
      '--app',
      'Acme Dashboard',
      '--yes',
    ]);
    expect(exit).toBe(0);
    expect((data as Written).changes).toMatchObject([
      { resource: 'connection_clients', before: true, after: false },
    ]);
    expect((await storedConnection(desk, 'github')).connected_accounts).toEqual(before.connected_accounts);
    const both = await desk.json(['connections', 'disable', 'github', '--app', 'Acme Web', '--via', 'all']);
    expect(both.exit).toBe(2);
  });
});

describe('for people', () => {
  it('a plan reads the same in a pipe every time', async () => {
    const desk = await openDesk({ scenario: 'half-configured' });
    const { stdout } = await desk.run(['connections', 'enable', 'github', '--login', 'off', '--dry-run']);
    expect(filtered(stdout)).toMatchSnapshot();
  });
});
