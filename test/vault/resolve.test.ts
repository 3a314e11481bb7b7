import { describe, expect, test } from 'vitest';
import {
  resolveApi,
  resolveApps,
  resolveBoth,
  resolveConnection,
  resolveConnections,
} from '../../src/vault/resolve.ts';
import { aClient, aConnection, aServer } from './double/records.ts';
import { emptyState } from './double/state.ts';
import { createTenantDouble } from './double/tenant.ts';

const webId = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const twinId = 'BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB';
const oddId = 'short';

function tenant() {
  const state = emptyState();
  for (const connection of [
    aConnection(),
    aConnection({ id: 'con_odd', name: 'con_names', strategy: 'oauth2' }),
  ]) {
    state.connections.set(connection.id, connection);
  }
  for (const client of [
    aClient({ client_id: webId }),
    aClient({ client_id: twinId, name: 'Twin' }),
    aClient({ client_id: oddId, name: 'Twin' }),
    aClient({ client_id: 'global-client-of-the-tenant', name: 'All Applications', global: true }),
  ]) {
    state.clients.set(client.client_id, client);
  }
  state.servers.set('https://api.acme.example', aServer());
  return createTenantDouble(state);
}

describe('connections', () => {
  test('by name are asked for by name and read with their options', async () => {
    const double = tenant();
    expect((await resolveConnection(double.tenant, 'google-oauth2')).options).toBeDefined();
    expect(double.gate.reads).toEqual(['connections.list', 'connections.load']);
  });

  test('by id need one request', async () => {
    const double = tenant();
    expect((await resolveConnection(double.tenant, 'con_google')).name).toBe('google-oauth2');
    expect(double.gate.reads).toEqual(['connections.load']);
  });

  test('whose name looks like an id are found all the same', async () => {
    expect((await resolveConnection(tenant().tenant, 'con_names')).id).toBe('con_odd');
  });

  test('named twice are one', async () => {
    const found = await resolveConnections(tenant().tenant, ['google-oauth2', 'con_google', 'google-oauth2']);
    expect(found.map(({ id }) => id)).toEqual(['con_google']);
  });

  test('that do not exist are told with the nearest name', async () => {
    await expect(resolveConnection(tenant().tenant, 'gogle-oauth2')).rejects.toMatchObject({
      code: 'not_found.connection',
      exit: 5,
      hint: 'Did you mean `google-oauth2`?',
    });
    await expect(resolveConnection(tenant().tenant, 'zzzzzzzzzz')).rejects.toMatchObject({
      hint: 'Run `tv connections list` to see what there is',
    });
  });
});

describe('applications', () => {
  test('by client id need one request', async () => {
    const double = tenant();
    expect((await resolveApps(double.tenant, [webId]))[0]?.name).toBe('Acme Web');
    expect(double.gate.reads).toEqual(['clients.load']);
  });

  test('are listed once for any number of names', async () => {
    const double = tenant();
    const found = await resolveApps(double.tenant, ['Acme Web', oddId]);
    expect(found.map((client) => client.client_id)).toEqual([webId, oddId]);
    expect(double.gate.reads).toEqual(['clients.list']);
  });

  test('of one name are told apart by id', async () => {
    await expect(resolveApps(tenant().tenant, ['Twin'])).rejects.toMatchObject({
      code: 'usage.ambiguous',
      exit: 2,
      hint: `Use a client id: \`${twinId}\` or \`${oddId}\``,
    });
  });

  test('that do not exist are told with the nearest name', async () => {
    await expect(resolveApps(tenant().tenant, ['acme web'])).rejects.toMatchObject({
      code: 'not_found.application',
      hint: 'Did you mean `Acme Web`?',
    });
  });

  test('include the global client by id only, so that it can be refused', async () => {
    const [found] = await resolveApps(tenant().tenant, ['global-client-of-the-tenant']);
    expect(found?.global).toBe(true);
    await expect(resolveApps(tenant().tenant, ['All Applications'])).rejects.toMatchObject({ exit: 5 });
  });
});

test('an API that does not exist is told with the nearest identifier', async () => {
  await expect(resolveApi(tenant().tenant, 'https://api.acme.exampl')).rejects.toMatchObject({
    code: 'not_found.api',
    hint: 'Did you mean `https://api.acme.example`?',
  });
});

describe('several names at once', () => {
  test('fail with the first that is wrong, whichever answer came first', async () => {
    await expect(
      resolveConnections(tenant().tenant, ['nobody-1', 'con_9999', 'nobody-2']),
    ).rejects.toMatchObject({
      message: expect.stringContaining('nobody-1'),
    });
  });

  test('fail with a name that is ambiguous before one that does not exist', async () => {
    await expect(resolveBoth(tenant().tenant, ['nothing-like-it'], ['Twin'])).rejects.toMatchObject({
      exit: 2,
    });
    await expect(resolveBoth(tenant().tenant, ['nothing-like-it'], ['Acme Web'])).rejects.toMatchObject({
      exit: 5,
    });
  });
});
