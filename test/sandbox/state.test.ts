import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Driven, drive } from './start.ts';

let directory: string;
let stateFile: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tv-sandbox-'));
  stateFile = join(directory, 'deep', 'sandbox.json');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const tokensets = '/users/auth0%7Cada/federated-connections-tokensets';

async function idsOf(driven: Driven): Promise<string[]> {
  return (await driven.api('GET', tokensets)).body.map((each: { id: string }) => each.id);
}

test('the state outlives the process and its port; tokens made before are still valid', async () => {
  const first = await drive({ stateFile });
  const token = await first.token();
  const minted = first.sandbox.mintToken({
    user: 'auth0|ada',
    app: 'Acme Assistant API',
    type: 'access_token',
  });
  const [gone] = await idsOf(first);
  await first.api('DELETE', `${tokensets}/${gone}`);
  await first.sandbox.close();
  expect(statSync(stateFile).mode & 0o777).toBe(0o600);
  expect(statSync(join(directory, 'deep')).mode & 0o777).toBe(0o700);

  const second = await drive({ stateFile });
  expect(second.sandbox.origin).not.toBe(first.sandbox.origin);
  expect(await idsOf(second)).not.toContain(gone);
  expect((await second.api('GET', '/users', undefined, token)).status).toBe(200);
  const identifiers = (await second.api('GET', '/resource-servers?fields=identifier')).body;
  expect(JSON.stringify(identifiers)).toContain(`${second.sandbox.baseUrl}/me/`);
  const clients = (await second.api('GET', '/clients')).body;
  const assistant = clients.find((each: { name: string }) => each.name === 'Acme Assistant API');
  const exchanged = await second.call('POST', '/oauth/token', {
    grant_type: 'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token',
    client_id: assistant.client_id,
    client_secret: assistant.client_secret,
    subject_token: minted.token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    requested_token_type: 'http://auth0.com/oauth/token-type/federated-connection-access-token',
    connection: 'google-oauth2',
  });
  expect(exchanged.status).toBe(200);
  await second.sandbox.close();
});

test('two at once on one file keep what each of them did', async () => {
  const [left, right] = await Promise.all([drive({ stateFile }), drive({ stateFile })]);
  await left.api('PUT', '/guardian/policies', ['all-applications']);
  const [gone] = await idsOf(right);
  await right.api('DELETE', `${tokensets}/${gone}`);
  await Promise.all([left.sandbox.close(), right.sandbox.close()]);
  const after = await drive({ stateFile });
  expect((await after.api('GET', '/guardian/policies')).body).toEqual(['all-applications']);
  expect(await idsOf(after)).not.toContain(gone);
  await after.sandbox.close();
});

test('three at once delete three things of one user', async () => {
  const seeding = await drive({ stateFile });
  const ids = await idsOf(seeding);
  await seeding.sandbox.close();
  expect(ids.length).toBe(3);
  const all = await Promise.all(ids.map(() => drive({ stateFile })));
  await Promise.all(all.map((driven, index) => driven.api('DELETE', `${tokensets}/${ids[index]}`)));
  for (const driven of all) await driven.sandbox.close();
  const after = await drive({ stateFile });
  expect(await idsOf(after)).toEqual([]);
  await after.sandbox.close();
});

test('two at once change different parts of one connection', async () => {
  const [left, right] = [await drive({ stateFile }), await drive({ stateFile })];
  const [google] = (await left.api('GET', '/connections?name=google-oauth2')).body;
  const path = `/connections/${google.id}`;
  const linked = (await left.api('GET', `${path}/clients?take=50`)).body.clients;
  const [first, second] = linked.map((each: { client_id: string }) => each.client_id);
  expect(second).toBeDefined();
  await left.api('PATCH', path, { connected_accounts: { active: false } });
  await left.api('PATCH', `${path}/clients`, [{ client_id: first, status: false }]);
  await right.api('PATCH', path, { authentication: { active: false } });
  await right.api('PATCH', `${path}/clients`, [{ client_id: second, status: false }]);
  await left.sandbox.close();
  await right.sandbox.close();
  const after = await drive({ stateFile });
  const mended = (await after.api('GET', path)).body;
  expect(mended).toMatchObject({ connected_accounts: { active: false }, authentication: { active: false } });
  const { clients } = (await after.api('GET', `${path}/clients?take=50`)).body;
  const remaining = clients.map((each: { client_id: string }) => each.client_id);
  expect(remaining).not.toContain(first);
  expect(remaining).not.toContain(second);
  await after.sandbox.close();
});

test('one sees what the other saved', async () => {
  const [left, right] = [await drive({ stateFile }), await drive({ stateFile })];
  await left.api('PUT', '/guardian/policies', ['confidence-score']);
  await left.sandbox.save();
  await right.sandbox.save();
  expect((await right.api('GET', '/guardian/policies')).body).toEqual(['confidence-score']);
  await Promise.all([left.sandbox.close(), right.sandbox.close()]);
});

test('a file that is no state is replaced, and another scenario seeds anew', async () => {
  const first = await drive({ stateFile });
  await first.api('PUT', '/guardian/policies', ['confidence-score']);
  await first.sandbox.close();
  const same = await drive({ stateFile });
  expect((await same.api('GET', '/guardian/policies')).body).toEqual(['confidence-score']);
  await same.sandbox.close();
  const other = await drive({ stateFile, scenario: 'half-configured' });
  expect(other.sandbox.info().scenario).toBe('half-configured');
  await other.sandbox.close();
  writeFileSync(stateFile, 'half a fi');
  const repaired = await drive({ stateFile });
  expect(repaired.sandbox.info().scenario).toBe('ready');
  await repaired.sandbox.close();
  expect(JSON.parse(readFileSync(stateFile, 'utf8')).format).toBe(1);
});

test('a public origin is issuer and audience', async () => {
  const driven = await drive({ baseUrl: 'http://sandbox.localhost/' });
  const claims = JSON.parse(Buffer.from((await driven.token()).split('.')[1] ?? '', 'base64url').toString());
  expect([claims.iss, claims.aud]).toEqual(['http://sandbox.localhost/', 'http://sandbox.localhost/api/v2/']);
  expect((await driven.api('GET', '/users')).status).toBe(200);
  const discovery = (await driven.call('GET', '/.well-known/openid-configuration')).body;
  expect(discovery).toMatchObject({ issuer: 'http://sandbox.localhost/' });
  await driven.sandbox.close();
});
