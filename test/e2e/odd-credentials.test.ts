import { expect, test } from 'vitest';
import { openOddTenant, plain404 } from './odd-tenant.ts';
import { lastError } from './tv.ts';

const list = ['connections', 'list', '--json'];

test('a token that no header can carry is told at once, without the token', async () => {
  const tenant = await openOddTenant({});
  const env = {
    AUTH0_CLIENT_ID: undefined,
    AUTH0_CLIENT_SECRET: undefined,
    AUTH0_API_TOKEN: 'first-half\nsecond-half',
  };
  const started = Date.now();
  const run = await tenant.run(list, { env });
  expect(run).toMatchObject({ exit: 4, stdout: '' });
  expect(lastError(run.stderr)).toMatchObject({ code: 'access.credentials' });
  expect(run.stderr).not.toContain('second-half');
  expect(Date.now() - started).toBeLessThan(4000);
  expect(tenant.asked()).toEqual([]);
});

test('a password in the tenant URL is not repeated', async () => {
  const tenant = await openOddTenant({});
  for (const domain of ['https://ada:hunter2-x@acme.eu.auth0.com', 'ada:hunter2-x@acme.eu.auth0.com']) {
    const run = await tenant.run(list, { env: { AUTH0_DOMAIN: domain } });
    expect(run).toMatchObject({ exit: 2, stdout: '' });
    expect(run.stderr).toContain('@acme.eu.auth0.com');
    expect(run.stderr).not.toContain('hunter2');
  }
});

test('a host that gives no tokens is no tenant', async () => {
  const tenant = await openOddTenant({ 'POST /oauth/token': plain404 });
  const run = await tenant.run(list);
  expect(run).toMatchObject({ exit: 7, stdout: '' });
  expect(lastError(run.stderr).hint).toContain('Look whether the domain is the tenant’s');
});

test('a server that repeats what it was sent does not bring out a secret', async () => {
  const secret = 'p@ss/w+rd of the client';
  const tenant = await openOddTenant(
    {
      'POST /oauth/token': ({ body }) =>
        body.includes('client_secret=')
          ? {
              status: 401,
              json: { error: 'invalid_client', error_description: `You sent ${body} and ${secret}` },
            }
          : plain404,
    },
    { claims: null },
  );
  const refused = await tenant.run(list, { env: { AUTH0_CLIENT_SECRET: secret } });
  expect(refused.exit).toBe(4);
  expect(refused.stderr).toContain('(secret)');
  for (const form of [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ x: secret }).toString().slice(2),
  ])
    expect(refused.stderr).not.toContain(form);
});

test('a token that the Management API repeats is masked', async () => {
  const tenant = await openOddTenant({
    'GET /api/v2/connections': ({ headers }) => ({
      status: 400,
      json: {
        statusCode: 400,
        error: 'Bad Request',
        message: `The token ${headers.authorization?.slice('Bearer '.length)} is odd`,
      },
    }),
  });
  const env = {
    AUTH0_CLIENT_ID: undefined,
    AUTH0_CLIENT_SECRET: undefined,
    AUTH0_API_TOKEN: 'opaque-token-1234',
  };
  const run = await tenant.run([...list, '--debug'], { env });
  expect(run.exit).toBe(6);
  expect(run.stderr).toContain('The token (secret) is odd');
  expect(run.stderr).not.toContain('opaque-token');
});
