import type { BrowserPort, BrowserReply, Expected } from '../../../src/core/browser-port.ts';
import { ApiError, TvError } from '../../../src/core/errors.ts';
import type { ConnectionRecord, Tokenset } from '../../../src/core/model.ts';
import type { MyAccountPort, OAuthPort, TokenResponse } from '../../../src/core/ports.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Reporter } from '../../../src/core/terminal-ports.ts';

/** What a browser brings back to each wait, in order; a function sees the expected state. */
export type Comings = readonly ((state: string) => Readonly<Record<string, string>> | TvError)[];

/** A browser that comes back as told, and what it was shown. */
export function fakeBrowser(comings: Comings, opens = true) {
  const shown: string[] = [];
  const replies: BrowserReply[] = [];
  const waited: number[] = [];
  let closed = 0;
  let next = 0;
  const browser: BrowserPort = {
    listen: async () => ({
      redirectUri: 'http://127.0.0.1:4280/callback',
      receive: async ({ state, withinMs, begin }: Expected) => {
        waited.push(withinMs);
        await begin();
        const coming = comings[next]?.(state);
        next += 1;
        if (coming === undefined) throw new Error('nobody was to be waited for');
        if (coming instanceof TvError) throw coming;
        return {
          parameters: new Map(Object.entries({ state, ...coming })),
          answer: async (reply: BrowserReply) => {
            replies.push(reply);
          },
        };
      },
      close: async () => {
        closed += 1;
      },
    }),
    open: async (url) => {
      shown.push(url);
      return opens;
    },
    reachable: (url) => url,
  };
  return { browser, shown, replies, waited, closings: () => closed };
}

/** An answer of the token endpoint. */
export type Answer = Partial<Record<'access' | 'refresh' | 'id' | 'scope', string | null>> | ApiError;

/** A token endpoint that answers in order, and what it was sent. */
export function fakeOAuth(...answers: readonly Answer[]) {
  const sent: Readonly<Record<string, string>>[] = [];
  const secret = (text: string | null | undefined): Secret | null =>
    text === null || text === undefined ? null : new Secret(text);
  const oauth: OAuthPort = {
    domain: 'acme.eu.auth0.com',
    baseUrl: 'https://acme.eu.auth0.com',
    myAccountAudience: 'https://acme.eu.auth0.com/me/',
    requestToken: async (_clientId, _authentication, parameters): Promise<TokenResponse> => {
      const answer = answers[sent.length];
      sent.push(parameters);
      if (answer === undefined) throw new Error('no further answer');
      if (answer instanceof ApiError) throw answer;
      return {
        accessToken: new Secret(answer.access ?? 'access'),
        refreshToken: secret(answer.refresh),
        idToken: secret(answer.id),
        tokenType: 'Bearer',
        issuedTokenType: null,
        expiresIn: 600,
        scope: answer.scope ?? null,
      };
    },
    signJwt: async () => new Secret('jwt'),
    clockSkew: async () => 0,
  };
  return { oauth, sent };
}

/** A refusal of the token endpoint. */
export function refused(error: string, status = 403): ApiError {
  return new ApiError(`exchange.${error}`, 'Auth0 refused the token request', { status, errorCode: error });
}

/** An ID token that nobody signed. */
export function idToken(claims: Readonly<Record<string, string>>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.signature`;
}

/** A reporter that remembers. */
export function fakeReporter() {
  const told: string[] = [];
  const reporter: Reporter = {
    note: (message) => void told.push(`note ${message}`),
    warn: (code, message) => void told.push(`warn ${code} ${message}`),
    show: (text) => void told.push(`show ${text}`),
    progress: () => undefined,
    debug: () => undefined,
  };
  return { reporter, told };
}

/** A connected account. */
export function account(fields: Partial<Tokenset> = {}): Tokenset {
  return {
    id: 'cac_1',
    user_id: 'auth0|ada',
    connection: 'google-oauth2',
    connection_id: null,
    strategy: null,
    access_type: 'offline',
    organization_id: null,
    scopes: ['openid', 'profile', 'calendar'],
    issued_at: null,
    expires_at: null,
    last_used_at: null,
    expired: false,
    source: 'connected_accounts',
    ...fields,
  };
}

/** The connection that is connected. */
export const google: ConnectionRecord = {
  id: 'con_1',
  name: 'google-oauth2',
  strategy: 'google-oauth2',
  display_name: undefined,
  options: undefined,
  authentication: undefined,
  connected_accounts: { active: true },
};

/** A My Account API that remembers what it was sent. */
export function fakeAccount(overrides: Partial<MyAccountPort> = {}) {
  const sent: Record<string, unknown>[] = [];
  const port: MyAccountPort = {
    subject: 'auth0|ada',
    listAccounts: async () => [account()],
    deleteAccount: async () => ({ value: null, requestId: null }),
    connect: async (request) => {
      sent.push({ ...request });
      return {
        authSession: new Secret('the-session'),
        connectUri: 'https://acme.eu.auth0.com/connected-accounts/connect',
        ticket: new Secret('the-ticket'),
        expiresIn: 300,
      };
    },
    complete: async (request) => {
      sent.push({ ...request });
      return { value: account({ id: 'cac_2' }), requestId: 'req_2' };
    },
    ...overrides,
  };
  return { port, sent };
}

/** The code of the error that a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<TvError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof TvError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}
