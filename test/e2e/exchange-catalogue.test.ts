import { describe, expect, it } from 'vitest';
import { refusals } from '../../src/vault/exchange/catalogue.ts';
import { openExchangeDesk, serveTokenEndpoint } from './exchange-desk.ts';

describe('every row of the catalogue, through the binary, without management credentials', () => {
  it('tells Auth0’s words, what they mean and every cause that can happen', async () => {
    const endpoint = await serveTokenEndpoint();
    try {
      const desk = await openExchangeDesk();
      for (const refusal of refusals.filter(({ codes }) => codes[0] !== 'too_many_requests')) {
        for (const code of refusal.codes) {
          const description = refusal.description ?? wordsFor(refusal.pattern);
          const status = refusal.statuses[0] ?? 400;
          endpoint.answer(status, {
            error: code,
            ...(description === null ? {} : { error_description: description }),
          });
          const { exit, error, diagnosis } = await desk.exchange({
            args: ['--app', 'abc'],
            options: {
              env: {
                AUTH0_DOMAIN: endpoint.origin,
                AUTH0_CLIENT_ID: undefined,
                AUTH0_CLIENT_SECRET: undefined,
              },
            },
          });
          const client = code === 'invalid_client';
          expect([code, exit, error?.code]).toEqual([
            code,
            client ? 4 : 6,
            client ? 'access.app_credentials' : `exchange.${code}`,
          ]);
          expect(error?.status).toBe(status);
          expect(error?.oauth_description).toBe(description);
          expect(error?.cause).toContain(refusal.meaning);
          expect(error?.docs).toBe(refusal.docs);
          const expected = refusal.causes.filter(
            ({ exchanges, provider, proof }) =>
              (exchanges?.includes('refresh_token') ?? true) &&
              (provider?.test('google-oauth2') ?? true) &&
              proof !== 'key',
          );
          expect(diagnosis).toHaveLength(expected.length);
        }
      }
    } finally {
      await endpoint.close();
    }
  }, 120_000);

  it.each([
    ['an error nobody has seen', 400, { error: 'kapow' }, 6, 'exchange.kapow'],
    [
      'the envelope of the Management API',
      403,
      { statusCode: 403, error: 'Forbidden', message: 'no' },
      6,
      'exchange.unknown',
    ],
    ['a page of a proxy', 403, '<html><title>Blocked</title></html>', 7, 'api.unexpected_response'],
    ['a success without a token', 200, { scope: 'a' }, 7, 'api.unexpected_response'],
    ['a server error', 503, { error: 'temporarily_unavailable' }, 7, 'api.server'],
  ])('does with %s', async (_, status, body, exit, code) => {
    const endpoint = await serveTokenEndpoint();
    try {
      const desk = await openExchangeDesk();
      endpoint.answer(status, body);
      const outcome = await desk.exchange({
        args: ['--app', 'abc', '--max-wait', '1'],
        options: {
          env: { AUTH0_DOMAIN: endpoint.origin, AUTH0_CLIENT_ID: undefined, AUTH0_CLIENT_SECRET: undefined },
        },
      });
      expect([outcome.exit, outcome.error?.code]).toEqual([exit, code]);
    } finally {
      await endpoint.close();
    }
  });

  it('shows nothing of what was sent when the answer repeats it', async () => {
    const endpoint = await serveTokenEndpoint();
    try {
      const desk = await openExchangeDesk();
      const token = desk.sandbox.mintToken({
        user: 'auth0|ada',
        app: 'Acme Web',
        type: 'refresh_token',
      }).token;
      endpoint.answer(403, { error: 'invalid_grant', error_description: `No such token: ${token}` });
      const { error, stderr } = await desk.exchange({
        args: ['--app', 'abc', '--debug'],
        token: { text: token },
        options: {
          env: { AUTH0_DOMAIN: endpoint.origin, AUTH0_CLIENT_ID: undefined, AUTH0_CLIENT_SECRET: undefined },
        },
      });
      expect(error?.oauth_description).toBe('No such token: (secret)');
      expect(stderr).not.toContain(token);
    } finally {
      await endpoint.close();
    }
  });
});

/** Words that a pattern without a known description fits; null when the code is enough. */
function wordsFor(pattern: RegExp | null): string | null {
  const words = [
    'The user denied the request',
    'The auth_session is unknown or has expired',
    'Invalid subject_token: the token has expired',
    'Invalid subject_token: audit_context must have 1 to 256 characters',
    "The IP address 192.0.2.1 is not in the client's ip_allowlist",
    "The connection x is not among the client's privileged access grants",
    'Client "x" is not authorized to access resource server "y".',
    'tokenset_not_found',
    'Unsupported grant type: x',
    'invalid_team_for_non_distributed_app',
  ];
  return pattern === null ? null : (words.find((text) => pattern.test(text)) ?? null);
}
