import { expect, test } from 'vitest';
import { TvError } from '../../src/core/errors.ts';
import { tokenVaultGrant } from '../../src/core/protocol.ts';
import { apiClientBody, listApiClients } from '../../src/vault/apps/api-client.ts';
import { createApplication } from '../../src/vault/apps/create.ts';
import { createdSecret } from './double/clients.ts';
import { memoryReceipts } from './double/receipts.ts';
import { aClient, aServer } from './double/records.ts';
import { createTenantDouble } from './double/tenant.ts';

const api = aServer();
const body = apiClientBody(api, 'Acme API client');
const lost = new TvError('network.timeout', 'No answer', { extra: { may_have_arrived: true } });

test('the application is one that may have Token Vault, linked to the API', () => {
  expect(body).toEqual({
    name: 'Acme API client',
    app_type: 'resource_server',
    resource_server_identifier: 'https://api.acme.example',
    oidc_conformant: true,
    is_first_party: true,
    grant_types: [tokenVaultGrant],
  });
});

test('creating gives the secret and a receipt without it', async () => {
  const { tenant } = createTenantDouble();
  const receipts = memoryReceipts();
  const created = await createApplication(
    tenant,
    { body, existing: [], relist: () => listApiClients(tenant, api) },
    receipts,
  );
  expect(created.secret.reveal()).toBe(createdSecret);
  expect(created.change).toMatchObject({ resource: 'app', id: created.client.client_id, status: 'applied' });
  expect(receipts.entries).toMatchObject([{ id: created.client.client_id, outcome: 'applied' }]);
  expect(JSON.stringify([receipts.entries, created.change])).not.toContain(createdSecret);
});

test('a lost answer is settled by looking for a new application, and is not sent again', async () => {
  const double = createTenantDouble();
  const older = aClient({
    client_id: 'older',
    name: 'Acme API client',
    app_type: 'resource_server',
    resource_server_identifier: api.identifier,
  });
  double.state.clients.set('older', older);
  const existing = await listApiClients(double.tenant, api);
  double.gate.onWrite = (_, carryOut) => {
    carryOut();
    throw lost;
  };
  await expect(
    createApplication(
      double.tenant,
      { body, existing, relist: () => listApiClients(double.tenant, api) },
      memoryReceipts(),
    ),
  ).rejects.toMatchObject({
    code: 'network.timeout',
    message: expect.stringMatching(/was created as `created-client-number-1`, but .* secret was lost/),
  });
  expect(double.gate.writes).toHaveLength(1);
});

test('a lost answer to what never arrived is just that, however many of that name there were', async () => {
  const double = createTenantDouble();
  double.gate.onWrite = () => {
    throw lost;
  };
  const receipts = memoryReceipts();
  await expect(
    createApplication(
      double.tenant,
      { body, existing: [], relist: () => listApiClients(double.tenant, api) },
      receipts,
    ),
  ).rejects.toBe(lost);
  expect(receipts.entries).toMatchObject([{ outcome: 'unknown' }]);
});

test('a refusal is passed on and noted', async () => {
  const double = createTenantDouble();
  double.gate.onWrite = () => {
    throw new TvError('api.invalid_request', 'No');
  };
  const receipts = memoryReceipts();
  await expect(
    createApplication(
      double.tenant,
      { body, existing: [], relist: () => listApiClients(double.tenant, api) },
      receipts,
    ),
  ).rejects.toMatchObject({
    code: 'api.invalid_request',
  });
  expect(receipts.entries).toMatchObject([{ outcome: 'failed' }]);
});
