import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Driven, drive } from '../sandbox/start.ts';
import { type SpecSchemas, specDirectory, specSchemas } from './spec.ts';

const directory = specDirectory();
const title = 'the sandbox answers what the OpenAPI slices describe';

describe.skipIf(directory === undefined)(
  directory === undefined ? `${title} (skipped: no slices; set TV_SPEC_DIR)` : title,
  () => {
    let driven: Driven;
    let management: SpecSchemas;
    let myAccount: SpecSchemas;
    beforeAll(async () => {
      driven = await drive({ scenario: 'ready' });
      management = specSchemas(directory ?? '', 'auth0-management.openapi.json');
      myAccount = specSchemas(directory ?? '', 'auth0-my-account.openapi.json');
    });
    afterAll(() => driven.sandbox.close());

    function expectValid(schemas: SpecSchemas, what: readonly [string, string, number], body: unknown): void {
      const validate = schemas.response(...what);
      validate(body);
      expect(validate.errors ?? []).toEqual([]);
    }
    const application = (name: string) =>
      driven.sandbox.info().applications.find((each) => each.name === name)?.client_id ?? '';

    test.each([
      ['/connections', '/connections'],
      ['/connections?take=2', '/connections'],
      ['/connections?include_totals=true', '/connections'],
      ['/clients', '/clients'],
      ['/clients?take=3', '/clients'],
      ['/clients?include_totals=true', '/clients'],
      ['/client-grants', '/client-grants'],
      ['/client-grants?take=1', '/client-grants'],
      ['/resource-servers', '/resource-servers'],
      ['/users', '/users'],
      ['/users?include_totals=true', '/users'],
      ['/users/auth0%7Cada', '/users/{id}'],
      ['/users/auth0%7Cada/federated-connections-tokensets', '/users/{id}/federated-connections-tokensets'],
      ['/users/auth0%7Cada/connected-accounts', '/users/{id}/connected-accounts'],
      ['/users/auth0%7Cada/connected-accounts?take=1', '/users/{id}/connected-accounts'],
      ['/users/auth0%7Cada/logs', '/users/{id}/logs'],
      ['/users-by-email?email=ada@example.com', '/users-by-email'],
      ['/guardian/policies', '/guardian/policies'],
      ['/guardian/factors', '/guardian/factors'],
      ['/logs', '/logs'],
      ['/tenants/settings', '/tenants/settings'],
    ])('GET %s', async (path, specPath) => {
      const answer = await driven.api('GET', path);
      expect(answer.status).toBe(200);
      expectValid(management, ['GET', specPath, 200], answer.body);
    });

    test('the schemas do refuse what they do not describe', () => {
      const accounts = management.response('GET', '/users/{id}/connected-accounts', 200);
      expect(accounts({ connected_accounts: [{ id: 'cac_1' }] })).toBe(false);
      expect(management.response('GET', '/connections', 200)([{ id: 1 }])).toBe(false);
      expect(myAccount.response('GET', '/connected-accounts/accounts', 401)({ error: 'no' })).toBe(false);
    });

    test('single connections, applications and what hangs on them', async () => {
      const [connection] = (await driven.api('GET', '/connections')).body;
      const worker = application('Acme Nightly Worker');
      for (const [path, specPath] of [
        [`/connections/${connection.id}`, '/connections/{id}'],
        [`/connections/${connection.id}/clients`, '/connections/{id}/clients'],
        [`/clients/${worker}`, '/clients/{id}'],
        [`/clients/${worker}/connections`, '/clients/{id}/connections'],
        [`/clients/${worker}/credentials`, '/clients/{client_id}/credentials'],
      ] as const) {
        const answer = await driven.api('GET', path);
        expect([path, answer.status]).toEqual([path, 200]);
        expectValid(management, ['GET', specPath, 200], answer.body);
      }
    });

    test('writes', async () => {
      const [connection] = (await driven.api('GET', '/connections')).body;
      const patched = await driven.api('PATCH', `/connections/${connection.id}`, { show_as_button: true });
      expectValid(management, ['PATCH', '/connections/{id}', 200], patched.body);
      const web = await driven.api('PATCH', `/clients/${application('Acme Web')}`, {
        description: 'The web app',
      });
      expectValid(management, ['PATCH', '/clients/{id}', 200], web.body);
      const created = await driven.api('POST', '/clients', { name: 'Contract' });
      expectValid(management, ['POST', '/clients', 201], created.body);
      const audience = `${driven.sandbox.baseUrl}/me/`;
      const grant = { client_id: created.body.client_id, audience, scope: [], subject_type: 'user' };
      const granted = await driven.api('POST', '/client-grants', grant);
      expectValid(management, ['POST', '/client-grants', 201], granted.body);
      const narrowed = await driven.api('PATCH', `/client-grants/${granted.body.id}`, { scope: [] });
      expectValid(management, ['PATCH', '/client-grants/{id}', 200], narrowed.body);
      const api = await driven.api('POST', '/resource-servers', { identifier: 'https://contract.example' });
      expectValid(management, ['POST', '/resource-servers', 201], api.body);
      const policies = await driven.api('PUT', '/guardian/policies', []);
      expectValid(management, ['PUT', '/guardian/policies', 200], policies.body);
    });

    test('an export job from start to end', async () => {
      const job = await driven.api('POST', '/jobs/users-exports', { format: 'json' });
      expectValid(management, ['POST', '/jobs/users-exports', 200], job.body);
      for (let poll = 0; poll < 3; poll++) {
        const polled = await driven.api('GET', `/jobs/${job.body.id}`);
        expectValid(management, ['GET', '/jobs/{id}', 200], polled.body);
      }
    });

    test('the My Account API and its refusals', async () => {
      const request = { user: 'auth0|ada', app: 'Acme Web', type: 'my_account' } as const;
      const bearer = { authorization: `Bearer ${driven.sandbox.mintToken(request).token}` };
      const base = '/me/v1/connected-accounts';
      for (const path of ['/accounts', '/connections'] as const) {
        const answer = await driven.call('GET', base + path, undefined, bearer);
        expectValid(myAccount, ['GET', `/connected-accounts${path}`, 200], answer.body);
      }
      const redirect = 'http://127.0.0.1:4280/callback';
      const body = { connection: 'github', redirect_uri: redirect };
      const started = await driven.call('POST', `${base}/connect`, body, bearer);
      expectValid(myAccount, ['POST', '/connected-accounts/connect', 201], started.body);
      const form = new URLSearchParams({ ticket: started.body.connect_params.ticket, action: 'accept' });
      const allowed = await driven.call('POST', '/connected-accounts/connect', form);
      const code = new URL(allowed.headers.get('location') ?? '').searchParams.get('connect_code');
      const finish = { auth_session: started.body.auth_session, connect_code: code, redirect_uri: redirect };
      const completed = await driven.call('POST', `${base}/complete`, finish, bearer);
      expectValid(myAccount, ['POST', '/connected-accounts/complete', 201], completed.body);
      const twice = await driven.call('POST', `${base}/complete`, finish, bearer);
      expectValid(myAccount, ['POST', '/connected-accounts/complete', 400], twice.body);
      const anonymous = await driven.call('GET', `${base}/accounts`);
      expectValid(myAccount, ['GET', '/connected-accounts/accounts', 401], anonymous.body);
    });
  },
);
