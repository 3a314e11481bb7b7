import { createPrivateKey, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Exchanger, exchangeForm, exchanger } from './exchange.ts';
import type { Answer } from './start.ts';

interface WorkerKey {
  readonly name: string;
  readonly client_id: string;
  readonly credential_id: string;
  readonly kid: string;
  readonly private_key: string;
}

let tenant: Exchanger;
let key: WorkerKey;

beforeEach(async () => {
  tenant = await exchanger();
  const keys: readonly WorkerKey[] = (await tenant.call('GET', '/sandbox/info?keys=1')).body.keys;
  const signing = keys.find(({ name }) => name === 'worker-signing');
  if (signing === undefined) throw new Error('no signing key');
  key = signing;
});
afterEach(() => tenant.sandbox.close());

interface Changes {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly form?: Record<string, string>;
}

async function signed({ claims = {}, header = {} }: Changes): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: key.client_id,
    sub: 'auth0|ada',
    aud: `${tenant.sandbox.baseUrl}/`,
    iat: now,
    jti: randomUUID(),
    audit_context: 'nightly calendar digest',
    ...claims,
  };
  const defined = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
  return new SignJWT(defined)
    .setProtectedHeader({ alg: 'RS256', typ: 'token-vault-req+jwt', ...header })
    .sign(createPrivateKey(key.private_key));
}

async function attempt(changes: Changes = {}): Promise<Answer> {
  const { clientId, secret } = tenant.app('Acme Nightly Worker');
  const form = exchangeForm({
    client_id: clientId,
    client_secret: secret,
    subject_token: await signed(changes),
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    requested_token_type: 'http://auth0.com/oauth/token-type/token-vault-access-token',
    ...changes.form,
  });
  return tenant.call('POST', '/oauth/token', form);
}

describe('a privileged worker', () => {
  test('gets a token, limited to its grants, and the audit context reaches the log', async () => {
    const answer = await attempt();
    expect(answer.status).toBe(200);
    expect(answer.body.scope).toBe('openid profile https://www.googleapis.com/auth/calendar.readonly');
    expect(answer.body.issued_token_type).toBe('http://auth0.com/oauth/token-type/token-vault-access-token');
    const [entry] = (await tenant.api('GET', '/logs?q=type:seta')).body;
    expect(entry.details).toMatchObject({
      is_privileged_worker: true,
      audit_context: 'nightly calendar digest',
    });
  });

  test('may ask for fewer scopes but not for more', async () => {
    expect((await attempt({ form: { scope: 'openid' } })).body.scope).toBe('openid');
    const more = await attempt({ form: { scope: 'openid email' } });
    expect([more.status, more.body.error]).toEqual([403, 'access_denied']);
  });

  test('cannot use a JWT twice', async () => {
    const jti = randomUUID();
    expect((await attempt({ claims: { jti } })).status).toBe(200);
    expect((await attempt({ claims: { jti } })).body.error_description).toContain('jti was used before');
  });

  test.each([
    ['typ', { header: { typ: 'JWT' } }, 'typ must be token-vault-req+jwt'],
    ['kid', { header: { kid: 'other' } }, 'no credential of the client fits'],
    ['iss', { claims: { iss: 'somebody' } }, 'iss must be the client id'],
    ['aud', { claims: { aud: 'https://other.example/' } }, 'aud must be'],
    ['age', { claims: { iat: Math.floor(Date.now() / 1000) - 120 } }, 'older than 60 seconds'],
    ['future', { claims: { iat: Math.floor(Date.now() / 1000) + 120 } }, 'iat is in the future'],
    ['no iat', { claims: { iat: undefined } }, 'iat is required'],
    ['no jti', { claims: { jti: undefined } }, 'jti is required'],
    ['no context', { claims: { audit_context: undefined } }, 'audit_context must have 1 to 256'],
    ['long context', { claims: { audit_context: 'x'.repeat(257) } }, 'audit_context must have 1 to 256'],
    ['unknown user', { claims: { sub: 'ada@example.com' } }, 'the user does not exist'],
  ])('is refused for its %s', async (_name, changes, reason) => {
    const answer = await attempt(changes as Changes);
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_grant']);
    expect(answer.body.error_description).toContain(reason);
  });

  test('needs its connection among its grants and its address in its allowlist', async () => {
    const slack = await attempt({ form: { connection: 'sign-in-with-slack' } });
    expect(slack.body.error_description).toContain('not among the client');
    const access = {
      credentials: [{ id: key.credential_id }],
      grants: [{ connection: 'google-oauth2', scopes: ['openid'] }],
    };
    await tenant.patchApp('Acme Nightly Worker', {
      token_vault_privileged_access: { ...access, ip_allowlist: ['203.0.113.0/24'] },
    });
    expect((await attempt()).body.error_description).toContain('ip_allowlist');
    await tenant.patchApp('Acme Nightly Worker', {
      token_vault_privileged_access: { ...access, ip_allowlist: ['127.0.0.0/8'] },
    });
    expect((await attempt()).status).toBe(200);
    await tenant.patchApp('Acme Nightly Worker', { token_vault_privileged_access: null });
    expect((await attempt()).body.error_description).toContain('not configured');
  });

  test('may authenticate with a key instead of a secret', async () => {
    const keys: readonly WorkerKey[] = (await tenant.call('GET', '/sandbox/info?keys=1')).body.keys;
    const own = keys.find(({ name }) => name === 'worker-authentication');
    if (own === undefined) throw new Error('no authentication key');
    const patched = await tenant.patchApp('Acme Nightly Worker', {
      client_authentication_methods: { private_key_jwt: { credentials: [{ id: own.credential_id }] } },
      token_endpoint_auth_method: null,
    });
    expect(patched.body).not.toHaveProperty('token_endpoint_auth_method');
    expect((await attempt()).body.error).toBe('invalid_client');
    const proven = async (alg: string) => {
      const assertion = await new SignJWT({})
        .setProtectedHeader({ alg })
        .setIssuer(own.client_id)
        .setSubject(own.client_id)
        .setAudience(`${tenant.sandbox.baseUrl}/`)
        .setIssuedAt()
        .setExpirationTime('2m')
        .setJti(randomUUID())
        .sign(createPrivateKey(own.private_key));
      const form = exchangeForm({
        client_assertion: assertion,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        subject_token: await signed({}),
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        requested_token_type: 'http://auth0.com/oauth/token-type/token-vault-access-token',
      });
      return tenant.call('POST', '/oauth/token', form);
    };
    expect((await proven('PS256')).body.error).toBe('invalid_client');
    expect((await proven('RS256')).status).toBe(200);
  });
});
