import { describe, expect, test } from 'vitest';
import { readRefusal } from '../../src/auth0/envelope.ts';
import { openTenant } from '../../src/auth0/tenant.ts';
import { failureOf, settingsFor } from './support.ts';
import { type Reply, tinyServer } from './tiny-server.ts';

type Tenant = ReturnType<typeof openTenant>;

const calls = {
  tokensets: (tenant: Tenant) => tenant.tokensets.listTokensets('auth0|ada'),
  accounts: (tenant: Tenant) => tenant.tokensets.listConnectedAccounts('auth0|ada'),
  user: (tenant: Tenant) => tenant.users.load('auth0|ada'),
  connection: (tenant: Tenant) => tenant.connections.load('con_1'),
  application: (tenant: Tenant) => tenant.clients.load('app1'),
  update: (tenant: Tenant) => tenant.connections.update('con_1', { x: 1 }),
  policies: (tenant: Tenant) => tenant.mfa.policies(),
};

async function failure(call: keyof typeof calls, reply: Reply) {
  await using server = await tinyServer(() => reply);
  const tenant = openTenant(settingsFor(server.baseUrl, { maxWaitSeconds: 0 }));
  try {
    return await failureOf(calls[call](tenant) as Promise<unknown>);
  } finally {
    await tenant.close();
  }
}

function envelope(status: number, message: string, errorCode?: string): Reply {
  const error =
    { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' }[status] ?? 'Error';
  return { status, json: { statusCode: status, error, message, ...(errorCode ? { errorCode } : {}) } };
}

describe('answers that are no success', () => {
  test.each<[string, keyof typeof calls, Reply, string, number]>([
    [
      'an unknown user',
      'user',
      envelope(404, 'The user does not exist.', 'inexistent_user'),
      'not_found.user',
      5,
    ],
    [
      'an unknown user, by tokensets',
      'tokensets',
      envelope(404, 'The user does not exist.', 'inexistent_user'),
      'not_found.user',
      5,
    ],
    [
      'an unknown user without errorCode',
      'user',
      envelope(404, 'The user does not exist.'),
      'not_found.user',
      5,
    ],
    [
      'an unknown connection',
      'connection',
      envelope(404, 'The connection does not exist', 'inexistent_connection'),
      'not_found.connection',
      5,
    ],
    [
      'an unknown application',
      'application',
      envelope(404, 'The client does not exist', 'inexistent_client'),
      'not_found.application',
      5,
    ],
    [
      'something else that is unknown',
      'policies',
      envelope(404, 'No', 'inexistent_thing'),
      'not_found.resource',
      5,
    ],
    ['404 without errorCode', 'user', envelope(404, 'Not Found'), 'not_found.resource', 5],
    ['a tokensets route that is gone', 'tokensets', envelope(404, 'Not Found'), 'refused.feature', 6],
    ['a connected-accounts route that is gone', 'accounts', envelope(404, 'Not Found'), 'refused.feature', 6],
    [
      'a plan without the feature',
      'accounts',
      envelope(403, 'Please upgrade your subscription', 'insufficient_entitlement'),
      'refused.feature',
      6,
    ],
    [
      'a plan, told as a scope',
      'accounts',
      envelope(403, 'Upgrade your plan', 'insufficient_scope'),
      'refused.feature',
      6,
    ],
    ['another 403', 'update', envelope(403, 'Fields not allowed: x'), 'api.forbidden', 6],
    [
      'a bad body',
      'update',
      envelope(400, "Payload validation error: 'x'", 'invalid_body'),
      'api.invalid_request',
      6,
    ],
    ['a conflict', 'update', envelope(409, 'Conflict', 'custom_domain_conflict'), 'refused.conflict', 6],
    [
      'an expired token',
      'user',
      envelope(401, 'Expired token received for JSON Web Token validation'),
      'access.expired',
      4,
    ],
    ['a rejected token', 'user', envelope(401, 'Invalid token'), 'access.credentials', 4],
    [
      'the rate limit',
      'user',
      envelope(429, 'Global limit has been reached', 'too_many_requests'),
      'api.rate_limit',
      7,
    ],
    ['a server error', 'user', envelope(500, 'Oops'), 'api.server', 7],
    [
      'a server error in HTML',
      'user',
      { status: 502, text: '<html><head><title>Bad\n gateway</title>' },
      'api.server',
      7,
    ],
    [
      'a 404 in HTML',
      'tokensets',
      { status: 404, text: '<title>nginx</title>' },
      'api.unexpected_response',
      7,
    ],
    [
      'a redirect',
      'user',
      { status: 302, headers: { location: 'https://elsewhere.example' } },
      'api.unexpected_response',
      7,
    ],
    [
      'HTML in place of JSON',
      'user',
      { text: '<html>Log in to the Wi-Fi</html>' },
      'api.unexpected_response',
      7,
    ],
    ['JSON that is cut', 'user', { text: '{"user_id":"auth' }, 'api.unexpected_response', 7],
    ['nothing in place of JSON', 'user', { status: 200 }, 'api.unexpected_response', 7],
    ['409 without a body', 'update', { status: 409 }, 'refused.conflict', 6],
    ['418', 'user', { status: 418, text: 'teapot' }, 'api.unexpected_response', 7],
  ])('%s', async (_name, call, reply, code, exit) => {
    const error = await failure(call, { ...reply, headers: { ...reply.headers, 'x-request-id': 'req-7' } });
    expect(error.code).toBe(code);
    expect(error.exit).toBe(exit);
    expect(error.details.status).toBe(reply.status ?? 200);
    expect(error.details.requestId).toBe('req-7');
    expect(error.message).not.toMatch(/[.!]$/);
  });

  test.each<[string, string, readonly string[]]>([
    [
      'Insufficient scope, expected any of: read:users,read:user_idp_tokens',
      'read:users',
      ['read:user_idp_tokens'],
    ],
    ['Insufficient scope; expected any of: read:clients', '', ['read:clients']],
    ['Insufficient scope', '', []],
  ])('%s', async (message, held, missing) => {
    const error = await failure('user', envelope(403, message, 'insufficient_scope'));
    expect(error.code).toBe('access.scope');
    // The ready token of these tests holds `read:users`, so that one is not among the missing.
    expect(error.details.missingScopes).toEqual(missing);
    expect(held === '' || !error.message.includes(`\`${held}\``)).toBe(true);
    expect(error.hint).toContain('tv scopes');
  });

  test('Auth0’s own words are the cause, without secrets and in one line', async () => {
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2ln';
    const error = await failure(
      'update',
      envelope(400, `bad\n value ${token}${'x'.repeat(400)}`, 'invalid_body'),
    );
    expect(error.details.cause).toMatch(/^bad value \(secret\)/);
    expect(error.details.cause?.length).toBeLessThanOrEqual(300);
  });

  test.each<[Record<string, string>, string | undefined]>([
    [{ 'x-auth0-requestid': 'a', 'x-request-id': 'b' }, 'a'],
    [{ traceparent: '00-1-2-03', 'cf-ray': 'c' }, '00-1-2-03'],
    [{ 'cf-ray': 'c' }, 'c'],
    [{}, undefined],
  ])('request id from %o', async (headers, id) => {
    const error = await failure('user', { ...envelope(400, 'no'), headers });
    expect(error.details.requestId).toBe(id);
  });
});

describe('envelopes', () => {
  const read = (text: string) => readRefusal({ status: 400, headers: {}, text, sentAt: 0, receivedAt: 0 });

  test.each<[string, object, object]>([
    [
      'Management',
      { statusCode: 400, error: 'Bad Request', message: 'm', errorCode: 'c' },
      { errorCode: 'c', text: 'm' },
    ],
    [
      'Management without errorCode',
      { statusCode: 404, error: 'Not Found', message: 'm' },
      { errorCode: undefined, text: 'm' },
    ],
    ['Management with next to nothing', { statusCode: 500 }, { errorCode: undefined, text: undefined }],
    ['OAuth', { error: 'invalid_grant', error_description: 'd' }, { errorCode: 'invalid_grant', text: 'd' }],
    [
      'OAuth without description',
      { error: 'mfa_required', mfa_token: 'Fe26.2*x' },
      { errorCode: 'mfa_required', text: undefined },
    ],
    [
      'My Account',
      {
        type: 'https://auth0.com/api-errors#A0E-400-0003',
        status: 400,
        title: 'Bad Request',
        detail: 'd',
        validation_errors: [{ detail: 'too long', field: 'scopes' }, { detail: 'x' }],
      },
      { errorCode: 'https://auth0.com/api-errors#A0E-400-0003', text: 'd; scopes: too long; x' },
    ],
  ])('%s', (_name, body, expected) => {
    expect(read(JSON.stringify(body))).toEqual({ ...expected, known: true });
  });

  test.each<[string, string | undefined]>([
    ['<html><title> Oops </title>', 'An HTML page: Oops'],
    ['', undefined],
    ['[1]', 'A body that is not JSON (unknown type, 3 characters)'],
    ['{"statusCode":5', 'A body that is not JSON (unknown type, 15 characters)'],
  ])('%s is none of Auth0’s', (text, words) => {
    expect(read(text)).toEqual({ errorCode: undefined, text: words, known: false });
  });
});
