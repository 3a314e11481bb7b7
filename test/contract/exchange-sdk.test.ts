import { AuthenticationClient, SUBJECT_TOKEN_TYPES } from 'auth0';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { exchangeParameters } from '../../src/vault/exchange/request.ts';
import { type Driven, drive } from '../sandbox/start.ts';

/** The SDK speaks https to a domain and nothing else, so its requests are led elsewhere here. */
const domain = 'acme.sandbox.test';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The form that the SDK sends for a request. */
async function formOfSdk(
  request: Parameters<AuthenticationClient['oauth']['tokenForConnection']>[0],
): Promise<Readonly<Record<string, string>>> {
  let form: Readonly<Record<string, string>> = {};
  vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
    form = Object.fromEntries(new URLSearchParams(await new Request(input, init).text()));
    return new Response('{"access_token":"t","expires_in":1,"token_type":"Bearer"}', {
      headers: { 'content-type': 'application/json' },
    });
  });
  const client = new AuthenticationClient({ domain, clientId: 'the-app', clientSecret: 'the-secret' });
  await client.oauth.tokenForConnection(request);
  const { client_id: _id, client_secret: _secret, ...parameters } = form;
  return parameters;
}

describe('the parameters of tv are those of the official SDK', () => {
  const base = { subject_token: 'the-token', connection: 'github' };
  const subjectToken = new Secret('the-token');

  test('for a refresh token', async () => {
    expect(exchangeParameters({ kind: 'refresh_token', subjectToken, connection: 'github' })).toEqual(
      await formOfSdk(base),
    );
  });

  test('for an access token with a login hint', async () => {
    const request = { kind: 'access_token', subjectToken, connection: 'github', loginHint: '42' } as const;
    expect(exchangeParameters(request)).toEqual(
      await formOfSdk({ ...base, subject_token_type: SUBJECT_TOKEN_TYPES.ACCESS_TOKEN, login_hint: '42' }),
    );
  });
});

describe('the official SDK against the sandbox', () => {
  test('exchanges the access token of an API, and is refused in the same words', async () => {
    const driven = await drive({ baseUrl: `https://${domain}` });
    try {
      leadTo(driven);
      const { sandbox } = driven;
      const { client_id: clientId, client_secret: clientSecret } =
        sandbox.applicationSecrets('Acme Assistant API');
      const client = new AuthenticationClient({ domain, clientId, clientSecret: clientSecret ?? '' });
      const minted = sandbox.mintToken({
        user: 'auth0|ada',
        app: 'Acme Assistant API',
        type: 'access_token',
      });
      // The SDK sends the secret without the client id, so the id goes along as a parameter.
      const request = {
        client_id: clientId,
        subject_token: minted.token,
        subject_token_type: SUBJECT_TOKEN_TYPES.ACCESS_TOKEN,
        connection: 'github',
      };
      const { data } = await client.oauth.tokenForConnection(request);
      expect(data.access_token).toMatch(/^gho_/);
      await expect(
        client.oauth.tokenForConnection({ ...request, login_hint: 'ada@example.com' }),
      ).rejects.toMatchObject({ error: 'user_not_found', error_description: 'Identity User not found.' });
    } finally {
      await driven.sandbox.close();
    }
  });
});

function leadTo({ sandbox }: Driven): void {
  const realFetch = globalThis.fetch;
  vi.stubGlobal('fetch', (input: Request | string, init?: RequestInit) => {
    const url = input instanceof Request ? input.url : input;
    const target = url.replace(`https://${domain}`, sandbox.origin);
    return realFetch(input instanceof Request ? new Request(target, input) : target, init);
  });
}
