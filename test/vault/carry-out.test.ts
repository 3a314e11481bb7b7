import { describe, expect, test } from 'vitest';
import type { Confirmation, Context } from '../../src/core/context.ts';
import { TvError } from '../../src/core/errors.ts';
import type { Change } from '../../src/core/model.ts';
import { carryOut, changesResult, type Undertaking } from '../../src/vault/changes/carry-out.ts';
import type { Planned } from '../../src/vault/changes/change.ts';
import { linkApp, setLogin, turnOn } from '../../src/vault/connections/changes.ts';
import { memoryReceipts } from './double/receipts.ts';
import { aConnection } from './double/records.ts';
import { allScopes, emptyState } from './double/state.ts';
import { createTenantDouble } from './double/tenant.ts';

interface Desk {
  readonly context: Context;
  readonly asked: Confirmation[];
  readonly shown: (readonly Change[])[];
  readonly warned: string[];
}

interface DeskOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly isProtected?: boolean;
  readonly declines?: boolean;
  readonly readOnly?: boolean;
}

/** A context that keeps what it is asked. */
function desk({
  dryRun = false,
  yes = false,
  isProtected = false,
  declines = false,
  readOnly = false,
}: DeskOptions = {}): Desk {
  const asked: Confirmation[] = [];
  const shown: (readonly Change[])[] = [];
  const warned: string[] = [];
  const receipts = memoryReceipts();
  const context = {
    globals: { dryRun, yes, output: 'json' },
    signal: new AbortController().signal,
    reporter: { warn: (code: string) => warned.push(code) },
    receipts: async () => receipts,
    credentials: async () => ({ protected: isProtected }),
    assertWritable: async () => {
      if (readOnly) throw new TvError('refused.read_only', 'No');
    },
    showChanges: async (changes: readonly Change[]) => {
      shown.push(changes);
    },
    confirm: async (confirmation: Confirmation) => {
      asked.push(confirmation);
      if (declines && confirmation.needed) throw new TvError('cancelled.declined', 'Declined');
    },
  } as unknown as Context;
  return { context, asked, shown, warned };
}

function tenantOf(scopes: readonly string[] = allScopes) {
  const state = { ...emptyState(), scopes };
  for (const id of ['con_google', 'con_2']) {
    state.connections.set(id, aConnection({ id, name: id === 'con_2' ? 'github' : 'google-oauth2' }));
  }
  return createTenantDouble(state);
}

async function run(
  at: Desk,
  double: ReturnType<typeof tenantOf>,
  what: (c: Awaited<ReturnType<typeof load>>) => readonly Planned[],
  more: Partial<Undertaking> = {},
) {
  const planned = what(await load(double));
  return carryOut(at.context, double.tenant, planned, { items: 1, ...more });
}

function load(double: ReturnType<typeof tenantOf>) {
  return double.tenant.connections.load('con_google');
}

describe('a plan', () => {
  test('with --dry-run is only printed, and says which scopes it would lack', async () => {
    const at = desk({ dryRun: true, readOnly: true });
    const double = tenantOf(allScopes.filter((scope) => scope !== 'update:connections'));
    const carried = await run(at, double, (c) => [turnOn(c, 'connected_accounts')]);
    expect(carried).toMatchObject({ dryRun: true, changes: [{ status: 'planned' }], error: undefined });
    expect(double.gate.writes).toEqual([]);
    expect(at).toMatchObject({ asked: [], shown: [], warned: ['access.scope'] });
  });

  test('of additive changes runs without a question', async () => {
    const at = desk();
    const double = tenantOf();
    const carried = await run(at, double, (c) => [turnOn(c, 'connected_accounts')]);
    expect(carried).toMatchObject({ dryRun: false, changes: [{ status: 'applied' }] });
    expect(at.shown).toEqual([]);
    expect(at.asked).toEqual([
      { question: 'Make 1 change to google-oauth2 on acme.eu.auth0.com', needed: false },
    ]);
  });

  test('on a protected profile is shown and asked even when additive', async () => {
    const at = desk({ isProtected: true });
    await run(at, tenantOf(), (c) => [turnOn(c, 'connected_accounts')]);
    expect(at.shown).toHaveLength(1);
  });

  test('that can hurt is shown before the question', async () => {
    const at = desk({ declines: true });
    const double = tenantOf();
    await expect(run(at, double, (c) => [setLogin(c, false)])).rejects.toMatchObject({ exit: 130 });
    expect(at.shown).toMatchObject([[{ field: 'authentication.active' }]]);
    expect(double.gate.writes).toEqual([]);
  });

  test('that can hurt is not shown again with --yes', async () => {
    const at = desk({ yes: true });
    await run(at, tenantOf(), (c) => [setLogin(c, false)]);
    expect(at.shown).toEqual([]);
  });

  test('that the user asked for by name warns instead of asking', async () => {
    const at = desk({ declines: true });
    const link = (c: Awaited<ReturnType<typeof load>>) => [linkApp(c, { id: 'app', name: 'App' })];
    const carried = await run(at, tenantOf(), link, {
      ownWord: ({ target }) => target.kind === 'connection_clients',
    });
    expect(carried.changes).toMatchObject([{ status: 'applied' }]);
    expect(at.asked[0]?.needed).toBe(false);
    expect(at.warned).toEqual(['changes.login']);
  });

  test('with nothing to do asks nothing and needs no scope', async () => {
    const at = desk({ readOnly: true });
    const double = tenantOf(['read:connections', 'read:connections_options']);
    double.state.connections.set('con_google', aConnection({ connected_accounts: { active: true } }));
    const carried = await run(at, double, (c) => [turnOn(c, 'connected_accounts')]);
    expect(carried.changes).toMatchObject([{ status: 'unchanged' }]);
    expect(at.asked).toEqual([]);
  });

  test('is refused before anything is asked when writes are off or a scope is missing', async () => {
    const at = desk({ readOnly: true });
    const on = (c: Awaited<ReturnType<typeof load>>) => [turnOn(c, 'connected_accounts')];
    await expect(run(at, tenantOf(), on)).rejects.toMatchObject({ code: 'refused.read_only' });
    const poor = tenantOf(allScopes.filter((scope) => scope !== 'update:connections'));
    await expect(run(desk(), poor, on)).rejects.toMatchObject({
      code: 'access.scope',
      details: { missingScopes: ['update:connections'] },
    });
    expect(at.asked).toEqual([]);
  });
});

describe('what failed', () => {
  const refused = new TvError('api.invalid_request', 'Auth0 refused', { hint: 'Look' });

  async function both(items: number, failing: readonly string[]) {
    const double = tenantOf();
    const planned = await Promise.all(
      ['con_google', 'con_2'].map(async (id) =>
        turnOn(await double.tenant.connections.load(id), 'connected_accounts'),
      ),
    );
    double.gate.onWrite = ({ id }) => {
      if (failing.includes(id)) throw refused;
    };
    return carryOut(desk().context, double.tenant, planned, { items });
  }

  test('of one thing is its own error', async () => {
    expect((await both(1, ['con_2'])).error).toBe(refused);
  });

  test('of several things is partial when something worked', async () => {
    const { error, changes } = await both(2, ['con_google']);
    expect(error).toMatchObject({ code: 'api.partial', exit: 8, hint: 'Look' });
    expect(changes.map(({ status }) => status)).toEqual(['failed', 'applied']);
  });

  test('altogether is the first error', async () => {
    expect((await both(2, ['con_google', 'con_2'])).error).toBe(refused);
  });

  test('is an error of the result beside the changes', async () => {
    const result = changesResult(await both(2, ['con_google']), ['a note']);
    expect(result).toMatchObject({
      data: { dry_run: false, changes: [{ status: 'failed' }, { status: 'applied' }] },
      view: { kind: 'changes' },
      notes: ['a note'],
      error: { code: 'api.partial' },
    });
  });
});
