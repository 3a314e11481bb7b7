import { describe, expect, it } from 'vitest';
import { type ResolutionRequest, resolveCredentials } from '../../src/config/resolve.ts';
import { createProfileStore } from '../../src/config/store.ts';
import type { WorkingTree } from '../../src/config/working-tree.ts';
import { Secret } from '../../src/core/secret.ts';
import { makePlace, refusalOf, sampleProfile } from './place.ts';

const bundle = { AUTH0_DOMAIN: 'env.eu.auth0.com', AUTH0_CLIENT_ID: 'e', AUTH0_CLIENT_SECRET: 's' };
const tree: WorkingTree = { path: '/w/.tv.json', profile: 'tree', defaults: { output: 'json' } };

/** Profiles by name, the first of them active when `active` says so. */
async function setUp(names: readonly string[], active?: string) {
  const directories = await makePlace();
  const store = createProfileStore({ directories, env: {}, platform: 'linux', keychain: async () => null });
  for (const name of names) {
    await store.save(
      sampleProfile({ name, domain: `${name}.eu.auth0.com`, defaults: { output: 'yaml', timeout: 7 } }),
      new Secret('s'),
    );
  }
  if (active !== undefined) await store.activate(active);
  const opened = { store: 0 };
  const resolve = (request: Partial<ResolutionRequest>) =>
    resolveCredentials({
      flag: undefined,
      env: {},
      tree: null,
      directories,
      readFile: async () => '',
      store: async () => {
        opened.store += 1;
        return store;
      },
      ...request,
    });
  return { resolve, opened };
}

describe('the order of credentials', () => {
  it.each<[string, Partial<ResolutionRequest>, string, string | null]>([
    [
      '--profile beats all',
      { flag: 'flag', env: { ...bundle, TV_PROFILE: 'variable' }, tree },
      'flag',
      'Using the profile `flag` (`--profile`), not `TV_PROFILE` (`variable`) or the `AUTH0_*` environment',
    ],
    [
      'TV_PROFILE beats the environment',
      { env: { ...bundle, TV_PROFILE: 'variable' }, tree },
      'variable',
      'Using the profile `variable` (`TV_PROFILE`), not the `AUTH0_*` environment',
    ],
    ['TV_PROFILE alone is silent', { env: { TV_PROFILE: 'variable' } }, 'variable', null],
    [
      'the environment beats .tv.json and the active profile',
      { env: bundle, tree },
      'env',
      'Using the `AUTH0_*` environment (`env.eu.auth0.com`), not the profile `tree` of `/w/.tv.json` or the active profile `active`',
    ],
    [
      '.tv.json beats the active profile',
      { tree },
      'tree',
      'Using the profile `tree` (`/w/.tv.json`), not the active profile `active`',
    ],
    ['the active profile comes last', {}, 'active', null],
    ['an empty TV_PROFILE is none', { env: { TV_PROFILE: '' } }, 'active', null],
  ])('%s', async (_, request, winner, note) => {
    const { resolve } = await setUp(['flag', 'variable', 'tree', 'active'], 'active');
    const found = await resolve(request);
    if (found.source === 'sandbox') throw new Error('the sandbox was not asked for');
    expect(found.credentials.tenant.label).toBe(`${winner}.eu.auth0.com`);
    expect(found.note).toBe(note);
  });

  it('takes the only profile', async () => {
    const { resolve } = await setUp(['only']);
    expect(await resolve({})).toMatchObject({
      source: 'profile',
      credentials: { profile: 'only' },
      note: null,
    });
  });

  it('opens no profile for environment credentials', async () => {
    const { resolve, opened } = await setUp(['active'], 'active');
    await resolve({ env: bundle });
    await resolve({ env: bundle, directories: { config: null, state: null } });
    expect(opened.store).toBe(0);
  });

  it('marks the sandbox, which the caller starts', async () => {
    const { resolve, opened } = await setUp([]);
    expect(await resolve({ flag: 'sandbox' })).toEqual({ source: 'sandbox', note: null });
    expect(opened.store).toBe(0);
  });

  it('puts settings of the working tree over those of the profile', async () => {
    const { resolve } = await setUp(['tree']);
    expect(await resolve({ tree })).toMatchObject({
      credentials: { defaults: { output: 'json', timeout: 7 } },
    });
  });
});

describe('credentials that are not found', () => {
  it.each<[string, readonly string[], Partial<ResolutionRequest>, string, string]>([
    ['nothing at all', [], {}, 'config.no_profile', 'no profile and no `AUTH0_*` environment'],
    ['several, none active', ['a1', 'b1'], {}, 'config.no_profile', '`a1` and `b1`'],
    ['unknown name', ['acme'], { flag: 'amce' }, 'not_found.profile', '`amce`'],
    [
      'half a bundle',
      ['acme'],
      { env: { AUTH0_DOMAIN: 'x.auth0.com' } },
      'config.incomplete_environment',
      'missing',
    ],
  ])('%s', async (_, names, request, code, words) => {
    const { resolve } = await setUp(names);
    const error = await refusalOf(resolve(request));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  it('half a bundle does not stop a named profile', async () => {
    const { resolve } = await setUp(['acme']);
    const found = await resolve({ flag: 'acme', env: { AUTH0_DOMAIN: 'x.auth0.com' } });
    expect(found).toMatchObject({ credentials: { profile: 'acme' } });
  });

  it.each([
    [{ env: { TV_PROFILE: 'gone' } }, '`TV_PROFILE`'],
    [{ tree: { ...tree, profile: 'gone' } }, '/w/.tv.json'],
  ])('say what named a profile that is gone: %o', async (request, origin) => {
    const { resolve } = await setUp(['acme']);
    expect((await refusalOf(resolve(request))).details.cause).toContain(origin);
  });
});
