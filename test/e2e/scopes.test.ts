import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/catalogue.ts';
import type { ScopeNeed } from '../../src/vault/scopes.ts';
import { binary, cleanEnvironment, lastError, openDesk, runProcess, temporaryDirectory } from './tv.ts';
import { withoutScopes } from './vault-desk.ts';

describe('tv scopes', () => {
  it('tells for every command what it needs and what is held', async () => {
    const desk = await openDesk();
    const { exit, data } = await desk.json(['scopes']);
    const needs = data as readonly ScopeNeed[];
    expect(exit).toBe(0);
    expect(new Set(needs.map(({ command }) => command))).toEqual(
      new Set(commands.filter(({ scopes = [] }) => scopes.length > 0).map(({ path }) => path.join(' '))),
    );
    expect(Object.keys(needs[0] ?? {})).toEqual(['command', 'scope', 'need', 'held', 'exposes_secrets']);
    expect(needs.filter(({ held }) => held !== true)).toEqual([]);
  });

  it('says the same of one scope for every command: the two that show secrets do', async () => {
    const desk = await openDesk();
    const needs = (await desk.json(['scopes'])).data as readonly ScopeNeed[];
    const secret = needs.filter(({ exposes_secrets: exposes }) => exposes).map(({ scope }) => scope);
    expect(new Set(secret)).toEqual(new Set(['read:connections_options', 'read:client_credentials']));
    const told = needs.map(({ scope, exposes_secrets: exposes }) => `${scope} ${exposes}`);
    expect(new Set(told).size).toBe(new Set(needs.map(({ scope }) => scope)).size);
  });

  it('lists what is lacking in one line to copy', async () => {
    const desk = await openDesk();
    await withoutScopes(desk, 'read:logs', 'read:logs_users', 'update:clients');
    const { exit, stderr } = await desk.run(['scopes']);
    expect(exit).toBe(0);
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^Lacking: (read:logs update:clients|update:clients read:logs)$/,
    );
    const { data } = await desk.json(['scopes', 'logs']);
    expect(data).toMatchObject([
      { scope: 'read:logs', held: false },
      { scope: 'read:users', held: true },
      { scope: 'read:clients', held: true },
      { scope: 'read:connections', held: true },
    ]);
  });

  it('takes the other name of a route for good', async () => {
    const desk = await openDesk();
    await withoutScopes(desk, 'read:logs');
    const { data } = await desk.json(['scopes', 'logs']);
    expect(data).toMatchObject([{ scope: 'read:logs', held: true }, {}, {}, {}]);
  });

  it('works without a tenant, and then knows nothing of what is held', async () => {
    const home = temporaryDirectory();
    const { exit, stdout, stderr } = await runProcess(
      process.execPath,
      [binary, 'scopes', 'tokensets', 'delete', '--json'],
      {
        baseEnv: cleanEnvironment(home),
      },
    );
    expect(exit).toBe(0);
    expect(new Set((JSON.parse(stdout) as readonly ScopeNeed[]).map(({ held }) => held))).toEqual(
      new Set([null]),
    );
    expect(stderr).toContain('delete:federated_connections_tokens');
  });

  it('tells an auditor nothing that writes, and still what doctor reads', async () => {
    const desk = await openDesk();
    const { data } = await desk.json(['scopes', '--role', 'auditor']);
    const needs = data as readonly ScopeNeed[];
    expect(needs.filter(({ scope }) => !scope.startsWith('read:'))).toEqual([]);
    expect(needs.some(({ command, scope }) => command === 'doctor' && scope === 'read:mfa_policies')).toBe(
      true,
    );
    const all = (await desk.json(['scopes', '--role', 'operator'])).data as readonly ScopeNeed[];
    expect(all.length).toBeGreaterThan(needs.length);
  });

  it('refuses a command that does not exist', async () => {
    const desk = await openDesk();
    const { exit, stderr } = await desk.json(['scopes', 'tokenset', 'list']);
    expect({ exit, code: lastError(stderr).code }).toEqual({ exit: 2, code: 'usage.unknown_command' });
  });
});
