import { describe, expect, it } from 'vitest';
import { type Exchange, type ExchangeDesk, openExchangeDesk } from './exchange-desk.ts';

interface Refused {
  /** Makes the tenant as the refusal needs it. */
  readonly set?: (desk: ExchangeDesk) => Promise<unknown>;
  readonly request?: Exchange | ((desk: ExchangeDesk) => Exchange);
  readonly exit?: number;
  readonly code: string;
  /** Of the first likely cause. */
  readonly cause: RegExp;
  readonly fix?: RegExp;
}

const vaultOff = { connected_accounts: { active: false } };
const rotation = { refresh_token: { rotation_type: 'rotating', expiration_type: 'expiring' } };
const unlink = async (desk: ExchangeDesk) =>
  desk.api('PATCH', `/connections/${await desk.connectionId('google-oauth2')}/clients`, [
    { client_id: desk.sandbox.applicationSecrets('Acme Web').client_id, status: false },
  ]);

/** Every refusal that the sandbox knows, with what the rules find there. */
const table: Readonly<Record<string, Refused>> = {
  'a user who never connected': {
    request: { user: 'auth0|radia', args: ['--user', 'auth0|radia'] },
    code: 'exchange.federated_connection_refresh_token_not_found',
    cause: /holds nothing for user/,
    fix: /^tv connect /,
  },
  'a refresh token the provider no longer takes': {
    request: { user: 'google-oauth2|103547991597142817347' },
    code: 'exchange.federated_connection_refresh_token_flow_failed',
    cause: /took the access back/,
    fix: /^tv connect /,
  },
  'a connection without keys of its own': {
    set: async (desk) => {
      const id = await desk.connectionId('google-oauth2');
      const { options } = (await desk.api('GET', `/connections/${id}`)) as { readonly options: object };
      await desk.api('PATCH', `/connections/${id}`, {
        options: { ...options, client_id: '', client_secret: '' },
      });
    },
    request: { user: 'google-oauth2|103547991597142817347' },
    code: 'exchange.federated_connection_refresh_token_flow_failed',
    cause: /developer keys|client id/i,
  },
  'a login hint of nobody': {
    request: { args: ['--login-hint', 'ada@example.com'] },
    code: 'exchange.user_not_found',
    cause: /e-mail or an Auth0 user id/,
  },
  'a wrong secret': {
    request: { options: { env: { TV_APP_CLIENT_SECRET: 'wrong-secret' } } },
    exit: 4,
    code: 'access.app_credentials',
    cause: /secret is not the one/,
  },
  'a missing grant': {
    set: (desk) => desk.patchApp('Acme Web', { grant_types: ['authorization_code', 'refresh_token'] }),
    code: 'exchange.unauthorized_client',
    cause: /lacks the Token Vault grant/,
    fix: /^tv apps enable /,
  },
  'a third-party application': {
    set: (desk) => desk.patchApp('Acme Web', { is_first_party: false }),
    code: 'exchange.unauthorized_client',
    cause: /third.party|first.party/i,
  },
  'an application that is not OIDC-conformant': {
    set: (desk) => desk.patchApp('Acme Web', { oidc_conformant: false }),
    code: 'exchange.unauthorized_client',
    cause: /OIDC/,
  },
  'a connection whose vault is off': {
    set: (desk) => desk.patchConnection('google-oauth2', vaultOff),
    code: 'exchange.access_denied',
    cause: /Token Vault is off/,
    fix: /^tv connections enable google-oauth2/,
  },
  'a connection that is not linked': {
    set: unlink,
    code: 'exchange.access_denied',
    cause: /not enabled for application/,
    fix: /^tv connections enable google-oauth2 --app /,
  },
  'an access token and an application without an API': {
    request: { token: 'access_token' },
    code: 'exchange.unauthorized_client',
    cause: /of type `regular_web`/,
  },
  'a rotating refresh token': {
    set: (desk) => desk.patchApp('Acme Web', rotation),
    code: 'exchange.invalid_request',
    cause: /rotation is on/,
    fix: /app\/rotation-off/,
  },
  'an unknown refresh token': {
    request: { token: { text: 'v1.somethingthatneverwas' } },
    code: 'exchange.invalid_grant',
    cause: /another application, or by another tenant/,
  },
  'a token of another API': {
    request: (desk) => ({
      app: 'Acme Assistant API',
      token: {
        text: desk.sandbox.mintToken({ user: 'auth0|ada', app: 'Acme Web', type: 'my_account' }).token,
      },
    }),
    code: 'exchange.invalid_grant',
    cause: /has expired, or is of another tenant/,
  },
  'an MFA policy of Always': {
    set: (desk) => desk.api('PUT', '/guardian/policies', ['all-applications']),
    code: 'exchange.mfa_required',
    cause: /MFA/,
  },
  'a blocked user': {
    set: (desk) => desk.control('PUT', '/state', { users: { 'auth0|ada': { blocked: true } } }),
    request: { app: 'Acme Assistant API', token: 'access_token' },
    code: 'exchange.access_denied',
    cause: /blocked the user/,
  },
};

describe('a refused exchange, with what the rules find on the tenant', () => {
  it.each(Object.entries(table))('%s', async (_, refused) => {
    const desk = await openExchangeDesk();
    await refused.set?.(desk);
    const request = typeof refused.request === 'function' ? refused.request(desk) : refused.request;
    const { exit, error, data, diagnosis } = await desk.exchange(request);
    expect([exit, error?.code, data]).toEqual([refused.exit ?? 6, refused.code, undefined]);
    const [first] = diagnosis;
    expect(first?.cause).toMatch(refused.cause);
    if (refused.fix !== undefined) expect(first?.fix).toMatch(refused.fix);
    expect(error).toMatchObject({ oauth_error: expect.any(String), request_id: expect.any(String) });
  });

  it('speaks of tokensets in the early generation', async () => {
    const desk = await openExchangeDesk({ generation: 'tokensets' });
    const { exit, error } = await desk.exchange({ user: 'auth0|radia', args: ['--user', 'auth0|radia'] });
    expect([exit, error?.code]).toEqual([6, 'exchange.tokenset_not_found']);
  });

  it('is no refusal but a rate limit when the tenant is busy', async () => {
    const desk = await openExchangeDesk();
    await desk.control('POST', '/faults', [
      { path: '/oauth/token', method: 'POST', kind: '429', times: 50, skip: 1 },
    ]);
    const { exit, error } = await desk.exchange({ args: ['--max-wait', '1'], options: { env: {} } });
    expect([exit, error?.code]).toEqual([7, 'api.rate_limit']);
  });
});
