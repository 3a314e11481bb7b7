import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TvError } from '../../src/core/errors.ts';
import { isObject, type JsonObject } from '../../src/core/json.ts';
import { applyChanges } from '../../src/vault/changes/apply.ts';
import { planDisable } from '../../src/vault/connections/disable.ts';
import { planEnable } from '../../src/vault/connections/enable.ts';
import { loadGenerationFor } from '../../src/vault/connections/generation.ts';
import type { Switch } from '../../src/vault/connections/switches.ts';
import { memoryReceipts } from './double/receipts.ts';
import { allScopes, emptyState, type StoredConnection } from './double/state.ts';
import { createTenantDouble, type TenantDouble } from './double/tenant.ts';

const early = 'federated_connections_access_tokens';
const optionsPair = ['read:connections_options', 'update:connections_options'];

const leaf = fc.oneof(fc.boolean(), fc.integer(), fc.string(), fc.constant(null));
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(key(), tie('node'), { maxKeys: 4 }),
  ),
})).node;

function key(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom(
      'client_id',
      'client_secret',
      'scope',
      'upstream_params',
      '__proto__',
      'constructor',
      '0',
    ),
  );
}

const earlySwitch = fc.oneof(
  fc.constant({}),
  fc.constant({ [early]: null }),
  fc.record({ [early]: fc.record({ active: fc.boolean() }) }),
  fc.record({ [early]: fc.record({ active: fc.boolean(), note: fc.string() }) }),
);

const options = fc.tuple(fc.dictionary(key(), tree, { maxKeys: 8 }), earlySwitch).map(([free, flag]) => ({
  ...free,
  ...flag,
}));

const currentKeys = fc.record(
  {
    authentication: fc.record({ active: fc.boolean() }),
    connected_accounts: fc.record(
      { active: fc.boolean(), cross_app_access: fc.boolean() },
      { requiredKeys: ['active'] },
    ),
  },
  { requiredKeys: ['authentication', 'connected_accounts'] },
);

const connection = fc
  .record({
    options,
    generation: fc.oneof(fc.constant({}), currentKeys),
    more: fc.record(
      { display_name: fc.string({ minLength: 1 }), metadata: fc.dictionary(fc.string(), fc.string()) },
      { requiredKeys: [] },
    ),
    strategy: fc.constantFrom('google-oauth2', 'oauth2', 'waad', 'somebody-new'),
  })
  .map(({ options: kept, generation, more, strategy }) => ({
    id: 'con_1',
    name: 'the-connection',
    strategy,
    options: kept,
    ...generation,
    ...more,
  }));

const via = fc.constantFrom<Switch | undefined>(undefined, 'connected_accounts', early);
const step = fc.oneof(
  fc.record({ kind: fc.constant('enable' as const), via }),
  fc.record({
    kind: fc.constant('disable' as const),
    via: fc.constantFrom<Switch | 'auto' | 'all'>('auto', 'all', 'connected_accounts', early),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const scopes = fc
  .subarray(optionsPair)
  .map((held) => [...allScopes.filter((scope) => !optionsPair.includes(scope)), ...held]);

async function take(double: TenantDouble, wanted: Step): Promise<void> {
  const { tenant } = double;
  const read = await tenant.connections.load('con_1');
  const generation = await loadGenerationFor(tenant, [read]);
  try {
    const planned =
      wanted.kind === 'enable'
        ? await planEnable(tenant, read, generation, {
            via: wanted.via,
            login: undefined,
            offlineAccess: false,
            apps: [],
          })
        : await planDisable(tenant, read, { generation, via: wanted.via, earlyAccess: async () => true });
    await applyChanges(tenant, planned, { receipts: memoryReceipts() });
  } catch (error) {
    // A refusal is fine; losing something is not.
    if (!(error instanceof TvError)) throw error;
  }
}

/** Everything but the two switches, as bytes. */
function withoutSwitches(stored: JsonObject): string {
  const { connected_accounts: purpose, options: kept, ...rest } = stored;
  const flag = isObject(kept) ? kept[early] : undefined;
  const others = isObject(kept) ? Object.entries(kept).filter(([name]) => name !== early) : [];
  return JSON.stringify({
    ...rest,
    options: others,
    flag: withoutActive(flag),
    purpose: withoutActive(purpose),
  });
}

function withoutActive(value: unknown): unknown {
  if (!isObject(value)) return {};
  const { active: _, ...rest } = value;
  return rest;
}

function stateOf(stored: StoredConnection, held: readonly string[]): ReturnType<typeof emptyState> {
  return { ...emptyState(), connections: new Map([[stored.id, stored]]), scopes: held };
}

/** As it would have come over the wire. */
function parsed(value: unknown): StoredConnection {
  return JSON.parse(JSON.stringify(value)) as StoredConnection;
}

describe('a connection survives any sequence of enabling and disabling', () => {
  test('every byte but the switch is what it was', async () => {
    await fc.assert(
      fc.asyncProperty(
        connection,
        scopes,
        fc.array(step, { minLength: 1, maxLength: 5 }),
        async (made, held, steps) => {
          const stored = parsed(made);
          const double = createTenantDouble(stateOf(stored, held));
          for (const wanted of steps) await take(double, wanted);
          const after = double.state.connections.get('con_1') ?? {};
          expect(withoutSwitches(after)).toBe(withoutSwitches(stored));
        },
      ),
      { numRuns: 400 },
    );
  });

  test('no body holds options without both scopes, and none moves the switch into options', async () => {
    await fc.assert(
      fc.asyncProperty(connection, scopes, fc.array(step, { maxLength: 4 }), async (made, held, steps) => {
        const stored = parsed(made);
        const double = createTenantDouble(stateOf(stored, held));
        for (const wanted of steps) await take(double, wanted);
        const complete = optionsPair.every((scope) => held.includes(scope));
        for (const { body } of double.gate.writes) {
          const sent = isObject(body) ? body.options : undefined;
          if (!complete) expect(sent).toBeUndefined();
          if (isObject(sent)) {
            expect(Object.hasOwn(sent, 'connected_accounts')).toBe(
              Object.hasOwn(stored.options as object, 'connected_accounts'),
            );
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('with both scopes each command brings about what it says', async () => {
    await fc.assert(
      fc.asyncProperty(connection, step, async (made, wanted) => {
        const stored = parsed(made);
        fc.pre(Object.keys(stored.options as object).length > 0);
        const double = createTenantDouble(stateOf(stored, allScopes));
        await take(double, wanted);
        const read = await double.tenant.connections.load('con_1');
        const flag = isObject(read.options?.[early]) && read.options[early].active === true;
        const current = read.connected_accounts?.active === true;
        if (wanted.kind === 'enable') expect(flag || current).toBe(true);
        else if (wanted.via === 'auto' || wanted.via === 'all') expect(flag || current).toBe(false);
        else expect(wanted.via === early ? flag : current).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
