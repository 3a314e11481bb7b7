import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/vault/changes/apply.ts';
import { plan } from '../../src/vault/changes/change.ts';
import { turnOn } from '../../src/vault/connections/changes.ts';
import { memoryReceipts } from './double/receipts.ts';
import { aClient, aConnection } from './double/records.ts';
import { allScopes, emptyState } from './double/state.ts';
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

describe('options', () => {
  test('are sent as they were read, with one change', async () => {
    const double = tenantWith(aConnection());
    const planned = turnOn(await google(double), 'federated_connections_access_tokens');
    await applyChanges(double.tenant, [planned], { receipts: memoryReceipts() });
    expect(double.gate.writes[0]?.body).toEqual({
      options: {
        client_id: 'own',
        client_secret: 'shh-client-secret',
        offline_access: true,
        email: true,
        federated_connections_access_tokens: { active: true },
      },
    });
  });

  test.each([
    ['read:connections_options', 'access.scope'],
    ['update:connections_options', 'access.scope'],
  ])('are not sent when %s was lost since the plan', async (scope, code) => {
    const double = tenantWith(aConnection());
    const planned = turnOn(await google(double), 'federated_connections_access_tokens');
    double.state.scopes = allScopes.filter((held) => held !== scope);
    const { errors } = await applyChanges(double.tenant, [planned], { receipts: memoryReceipts() });
    expect(errors).toMatchObject([{ code, details: { missingScopes: [scope] } }]);
    expect(double.gate.writes).toEqual([]);
  });

  test('are not sent when they are hidden for another reason', async () => {
    const double = tenantWith(aConnection());
    const planned = turnOn(await google(double), 'federated_connections_access_tokens');
    double.state.connections.set('con_google', aConnection({ options: null }));
    const { errors } = await applyChanges(double.tenant, [planned], { receipts: memoryReceipts() });
    expect(errors).toMatchObject([{ code: 'refused.hidden_options', exit: 6 }]);
    expect(double.gate.writes).toEqual([]);
  });

  test('never show a secret in a receipt', async () => {
    const double = tenantWith(aConnection());
    const receipts = memoryReceipts();
    const planned = plan({
      target: { kind: 'connection', id: 'con_google' },
      name: 'google-oauth2',
      field: 'options.client_secret',
      before: 'shh-client-secret',
      after: 'another-client-secret',
      impact: 'security',
    });
    await applyChanges(double.tenant, [planned], { receipts });
    expect(receipts.entries).toHaveLength(1);
    expect(JSON.stringify(receipts.entries)).not.toContain('client-secret');
  });
});
