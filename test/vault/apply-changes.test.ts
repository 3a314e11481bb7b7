import { describe, expect, test } from 'vitest';
import { TvError } from '../../src/core/errors.ts';
import { tokenVaultGrant } from '../../src/core/protocol.ts';
import { addGrantTypes } from '../../src/vault/apps/changes.ts';
import { applyChanges } from '../../src/vault/changes/apply.ts';
import { uniteChanges } from '../../src/vault/changes/change.ts';
import { linkApp, setLogin, turnOn } from '../../src/vault/connections/changes.ts';
import { memoryReceipts } from './double/receipts.ts';
import { aClient, aConnection } from './double/records.ts';
import { emptyState } from './double/state.ts';
import { createTenantDouble, type TenantDouble } from './double/tenant.ts';

function tenantWith(...connections: ReturnType<typeof aConnection>[]): TenantDouble {
  const state = emptyState();
  for (const connection of connections) state.connections.set(connection.id, connection);
  const client = aClient();
  state.clients.set(client.client_id, client);
  return createTenantDouble(state);
}

async function google(double: TenantDouble) {
  return double.tenant.connections.load('con_google');
}

describe('one change', () => {
  test('sends the smallest body, reads back and writes a receipt', async () => {
    const double = tenantWith(aConnection());
    const receipts = memoryReceipts();
    const { changes, errors } = await applyChanges(
      double.tenant,
      [turnOn(await google(double), 'connected_accounts')],
      { receipts },
    );
    expect(double.gate.writes).toEqual([
      { name: 'connections.update', id: 'con_google', body: { connected_accounts: { active: true } } },
    ]);
    expect(changes).toMatchObject([{ status: 'applied', before: false, after: true, error: null }]);
    expect(errors).toEqual([]);
    expect(receipts.prepared()).toBe(2);
    expect(receipts.entries).toEqual([
      {
        resource: 'connection',
        id: 'con_google',
        name: 'google-oauth2',
        field: 'connected_accounts.active',
        before: false,
        after: true,
        requestId: 'req-1',
        outcome: 'applied',
      },
    ]);
  });

  test('of something that is so already is neither sent nor a failure', async () => {
    const double = tenantWith(aConnection({ connected_accounts: { active: true } }));
    const receipts = memoryReceipts();
    const planned = turnOn(await google(double), 'connected_accounts');
    const { changes } = await applyChanges(double.tenant, [planned], { receipts });
    expect(changes).toMatchObject([{ status: 'unchanged' }]);
    expect(double.gate.writes).toEqual([]);
    expect(receipts.prepared()).toBe(0);
  });

  test('that somebody made in the meantime counts as unchanged', async () => {
    const double = tenantWith(aConnection());
    const planned = turnOn(await google(double), 'connected_accounts');
    double.state.connections.set('con_google', aConnection({ connected_accounts: { active: true } }));
    const { changes } = await applyChanges(double.tenant, [planned], { receipts: memoryReceipts() });
    expect(changes).toMatchObject([{ status: 'unchanged' }]);
    expect(double.gate.writes).toEqual([]);
  });

  test('keeps `cross_app_access` and sends a display name back', async () => {
    const double = tenantWith(
      aConnection({ display_name: 'Google', connected_accounts: { active: false, cross_app_access: true } }),
    );
    await applyChanges(double.tenant, [turnOn(await google(double), 'connected_accounts')], {
      receipts: memoryReceipts(),
    });
    expect(double.state.connections.get('con_google')).toMatchObject({
      display_name: 'Google',
      connected_accounts: { active: true, cross_app_access: true },
    });
  });
});

describe('several changes', () => {
  test('of one resource go in one request', async () => {
    const double = tenantWith(aConnection());
    const connection = await google(double);
    await applyChanges(
      double.tenant,
      [turnOn(connection, 'connected_accounts'), setLogin(connection, false)],
      { receipts: memoryReceipts() },
    );
    expect(double.gate.writes).toMatchObject([
      { body: { connected_accounts: { active: true }, authentication: { active: false } } },
    ]);
  });

  test('keep the order of the plan, and one failure stops no other resource', async () => {
    const double = tenantWith(aConnection(), aConnection({ id: 'con_2', name: 'github' }));
    const planned = [
      turnOn(await google(double), 'connected_accounts'),
      turnOn(await double.tenant.connections.load('con_2'), 'connected_accounts'),
    ];
    double.gate.onWrite = ({ id }) => {
      if (id === 'con_google') throw new TvError('api.invalid_request', 'No', { status: 400 });
    };
    const { changes, errors } = await applyChanges(double.tenant, planned, { receipts: memoryReceipts() });
    expect(changes.map(({ name, status }) => [name, status])).toEqual([
      ['google-oauth2', 'failed'],
      ['github', 'applied'],
    ]);
    expect(changes[0]?.error).toMatchObject({ code: 'api.invalid_request', exit: 6 });
    expect(errors).toHaveLength(1);
  });

  test('link in chunks of fifty', async () => {
    const double = tenantWith(aConnection());
    const connection = await google(double);
    const planned = Array.from({ length: 120 }, (_, index) =>
      linkApp(connection, { id: `client-${index}`, name: `App ${index}` }),
    );
    const { changes } = await applyChanges(double.tenant, planned, { receipts: memoryReceipts() });
    expect(double.gate.writes.map(({ body }) => (body as unknown[]).length)).toEqual([50, 50, 20]);
    expect(changes.every(({ status }) => status === 'applied')).toBe(true);
    expect(double.state.links.get('con_google')?.size).toBe(120);
  });

  test('of one list are united', () => {
    const client = aClient();
    const [united, ...more] = uniteChanges([
      addGrantTypes(client, [tokenVaultGrant]),
      addGrantTypes(client, ['client_credentials', tokenVaultGrant]),
    ]);
    expect(more).toEqual([]);
    expect(united?.change.after).toEqual([
      'authorization_code',
      'refresh_token',
      tokenVaultGrant,
      'client_credentials',
    ]);
  });
});
