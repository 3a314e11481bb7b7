import { describe, expect, it } from 'vitest';
import { readEnvironmentBundle } from '../../src/config/environment.ts';
import { TvError } from '../../src/core/errors.ts';

const key = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----';
const files: Readonly<Record<string, string>> = {
  '/s': 'from-file\n',
  '/edited': '\uFEFFfrom-editor\r\n\n',
  '/k': `${key}\n`,
  '/empty': '\n',
};
const base = { AUTH0_DOMAIN: 'acme.eu.auth0.com', AUTH0_CLIENT_ID: 'abc' };

async function readFile(path: string): Promise<string> {
  const text = files[path];
  if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  return text;
}

async function refusal(env: Record<string, string>): Promise<TvError> {
  const error = await readEnvironmentBundle(env, readFile).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof TvError) return error;
  throw new Error('it was accepted');
}

describe('the environment bundle', () => {
  it.each([[{}], [{ AUTH0_DOMAIN: '', AUTH0_CLIENT_ID: ' ' }], [{ AUTH0_AUDIENCE: 'https://x/' }]])(
    'is none without a credential: %o',
    async (env) => {
      expect(await readEnvironmentBundle(env, readFile)).toBeNull();
    },
  );

  it.each([
    [{ AUTH0_CLIENT_SECRET: 'shh' }, 'shh', 'environment variable AUTH0_CLIENT_SECRET'],
    [
      { AUTH0_CLIENT_SECRET_FILE: '/s' },
      'from-file',
      'file /s (environment variable AUTH0_CLIENT_SECRET_FILE)',
    ],
    [
      { AUTH0_CLIENT_SECRET_FILE: '/edited' },
      'from-editor',
      'file /edited (environment variable AUTH0_CLIENT_SECRET_FILE)',
    ],
    [
      { AUTH0_CLIENT_SECRET: 'shh', AUTH0_CLIENT_SECRET_FILE: '' },
      'shh',
      'environment variable AUTH0_CLIENT_SECRET',
    ],
  ])('takes a client secret: %o', async (extra, secret, origin) => {
    const credentials = await readEnvironmentBundle({ ...base, ...extra }, readFile);
    expect(credentials).toMatchObject({
      source: 'environment',
      profile: null,
      clientId: 'abc',
      tenant: { label: 'acme.eu.auth0.com', audience: 'https://acme.eu.auth0.com/api/v2/' },
      authentication: { method: 'client_secret_post' },
    });
    expect(credentials?.origins.client_secret).toBe(origin);
    const authentication = credentials?.authentication;
    expect(authentication?.method === 'client_secret_post' && authentication.secret.reveal()).toBe(secret);
    expect(JSON.stringify(credentials)).not.toContain(secret);
  });

  it.each([
    [{ AUTH0_CLIENT_ASSERTION_PRIVATE_KEY: key.replaceAll('\n', '\\n') }, 'RS256'],
    [{ AUTH0_CLIENT_ASSERTION_PRIVATE_KEY_FILE: '/k', AUTH0_CLIENT_ASSERTION_SIGNING_ALG: 'PS256' }, 'PS256'],
    [{ AUTH0_CLIENT_SIGNING_KEY_PATH: '/k', AUTH0_CLIENT_ASSERTION_SIGNING_ALG: 'RS384' }, 'RS384'],
  ])('takes a private key: %o', async (extra, alg) => {
    const credentials = await readEnvironmentBundle({ ...base, ...extra }, readFile);
    const authentication = credentials?.authentication;
    if (authentication?.method !== 'private_key_jwt') throw new Error('not private_key_jwt');
    expect(authentication.key.reveal()).toBe(key);
    expect(authentication.alg).toBe(alg);
  });

  it.each([['AUTH0_API_TOKEN'], ['AUTH0_ACCESS_TOKEN']])('%s beats the others', async (name) => {
    const env = { ...base, AUTH0_CLIENT_SECRET: 'shh', [name]: ' tok ' };
    const credentials = await readEnvironmentBundle(env, readFile);
    const authentication = credentials?.authentication;
    expect(authentication?.method === 'token' && authentication.token.reveal()).toBe('tok');
    expect(credentials?.clientId).toBeNull();
  });

  it('takes the audience of a custom domain', async () => {
    const audience = 'https://acme.eu.auth0.com/api/v2/';
    const env = { ...base, AUTH0_CLIENT_SECRET: 's', AUTH0_AUDIENCE: audience };
    expect((await readEnvironmentBundle(env, readFile))?.tenant.audience).toBe(audience);
  });

  it.each([
    [{ AUTH0_DOMAIN: 'acme.eu.auth0.com' }, ['`AUTH0_CLIENT_ID`', '`AUTH0_CLIENT_SECRET`']],
    [{ AUTH0_CLIENT_SECRET: 's' }, ['`AUTH0_DOMAIN`', '`AUTH0_CLIENT_ID`']],
    [base, ['`AUTH0_CLIENT_SECRET`', '`AUTH0_API_TOKEN`']],
    [{ AUTH0_API_TOKEN: 't' }, ['`AUTH0_DOMAIN`']],
  ])('half of it is refused: %o', async (env, missing) => {
    const error = await refusal(env);
    expect(error.code).toBe('config.incomplete_environment');
    expect(error.exit).toBe(2);
    const told = error.message.slice(error.message.indexOf('missing:'));
    for (const name of missing) expect(told).toContain(name);
    expect(error.hint).toContain('--profile');
    expect(error.details.cause).toContain('environment variables');
  });

  it.each([
    [{ AUTH0_CLIENT_SECRET: 'shh', AUTH0_CLIENT_SECRET_FILE: '/s' }],
    [{ AUTH0_CLIENT_ASSERTION_PRIVATE_KEY: key, AUTH0_CLIENT_SIGNING_KEY_PATH: '/k' }],
    [{ AUTH0_CLIENT_SECRET: 'shh', AUTH0_CLIENT_ASSERTION_PRIVATE_KEY: key }],
    [{ AUTH0_API_TOKEN: 'a', AUTH0_ACCESS_TOKEN: 'b' }],
    [{ AUTH0_API_TOKEN: 'a', AUTH0_CLIENT_SECRET: 'shh', AUTH0_CLIENT_SECRET_FILE: '/s' }],
  ])('two of one kind conflict: %o', async (extra) => {
    const error = await refusal({ ...base, ...extra });
    expect(error.code).toBe('config.conflict');
    expect(error.exit).toBe(2);
    expect(JSON.stringify(error)).not.toContain('shh');
  });

  it.each([
    [{ AUTH0_CLIENT_SECRET_FILE: '/nowhere' }, 'no such file'],
    [{ AUTH0_CLIENT_SECRET_FILE: '/empty' }, 'is empty'],
    [{ AUTH0_CLIENT_ASSERTION_PRIVATE_KEY: 'nonsense' }, 'not a private key'],
    [{ AUTH0_CLIENT_SIGNING_KEY_PATH: '/s' }, 'not a private key'],
    [
      { AUTH0_CLIENT_SIGNING_KEY_PATH: '/k', AUTH0_CLIENT_ASSERTION_SIGNING_ALG: 'HS256' },
      '`RS256`, `RS384` or `PS256`',
    ],
  ])('an unusable value is refused: %o', async (extra, words) => {
    const error = await refusal({ ...base, ...extra });
    expect(error.code).toBe('config.invalid_value');
    expect(error.message).toContain(words);
    expect(JSON.stringify(error)).not.toContain('nonsense');
  });

  it('a bad domain is refused', async () => {
    const error = await refusal({
      ...base,
      AUTH0_DOMAIN: 'http://acme.eu.auth0.com',
      AUTH0_CLIENT_SECRET: 's',
    });
    expect(error.code).toBe('config.invalid_domain');
  });
});
