import { describe, expect, it } from 'vitest';
import { ApiError, TvError } from '../../../src/core/errors.ts';
import type { Finding } from '../../../src/core/model.ts';
import { Secret } from '../../../src/core/secret.ts';
import { findRefusals } from '../../../src/vault/exchange/catalogue.ts';
import { diagnose } from '../../../src/vault/exchange/diagnosis.ts';
import { explainRefused, readRefused } from '../../../src/vault/exchange/refused.ts';

function finding(id: string, status: Finding['status'], more: Partial<Finding> = {}): Finding {
  return {
    id,
    status,
    severity: 'error',
    subject: { type: 'app', id: 'abc', name: 'Acme Web' },
    title: id,
    message: `${id} says so`,
    missing_scopes: [],
    fix: null,
    docs: null,
    ...more,
  };
}

const names = { app: 'Acme Web', connection: 'google-oauth2', profile: 'prod' };
const notFound = findRefusals({ error: 'federated_connection_refresh_token_not_found', description: null });
const rotating = findRefusals({
  error: 'invalid_request',
  description: 'Rotating refresh token not supported',
});

function diagnosed(
  refusals: typeof notFound,
  findings: readonly Finding[],
  more: Partial<Parameters<typeof diagnose>[0]> = {},
): readonly string[] {
  return diagnose({ refusals, findings, names, exchange: 'refresh_token', ...more }).map(
    ({ cause }) => cause,
  );
}

describe('the diagnosis', () => {
  it('tells first what the rules found about this refusal, then their other errors, then what no rule can tell', () => {
    const causes = diagnosed(notFound, [
      finding('app/grant', 'fail'),
      finding('connection/offline-access', 'fail', { severity: 'warning' }),
      finding('user/has-tokenset', 'fail'),
    ]);
    expect(causes.slice(0, 3)).toEqual([
      'user/has-tokenset says so',
      'connection/offline-access says so',
      'app/grant says so',
    ]);
    expect(causes.slice(3).some((cause) => cause.includes('for a year'))).toBe(true);
    expect(causes.some((cause) => cause.includes('never connected'))).toBe(false);
  });

  it('takes the command of the rule, else that of the catalogue with the profile', () => {
    const own = finding('user/has-tokenset', 'fail', { fix: 'tv connect --app abc' });
    const scene = { refusals: notFound, names, exchange: 'refresh_token' } as const;
    expect(diagnose({ ...scene, findings: [own] })[0]?.fix).toBe('tv connect --app abc');
    expect(diagnose({ ...scene, findings: [{ ...own, fix: null }] })[0]?.fix).toBe(
      "tv connect -p prod --app 'Acme Web' --connection google-oauth2",
    );
  });

  it('leaves out what the rules rule out, and keeps what they could not tell', () => {
    const passed = diagnosed(notFound, [finding('user/has-tokenset', 'pass')]);
    expect(passed.some((cause) => cause.includes('never connected'))).toBe(false);
    const unknown = diagnosed(notFound, [finding('user/has-tokenset', 'unknown')]);
    expect(unknown.some((cause) => cause.includes('never connected'))).toBe(true);
    const half = diagnosed(notFound, [finding('connection/offline-access', 'pass')]);
    expect(half.some((cause) => cause.includes('is not asked for a refresh token'))).toBe(false);
    expect(half.some((cause) => cause.includes('gave no refresh token'))).toBe(true);
  });

  it('names the connection alone when it can never hold provider tokens, and no command that is refused', () => {
    const off = findRefusals({
      error: 'access_denied',
      description: 'Token Vault is not enabled for the provided connection',
    });
    const findings = [
      finding('connection/supported', 'fail'),
      finding('connection/enabled', 'skip'),
      finding('app/connection-enabled', 'fail'),
    ];
    const told = diagnose({ refusals: off, findings, names, exchange: 'refresh_token' });
    expect(told).toEqual([
      { cause: 'connection/supported says so', fix: expect.stringContaining('tv connections list -p prod') },
    ]);
    const unsure = finding('connection/supported', 'fail', { severity: 'warning' });
    expect(diagnosed(off, [unsure]).length).toBeGreaterThan(1);
    const early = findRefusals({ error: 'invalid_client', description: 'Client authentication failed' });
    expect(diagnosed(early, findings)).not.toContain('connection/supported says so');
  });

  it('is the catalogue alone when nothing could be read', () => {
    const causes = diagnosed(rotating, []);
    expect(causes).toEqual(rotating[0]?.causes.map(({ cause }) => cause));
  });

  it('keeps the causes of the catalogue when the rules rule them all out', () => {
    const mfa = findRefusals({ error: 'unauthorized_client', description: 'Grant type x not allowed' });
    const passed = [
      'app/grant',
      'app/first-party',
      'app/confidential',
      'app/oidc-conformant',
      'app/not-global',
    ];
    const causes = diagnosed(
      mfa,
      passed.map((id) => finding(id, 'pass')),
    );
    expect(causes.length).toBeGreaterThan(0);
  });

  it('does not repeat that this exchange failed, nor bother with warnings about something else', () => {
    expect(
      diagnosed(rotating, [
        finding('user/recent-failure', 'fail'),
        finding('connection/one-switch', 'fail', { severity: 'warning' }),
      ]),
    ).toEqual(rotating[0]?.causes.map(({ cause }) => cause));
  });

  it('says only what can happen with this exchange, provider and authentication', () => {
    const google = diagnosed(notFound, [], { strategy: 'google-oauth2' });
    expect(google.some((cause) => cause.includes('One Tap'))).toBe(true);
    expect(google.some((cause) => cause.includes('GitHub'))).toBe(false);
    const client = findRefusals({ error: 'invalid_client', description: null });
    expect(diagnosed(client, [], { proof: 'secret' }).some((cause) => cause.includes('assertion'))).toBe(
      false,
    );
    expect(diagnosed(client, [], { proof: 'key' }).some((cause) => cause.includes('assertion'))).toBe(true);
    const unsuited = finding('app/resource-server', 'fail');
    expect(diagnosed(client, [unsuited])).not.toContain('app/resource-server says so');
    const grant = findRefusals({ error: 'unauthorized_client', description: 'Grant type x not allowed' });
    expect(diagnosed(grant, []).some((cause) => cause.includes('client of the API'))).toBe(false);
    expect(
      diagnosed(grant, [], { exchange: 'access_token' }).some((cause) => cause.includes('client of the API')),
    ).toBe(true);
  });

  it('has nothing to say about an error nobody has seen, but for what the rules found', () => {
    expect(diagnosed([], [])).toEqual([]);
    expect(diagnosed([], [finding('app/grant', 'fail')])).toEqual(['app/grant says so']);
  });
});

describe('a refused exchange', () => {
  const secret = 'v1.a-refresh-token-that-was-sent';
  const refusal = (error: string | undefined, description?: string) =>
    new ApiError(
      error === 'invalid_client' ? 'access.app_credentials' : `exchange.${error ?? 'unknown'}`,
      'no',
      {
        status: 403,
        requestId: 'abc',
        ...(error === undefined ? {} : { errorCode: error }),
        ...(description === undefined ? {} : { description }),
      },
    );
  const shown = (error: ApiError) => {
    const refused = readRefused(error);
    if (refused === undefined) throw new Error('not a refusal');
    return explainRefused(refused, {
      app: 'Acme Web',
      connection: 'github',
      diagnosis: [{ cause: 'A', fix: null }],
      profile: 'prod',
      secrets: [new Secret(secret)],
    });
  };

  it('carries Auth0’s words and the diagnosis', () => {
    const error = shown(refusal('mfa_required', 'Multifactor authentication required'));
    expect(error.exit).toBe(6);
    expect(error.toJSON()).toMatchObject({
      code: 'exchange.mfa_required',
      status: 403,
      request_id: 'abc',
      oauth_error: 'mfa_required',
      oauth_description: 'Multifactor authentication required',
      diagnosis: [{ cause: 'A', fix: null }],
      hint: expect.stringContaining('tv exchange explain mfa_required'),
    });
  });

  it('is about the credentials of the application, exit 4, for invalid_client', () => {
    const error = shown(refusal('invalid_client'));
    expect([error.code, error.exit]).toEqual(['access.app_credentials', 4]);
    expect(error.toJSON()).toMatchObject({ oauth_description: null });
  });

  it('never repeats what was sent', () => {
    const error = shown(refusal('invalid_grant', `No such token: ${secret}`));
    expect(JSON.stringify(error.toJSON())).not.toContain(secret);
  });

  it('does with an answer nobody has seen', () => {
    const error = shown(refusal(undefined));
    expect(error.code).toBe('exchange.unknown');
    expect(error.hint).toContain('`tv logs -p prod --failed`');
  });

  it('is not made of other errors', () => {
    expect(readRefused(new TvError('network.timeout', 'late'))).toBeUndefined();
    expect(readRefused(new ApiError('api.rate_limit', 'slow', { status: 429 }))).toBeUndefined();
    expect(readRefused(new Error('bug'))).toBeUndefined();
  });
});
