import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { add, openBareDesk } from './profiles-desk.ts';
import { lastError, openDesk, type RunOptions } from './tv.ts';

describe('which credentials are used', () => {
  it('is the name, then the variable, then the environment, then the active profile, and told once', async () => {
    const desk = await openBareDesk();
    await add(desk, 'acme');
    await add(desk, 'beta', '--read-only');
    const bundle = { env: desk.env };
    const shown = async (words: readonly string[], options: RunOptions) => {
      const { data, stderr } = await desk.json(['profiles', 'show', ...words], options);
      const notes = stderr.split('\n').filter((line) => line.includes('Using '));
      return [(data as { readonly name: string | null }).name, notes.length];
    };
    expect(await shown([], {})).toEqual(['acme', 0]);
    expect(await shown([], bundle)).toEqual([null, 1]);
    expect(await shown([], { env: { ...desk.env, TV_PROFILE: 'beta' } })).toEqual(['beta', 1]);
    expect(await shown([], { env: { TV_PROFILE: 'beta' } })).toEqual(['beta', 0]);
    await desk.run(['profiles', 'use', 'beta']);
    expect(await shown([], {})).toEqual(['beta', 0]);
    writeFileSync(join(desk.home, '.tv.json'), '{"profile": "acme"}');
    expect(await shown([], {})).toEqual(['acme', 1]);
    expect(await shown(['beta'], {})).toEqual(['beta', 0]);
    const list = ['tokensets', 'list', '--user', 'auth0|ada', '-p', 'acme'];
    const { stderr } = await desk.run(list, bundle);
    expect(
      stderr.match(/Using the profile `acme` \(`--profile`\), not the `AUTH0_\*` environment/g),
    ).toHaveLength(1);
  });

  it('half a bundle is exit 2 and says what is missing and how to go on', async () => {
    const desk = await openBareDesk();
    await add(desk, 'acme');
    const half = { AUTH0_DOMAIN: 'acme.eu.auth0.com', AUTH0_CLIENT_ID: 'abc' };
    const list = ['tokensets', 'list', '--user', 'auth0|ada', '--json'];
    const { exit, stdout, stderr } = await desk.run(list, { env: half });
    expect([exit, stdout]).toEqual([2, '']);
    expect(lastError(stderr)).toMatchObject({
      code: 'config.incomplete_environment',
      message: expect.stringContaining('AUTH0_CLIENT_SECRET'),
      hint: expect.stringContaining('--profile'),
    });
    expect((await desk.run([...list, '-p', 'acme'], { env: half })).exit).toBe(0);
  });

  it('none at all is exit 2, an unknown one exit 5 with the nearest name', async () => {
    const desk = await openBareDesk();
    const list = ['tokensets', 'list', '--user', 'auth0|ada', '--json'];
    const none = await desk.run(list);
    expect([none.exit, lastError(none.stderr).code]).toEqual([2, 'config.no_profile']);
    await add(desk, 'production');
    const unknown = await desk.run([...list, '-p', 'prodution']);
    expect(unknown.exit).toBe(5);
    expect(lastError(unknown.stderr)).toMatchObject({
      code: 'not_found.profile',
      hint: expect.stringContaining('`production`'),
    });
  });

  it('a secret and its file together are exit 2', async () => {
    const desk = await openDesk();
    const { exit, stderr } = await desk.run(['profiles', 'test', '--json'], {
      env: { AUTH0_CLIENT_SECRET_FILE: '/nowhere' },
    });
    expect([exit, lastError(stderr).code]).toEqual([2, 'config.conflict']);
  });

  it('a .tv.json runs no command and holds no secret', async () => {
    const desk = await openDesk();
    const path = join(desk.home, '.tv.json');
    writeFileSync(path, '{"client_secret_command": "touch ran"}');
    const { exit, stderr } = await desk.run(['profiles', 'test', '--json']);
    expect([exit, lastError(stderr).code]).toEqual([2, 'config.file']);
    expect(lastError(stderr).message).toContain(path);
    expect(existsSync(join(desk.home, 'ran'))).toBe(false);
  });
});
