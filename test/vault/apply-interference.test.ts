import { describe, expect, test } from 'vitest';
import { TvError } from '../../src/core/errors.ts';
import { tokenVaultGrant } from '../../src/core/protocol.ts';
import { addGrantTypes, turnRotationOff } from '../../src/vault/apps/changes.ts';
import { applyChanges } from '../../src/vault/changes/apply.ts';
import { setLogin, turnOff, turnOn } from '../../src/vault/connections/changes.ts';
import { memoryReceipts } from './double/receipts.ts';
import { aClient, aConnection } from './double/records.ts';
import { emptyState } from './double/state.ts';
import { createTenantDouble, type TenantDouble } from './double/tenant.ts';

const lost = new TvError('network.interrupted', 'The connection broke', {
  extra: { may_have_arrived: true },
});

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

describe('what somebody else does', () => {
  test('before the write makes the plan stale, and nothing of that resource is sent', async () => {
    const double = tenantWith(aConnection({ connected_accounts: { active: true } }));
    const connection = await google(double);
    const planned = [turnOff(connection, 'connected_accounts'), setLogin(connection, false)];
    double.state.connections.set('con_google', aConnection({ authentication: { active: true } }));
    const client = aClient();
    const grant = addGrantTypes(client, [tokenVaultGrant]);
    double.state.clients.set(client.client_id, { ...client, grant_types: ['implicit'] });
    const { changes, errors } = await applyChanges(double.tenant, [...planned, grant], {
      receipts: memoryReceipts(),
    });
    expect(double.gate.writes.map(({ name }) => name)).toEqual(['connections.update']);
    expect(changes.map(({ status }) => status)).toEqual(['unchanged', 'applied', 'failed']);
    expect(errors.map(({ code, exit }) => [code, exit])).toEqual([['refused.stale', 6]]);
    expect(double.state.clients.get(client.client_id)?.grant_types).toEqual(['implicit']);
  });

  test('to another field of the same object before the write is kept', async () => {
    const double = tenantWith();
    const client = aClient();
    const planned = turnRotationOff({ ...client, refresh_token: rotating() });
    double.state.clients.set(client.client_id, { ...client, refresh_token: { ...rotating(), leeway: 77 } });
    await applyChanges(double.tenant, [planned], { receipts: memoryReceipts() });
    expect(double.state.clients.get(client.client_id)?.refresh_token).toEqual({
      ...rotating(),
      rotation_type: 'non-rotating',
      leeway: 77,
    });
  });

  test('between write and reading back is told', async () => {
    const double = tenantWith(aConnection());
    const planned = turnOn(await google(double), 'federated_connections_access_tokens');
    double.gate.onWrite = (_, carryOut) => {
      carryOut();
      const now = double.state.connections.get('con_google');
      if (now === undefined) return;
      const options = { ...(now.options as object), email: false };
      double.state.connections.set('con_google', { ...now, options });
    };
    const { changes } = await applyChanges(double.tenant, [planned], { receipts: memoryReceipts() });
    expect(changes[0]?.status).toBe('applied');
    expect(changes[0]?.warning).toContain('`options.email` changed too');
  });

  test('that undoes the change is a failure', async () => {
    const double = tenantWith(aConnection());
    const planned = turnOn(await google(double), 'connected_accounts');
    const receipts = memoryReceipts();
    double.gate.onWrite = (_, carryOut) => {
      carryOut();
      double.state.connections.set('con_google', aConnection());
    };
    const { changes, errors } = await applyChanges(double.tenant, [planned], { receipts });
    expect(changes[0]?.status).toBe('failed');
    expect(errors[0]?.code).toBe('refused.not_applied');
    expect(receipts.entries).toMatchObject([{ outcome: 'failed' }]);
  });
});

function rotating() {
  return { rotation_type: 'rotating', expiration_type: 'expiring', token_lifetime: 3600 };
}

describe('a lost answer', () => {
  test('is settled by reading when the change arrived, and is not sent again', async () => {
    const double = tenantWith(aConnection());
    const planned = turnOn(await google(double), 'connected_accounts');
    double.gate.onWrite = (_, carryOut) => {
      carryOut();
      throw lost;
    };
    const receipts = memoryReceipts();
    const { changes, errors } = await applyChanges(double.tenant, [planned], { receipts });
    expect(double.gate.writes).toHaveLength(1);
    expect(changes).toMatchObject([{ status: 'applied', error: null }]);
    expect(errors).toEqual([]);
    expect(receipts.entries).toMatchObject([{ outcome: 'applied' }]);
  });

  test('is the failure when the change did not arrive', async () => {
    const double = tenantWith(aConnection());
    const planned = turnOn(await google(double), 'connected_accounts');
    double.gate.onWrite = () => {
      throw lost;
    };
    const receipts = memoryReceipts();
    const { changes, errors } = await applyChanges(double.tenant, [planned], { receipts });
    expect(double.gate.writes).toHaveLength(1);
    expect(changes[0]?.status).toBe('failed');
    expect(errors).toEqual([lost]);
    expect(receipts.entries).toMatchObject([{ outcome: 'failed' }]);
  });

  test.each([
    new TvError('network.timeout', 'No answer'),
    new TvError('api.server', 'Auth0 answered 502', { status: 502 }),
  ])('of $code is settled too', async (error) => {
    const double = tenantWith(aConnection());
    const planned = turnOn(await google(double), 'connected_accounts');
    double.gate.onWrite = (_, carryOut) => {
      carryOut();
      throw error;
    };
    const { changes } = await applyChanges(double.tenant, [planned], { receipts: memoryReceipts() });
    expect(changes[0]?.status).toBe('applied');
  });

  test('stays unknown when reading fails too, and says so', async () => {
    const double = tenantWith(aConnection());
    const planned = turnOn(await google(double), 'connected_accounts');
    double.gate.onWrite = () => {
      double.gate.onRead = () => {
        throw new TvError('network.unreachable', 'The tenant could not be reached');
      };
      throw lost;
    };
    const receipts = memoryReceipts();
    const { errors } = await applyChanges(double.tenant, [planned], { receipts });
    expect(errors[0]?.message).toContain('whether the change was made is not known');
    expect(receipts.entries).toMatchObject([{ outcome: 'unknown' }]);
  });

  test('that certainly did not arrive is not read back', async () => {
    const double = tenantWith(aConnection());
    const planned = turnOn(await google(double), 'connected_accounts');
    double.gate.onWrite = () => {
      throw new TvError('network.unreachable', 'The tenant could not be reached');
    };
    const before = double.gate.reads.length;
    const { errors } = await applyChanges(double.tenant, [planned], { receipts: memoryReceipts() });
    expect(errors[0]?.code).toBe('network.unreachable');
    expect(double.gate.reads.length - before).toBe(1);
  });
});

describe('an interruption', () => {
  test('leaves what was not begun as planned, and says why it ended', async () => {
    const double = tenantWith(aConnection(), aConnection({ id: 'con_2', name: 'github' }));
    const planned = [
      turnOn(await google(double), 'connected_accounts'),
      turnOn(await double.tenant.connections.load('con_2'), 'connected_accounts'),
    ];
    const stop = new AbortController();
    const reason = new TvError('cancelled.interrupted', 'Interrupted');
    double.gate.onWrite = (_, carryOut) => {
      carryOut();
      stop.abort(reason);
    };
    const result = await applyChanges(double.tenant, planned, {
      receipts: memoryReceipts(),
      signal: stop.signal,
    });
    expect(result.changes.map(({ status }) => status)).toEqual(['applied', 'planned']);
    expect(result).toMatchObject({ errors: [], interrupted: { code: 'cancelled.interrupted', exit: 130 } });
    expect(double.gate.writes).toHaveLength(1);
  });

  test('of a request leaves a receipt that does not claim to know', async () => {
    const double = tenantWith(aConnection());
    const planned = turnOn(await google(double), 'connected_accounts');
    double.gate.onWrite = () => {
      throw new TvError('cancelled.interrupted', 'Interrupted');
    };
    const receipts = memoryReceipts();
    const { changes } = await applyChanges(double.tenant, [planned], { receipts });
    expect(changes).toMatchObject([{ status: 'failed', error: { code: 'cancelled.interrupted' } }]);
    expect(receipts.entries).toMatchObject([{ outcome: 'unknown' }]);
  });
});
