import { describe, expect, it } from 'vitest';
import { ApiError, TvError } from '../../../src/core/errors.ts';
import type { MyAccountPort, ReceiptEntry } from '../../../src/core/ports.ts';
import { Secret } from '../../../src/core/secret.ts';
import { connectAccount } from '../../../src/vault/connect/connect-account.ts';
import type { ExpectedUser } from '../../../src/vault/connect/expected-user.ts';
import { challengeOf } from '../../../src/vault/connect/pkce.ts';
import {
  type Answer,
  account,
  type Comings,
  failure,
  fakeAccount,
  fakeBrowser,
  fakeOAuth,
  fakeReporter,
  google,
  idToken,
  refused,
} from './fakes.ts';

const mine = 'create:me:connected_accounts read:me:connected_accounts delete:me:connected_accounts';
const signedIn = { refresh: 'first', id: idToken({ sub: 'auth0|ada', email: 'ada@example.com' }) };
const bothTimes: Comings = [() => ({ code: 'the-code' }), () => ({ connect_code: 'the-connect-code' })];

interface Scene {
  readonly comings?: Comings;
  readonly answers?: readonly Answer[];
  readonly account?: Partial<MyAccountPort>;
  readonly asked?: readonly string[];
  readonly expected?: ExpectedUser;
}

async function scene({ comings = bothTimes, answers, account: overrides, asked = [], expected }: Scene = {}) {
  const fake = fakeBrowser(comings);
  const endpoint = fakeOAuth(...(answers ?? [signedIn, { access: 'mine', scope: mine }]));
  const { reporter, told } = fakeReporter();
  const me = fakeAccount(overrides);
  const opened: string[] = [];
  const receipts: ReceiptEntry[] = [];
  const listener = await fake.browser.listen([4280]);
  const result = connectAccount(
    {
      oauth: endpoint.oauth,
      browser: fake.browser,
      reporter,
      receipts: {
        prepare: async () => undefined,
        append: async (entry) => void receipts.push(entry),
      },
      openAccount: async (token) => {
        opened.push(token.reveal());
        return me.port;
      },
    },
    listener,
    {
      app: {
        clientId: 'web',
        name: 'Acme Web',
        authentication: { method: 'client_secret_post', secret: new Secret('hush') },
        profile: 'prod',
      },
      openBrowser: true,
      connection: google,
      asked,
      expected: expected ?? null,
    },
  );
  result.catch(() => undefined);
  return { result, ...fake, tokenRequests: endpoint.sent, account: me.sent, told, opened, receipts };
}

describe('connecting an account', () => {
  it('gets a My Account token, sends the same window on, and completes with the verifier', async () => {
    const {
      result,
      tokenRequests,
      account: sent,
      opened,
      replies,
      shown,
      waited,
    } = await scene({
      asked: ['drive'],
    });
    const connected = await result;
    expect(tokenRequests[1]).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'first',
      audience: 'https://acme.eu.auth0.com/me/',
      scope: mine,
    });
    expect(opened).toEqual(['mine']);
    expect(sent[0]).toMatchObject({
      connection: 'google-oauth2',
      redirectUri: 'http://127.0.0.1:4280/callback',
      scopes: ['openid', 'profile', 'calendar', 'drive'],
    });
    const { codeVerifier, authSession, connectCode } = sent[1] as Record<string, Secret>;
    expect(challengeOf(codeVerifier?.reveal() ?? '')).toBe(sent[0]?.codeChallenge);
    expect(authSession?.reveal()).toBe('the-session');
    expect(connectCode?.reveal()).toBe('the-connect-code');
    expect(replies).toEqual([
      {
        kind: 'continue',
        url: 'https://acme.eu.auth0.com/connected-accounts/connect?ticket=the-ticket',
      },
      { kind: 'done', message: 'Your google-oauth2 account is connected.' },
    ]);
    expect(shown.join()).not.toContain('the-ticket');
    expect(waited).toEqual([300_000, 300_000]);
    expect(connected).toMatchObject({
      userId: 'auth0|ada',
      account: { id: 'cac_2', connection_id: 'con_1', strategy: 'google-oauth2' },
      scopes: { before: ['openid', 'profile', 'calendar'], requested: expect.arrayContaining(['drive']) },
    });
  });

  it('uses another state for the consent than for the sign-in', async () => {
    const states: string[] = [];
    const { result } = await scene({
      comings: bothTimes.map((come) => (state) => {
        states.push(state);
        return come(state);
      }),
    });
    await result;
    expect(new Set(states).size).toBe(2);
  });

  it('goes on with a refresh token that rotated', async () => {
    const { result } = await scene({ answers: [signedIn, { refresh: 'second', scope: mine }] });
    expect((await result).refreshToken.reveal()).toBe('second');
    const kept = await scene();
    expect((await kept.result).refreshToken.reveal()).toBe('first');
  });

  it('stops before anything is changed when another user signed in', async () => {
    const {
      result,
      account: sent,
      tokenRequests,
    } = await scene({
      expected: { word: 'grace@example.com', ids: ['auth0|grace'], email: 'grace@example.com' },
    });
    expect((await failure(result)).code).toBe('refused.wrong_user');
    expect(sent).toEqual([]);
    expect(tokenRequests).toHaveLength(1);
  });

  it.each([
    ['invalid_target', 'refused.invalid_target'],
    ['unmet_authentication_requirements', 'refused.unmet_authentication_requirements'],
    ['mfa_required', 'refused.unmet_authentication_requirements'],
    ['access_denied', 'access.my_account'],
    ['unauthorized_client', 'refused.login'],
    ['invalid_grant', 'refused.login'],
  ])('explains %s', async (error, code) => {
    const { result } = await scene({ answers: [signedIn, refused(error)] });
    expect((await failure(result)).code).toBe(code);
  });

  it('says which scopes its token lacks', async () => {
    const { result } = await scene({ answers: [signedIn, { scope: 'read:me:connected_accounts' }] });
    const failed = await failure(result);
    expect(failed.code).toBe('access.my_account');
    expect(failed.details.missingScopes).toEqual(['create:me:connected_accounts']);
  });

  it('understands what the provider says', async () => {
    const denied = await scene({
      comings: [() => ({ code: 'c' }), () => ({ error: 'access_denied', error_description: 'no' })],
    });
    expect((await failure(denied.result)).code).toBe('refused.consent');
    const broken = await scene({
      comings: [() => ({ code: 'c' }), () => ({ error: 'invalid_scope', error_description: 'drive' })],
    });
    const failed = await failure(broken.result);
    expect(failed.code).toBe('refused.connect');
    expect(failed.details.cause).toBe('`invalid_scope`: drive');
  });

  it('tells a session that ran out from a state that does not fit', async () => {
    const late = await scene({
      comings: [() => ({ code: 'c' }), () => new TvError('refused.not_finished', 'late')],
    });
    expect((await failure(late.result)).code).toBe('refused.connect_expired');
    const wrong = await scene({
      comings: [() => ({ code: 'c' }), () => new TvError('refused.state', 'wrong')],
    });
    expect((await failure(wrong.result)).code).toBe('refused.state');
  });

  const answer = (
    code: 'access.my_account' | 'refused.connect' | 'refused.conflict',
    status: number,
    cause = '',
  ) => new ApiError(code, 'refused', { status, cause });

  it.each([
    ['connect', answer('refused.connect', 404), 'refused.connect', /--via connected_accounts/],
    ['connect', answer('refused.connect', 400), 'refused.connect', /scopes and at the callbacks/],
    ['connect', answer('access.my_account', 403), 'access.my_account', /--with-my-account/],
    ['complete', answer('refused.conflict', 409), 'refused.conflict', /another user/],
    [
      'complete',
      answer('refused.connect', 400, 'auth_session expired'),
      'refused.connect_expired',
      /in time/,
    ],
    ['complete', answer('access.my_account', 401), 'access.my_account', /sign in again/],
  ] as const)('explains %s %s', async (call, error, code, hint) => {
    const { result } = await scene({ account: { [call]: () => Promise.reject(error) } });
    const failed = await failure(result);
    expect(failed.code).toBe(code);
    expect(failed.hint).toMatch(hint);
  });

  it('tells commands that meet the same tenant', async () => {
    const hintOf = async (call: 'connect' | 'complete', error: ApiError) =>
      (await failure((await scene({ account: { [call]: () => Promise.reject(error) } })).result)).hint;
    expect(await hintOf('connect', answer('refused.connect', 404))).toContain(
      "`tv connections enable -p prod google-oauth2 --via connected_accounts --app 'Acme Web'`",
    );
    expect(await hintOf('complete', answer('refused.conflict', 409))).toContain(
      "`tv connect -p prod --app 'Acme Web' --delete <id>`",
    );
    expect(await hintOf('connect', answer('access.my_account', 403))).toContain(
      "`tv apps enable -p prod 'Acme Web' --with-my-account`",
    );
  });

  it('keeps a receipt of the one write, whatever comes of it', async () => {
    const good = await scene();
    await good.result;
    expect(good.receipts).toMatchObject([{ id: 'cac_2', outcome: 'applied' }]);
    const lost = new TvError('network.interrupted', 'gone');
    const failing = async (error: TvError) => {
      const { result, receipts } = await scene({ account: { complete: () => Promise.reject(error) } });
      await failure(result);
      return receipts.map(({ id, outcome }) => ({ id, outcome }));
    };
    expect(await failing(lost)).toEqual([{ id: 'con_1', outcome: 'unknown' }]);
    expect(await failing(answer('refused.conflict', 409))).toEqual([{ id: 'con_1', outcome: 'failed' }]);
    const before = await scene({ account: { connect: () => Promise.reject(lost) } });
    await failure(before.result);
    expect(before.receipts).toEqual([]);
  });

  it('leaves out what is stored for other connections', async () => {
    const { result } = await scene({
      account: { listAccounts: async () => [account({ connection: 'github', scopes: ['repo'] })] },
    });
    expect((await result).scopes).toEqual({ before: [], requested: [] });
  });
});
