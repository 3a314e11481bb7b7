import { describe, expect, it } from 'vitest';
import { TvError } from '../../../src/core/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import { type LoginRequest, login } from '../../../src/vault/connect/login.ts';
import { challengeOf } from '../../../src/vault/connect/pkce.ts';
import {
  type Answer,
  type Comings,
  failure,
  fakeBrowser,
  fakeOAuth,
  fakeReporter,
  idToken,
  refused,
} from './fakes.ts';

const request: LoginRequest = {
  app: {
    clientId: 'web',
    name: 'Acme Web',
    authentication: { method: 'client_secret_post', secret: new Secret('hush') },
    profile: 'prod',
  },
  ports: [4280],
  openBrowser: true,
};

function stage(comings: Comings, answers: readonly Answer[], opens = true) {
  const fake = fakeBrowser(comings, opens);
  const endpoint = fakeOAuth(...answers);
  const { reporter, told } = fakeReporter();
  const run = (more: Partial<LoginRequest> = {}) =>
    login({ oauth: endpoint.oauth, browser: fake.browser, reporter }, { ...request, ...more });
  return { ...fake, ...endpoint, told, run };
}

const comesBack: Comings = [() => ({ code: 'the-code' })];
const tokens = { refresh: 'the-refresh-token', id: idToken({ sub: 'auth0|ada', email: 'ada@example.com' }) };

describe('login', () => {
  it('asks for a code with PKCE and a refresh token, and redeems it', async () => {
    const { run, shown, sent, replies, closings } = stage(comesBack, [tokens]);
    const loggedIn = await run({ loginHint: 'ada@example.com', audience: 'https://api', scopes: ['read:x'] });
    const url = new URL(shown[0] ?? '');
    expect(url.origin + url.pathname).toBe('https://acme.eu.auth0.com/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'web',
      redirect_uri: 'http://127.0.0.1:4280/callback',
      scope: 'openid profile email offline_access read:x',
      audience: 'https://api',
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      prompt: 'login',
      login_hint: 'ada@example.com',
    });
    expect(sent).toEqual([
      {
        grant_type: 'authorization_code',
        code: 'the-code',
        redirect_uri: 'http://127.0.0.1:4280/callback',
        code_verifier: expect.stringMatching(/^[\w-]{43}$/),
      },
    ]);
    expect(challengeOf(sent[0]?.code_verifier ?? '')).toBe(url.searchParams.get('code_challenge'));
    expect(loggedIn).toMatchObject({ userId: 'auth0|ada', email: 'ada@example.com' });
    expect(loggedIn.refreshToken.reveal()).toBe('the-refresh-token');
    expect(replies).toEqual([{ kind: 'done', message: 'You signed in to Acme Web.' }]);
    expect(closings()).toBe(1);
  });

  it('never uses a state or a verifier twice', async () => {
    const seen = new Set<string>();
    for (let count = 0; count < 3; count += 1) {
      const { run, shown, sent } = stage(comesBack, [tokens]);
      await run();
      seen.add(new URL(shown[0] ?? '').searchParams.get('state') ?? '');
      seen.add(sent[0]?.code_verifier ?? '');
    }
    expect(seen.size).toBe(6);
  });

  it('tells the address, and that no browser could be opened', async () => {
    const opened = stage(comesBack, [tokens]);
    await opened.run();
    expect(opened.told).toEqual([`note Waiting for the browser; if none opened, go to ${opened.shown[0]}`]);
    const closed = stage(comesBack, [tokens], false);
    await closed.run();
    expect(closed.told[0]).toBe('warn browser.not_opened No browser could be opened');
    expect(closed.told[1]).toContain(closed.shown[0]);
    const printed = stage(comesBack, [tokens]);
    await printed.run({ openBrowser: false });
    expect(printed.shown).toEqual([]);
    expect(printed.told[0]).toContain('https://acme.eu.auth0.com/authorize?');
  });

  it.each([
    ['access_denied', 'User did not authorize the request', 'refused.consent'],
    ['access_denied', 'Blocked by an Action', 'refused.access_denied'],
    ['unauthorized', 'user is blocked', 'refused.access_denied'],
    ['unauthorized_client', 'Grant type not allowed', 'refused.login'],
    ['server_error', '', 'refused.login'],
  ])('understands %s (%s)', async (error, description, code) => {
    const { run, closings } = stage([() => ({ error, error_description: description })], []);
    const failed = await failure(run());
    expect(failed.code).toBe(code);
    expect(failed.details.cause).toContain(error);
    expect(failed.hint).toBeDefined();
    expect(closings()).toBe(1);
  });

  it('shows no token that an error text may hold', async () => {
    const jwt = `eyJhbGciOiJSUzI1NiJ9.${'a'.repeat(40)}.${'b'.repeat(40)}`;
    const { run } = stage([() => ({ error: 'server_error', error_description: `bad ${jwt}` })], []);
    const failed = await failure(run());
    expect(JSON.stringify(failed)).not.toContain(jwt);
  });

  it('passes on that nobody came, and closes the listener', async () => {
    const gone = new TvError('refused.not_finished', 'Nobody finished in the browser within 5m');
    const { run, waited, closings } = stage([() => gone], []);
    expect((await failure(run())).code).toBe('refused.not_finished');
    expect(waited).toEqual([300_000]);
    expect(closings()).toBe(1);
  });

  it('explains a code that is not accepted and passes other errors through', async () => {
    const code = await failure(stage(comesBack, [refused('invalid_grant')]).run());
    expect(code.code).toBe('refused.login');
    const grant = await failure(stage(comesBack, [refused('unauthorized_client')]).run());
    expect(grant.hint).toContain("`tv apps enable -p prod 'Acme Web' --fix app/refresh-grants`");
  });

  it('says when there is no refresh token', async () => {
    const failed = await failure(stage(comesBack, [{ refresh: null }]).run());
    expect(failed.code).toBe('refused.no_refresh_token');
    expect(failed.hint).toContain("`tv apps check -p prod 'Acme Web' --exchange refresh_token`");
  });
});

describe('PKCE', () => {
  it('has the challenge of RFC 7636, appendix B', () => {
    expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });
});
