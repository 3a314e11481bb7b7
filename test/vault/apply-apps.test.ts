import { describe, expect, test } from 'vitest';
import { TvError } from '../../src/core/errors.ts';
import { tokenVaultGrant } from '../../src/core/protocol.ts';
import {
  addGrantTypes,
  addMyAccountPolicy,
  grantMyAccount,
  turnRotationOff,
} from '../../src/vault/apps/changes.ts';
import { activateMyAccount } from '../../src/vault/apps/my-account.ts';
import { applyChanges } from '../../src/vault/changes/apply.ts';
import { memoryReceipts } from './double/receipts.ts';
import { aClient, type aConnection } from './double/records.ts';
import { emptyState } from './double/state.ts';
import { createTenantDouble, type TenantDouble } from './double/tenant.ts';

const lost = new TvError('network.interrupted', 'The connection broke', {
  extra: { may_have_arrived: true },
});
const me = 'https://acme.eu.auth0.com/me/';

function tenantWith(...connections: ReturnType<typeof aConnection>[]): TenantDouble {
  const state = emptyState();
  for (const connection of connections) state.connections.set(connection.id, connection);
  const client = aClient();
  state.clients.set(client.client_id, client);
  return createTenantDouble(state);
}

function rotating() {
  return { rotation_type: 'rotating', expiration_type: 'expiring', token_lifetime: 3600 };
}

describe('applications', () => {
  test('keep order, duplicates and unknown values of their grants', async () => {
    const grants = ['refresh_token', 'urn:acme:odd', 'refresh_token', 'authorization_code'];
    const client = aClient({ grant_types: grants });
    const double = tenantWith();
    double.state.clients.set(client.client_id, client);
    await applyChanges(double.tenant, [addGrantTypes(client, [tokenVaultGrant])], {
      receipts: memoryReceipts(),
    });
    expect(double.gate.writes).toEqual([
      {
        name: 'clients.update',
        id: client.client_id,
        body: { grant_types: [...grants, tokenVaultGrant] },
      },
    ]);
  });

  test('whose grants are hidden are not written', async () => {
    const { grant_types: _, ...rest } = aClient();
    const hidden = { ...rest, grant_types: undefined };
    const double = tenantWith();
    double.state.clients.set(hidden.client_id, hidden);
    double.state.scopes = ['read:client_summary', 'update:clients', 'read:client_credentials'];
    // The list routes of the double ask for `read:clients`; reading one application does not hide it from this token.
    double.gate.need = () => undefined;
    const { errors } = await applyChanges(double.tenant, [addGrantTypes(hidden, [tokenVaultGrant])], {
      receipts: memoryReceipts(),
    });
    expect(errors).toMatchObject([{ code: 'access.scope', details: { missingScopes: ['read:clients'] } }]);
    expect(double.gate.writes).toEqual([]);
  });

  test('get a policy merged into their refresh token settings', async () => {
    const other = { audience: 'https://api.acme.example', scope: ['read:calendar'] };
    const client = aClient({ refresh_token: { ...rotating(), policies: [other] } });
    const double = tenantWith();
    double.state.clients.set(client.client_id, client);
    await applyChanges(double.tenant, [turnRotationOff(client), addMyAccountPolicy(client, me)], {
      receipts: memoryReceipts(),
    });
    expect(double.gate.writes).toHaveLength(1);
    expect(double.state.clients.get(client.client_id)?.refresh_token).toEqual({
      ...rotating(),
      rotation_type: 'non-rotating',
      policies: [
        other,
        {
          audience: me,
          scope: [
            'create:me:connected_accounts',
            'read:me:connected_accounts',
            'delete:me:connected_accounts',
          ],
        },
      ],
    });
  });

  test('without refresh token settings get whole ones with the policy', async () => {
    const client = aClient({ refresh_token: null });
    const double = tenantWith();
    double.state.clients.set(client.client_id, client);
    await applyChanges(double.tenant, [addMyAccountPolicy(client, me)], { receipts: memoryReceipts() });
    expect(double.state.clients.get(client.client_id)?.refresh_token).toMatchObject({
      rotation_type: 'non-rotating',
      expiration_type: 'non-expiring',
    });
  });
});

describe('access to APIs', () => {
  test('a user-subject grant is created, then widened and not created again', async () => {
    const client = aClient();
    const double = tenantWith();
    await applyChanges(double.tenant, [activateMyAccount(me), grantMyAccount(client, [], me)], {
      receipts: memoryReceipts(),
    });
    expect(double.state.servers.has(me)).toBe(true);
    const [grant] = [...double.state.grants.values()];
    expect(grant).toMatchObject({ audience: me, subject_type: 'user', client_id: client.client_id });

    double.state.grants.set('cgr_1', {
      id: 'cgr_1',
      client_id: client.client_id,
      audience: me,
      scope: ['read:me:connected_accounts'],
      subject_type: 'user',
      allow_all_scopes: false,
    });
    const narrow = [...double.state.grants.values()];
    const planned = grantMyAccount(client, narrow, me);
    expect(planned.change).toMatchObject({ id: 'cgr_1', before: ['read:me:connected_accounts'] });
    await applyChanges(double.tenant, [planned], { receipts: memoryReceipts() });
    expect(double.gate.writes.at(-1)).toEqual({
      name: 'clientGrants.update',
      id: 'cgr_1',
      body: {
        scope: ['read:me:connected_accounts', 'create:me:connected_accounts', 'delete:me:connected_accounts'],
      },
    });
  });

  test('a lost answer to a creation is settled by looking for the grant', async () => {
    const double = tenantWith();
    double.gate.onWrite = (_, carryOut) => {
      carryOut();
      throw lost;
    };
    const { changes } = await applyChanges(double.tenant, [grantMyAccount(aClient(), [], me)], {
      receipts: memoryReceipts(),
    });
    expect(changes).toMatchObject([{ status: 'applied' }]);
    expect(double.state.grants.size).toBe(1);
  });
});
