import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { namesLifetime, namesPath, recallNames, withSeen } from '../../src/cli/completion/name-cache.ts';
import { binary, cleanEnvironment, openDesk, runProcess, temporaryDirectory } from '../e2e/tv.ts';

const nothing = { connections: {}, apps: {} };

describe('names for completion', () => {
  it('are kept 0600 by listings, apart for each tenant, and offered without a request', async () => {
    const desk = await openDesk();
    await desk.run(['apps', 'list']);
    await desk.run(['connections', 'list', '--enabled']);
    const [file = '', another] = readdirSync(join(desk.home, 'state', 'names'));
    expect(another).toBeUndefined();
    expect(file).toContain(encodeURIComponent(new URL(desk.sandbox.origin).host));
    expect(statSync(join(desk.home, 'state', 'names', file)).mode & 0o777).toBe(0o600);
    await desk.sandbox.close();

    const ask = (...words: readonly string[]) => desk.run(['__complete', 'zsh', ...words]);
    expect((await ask('connections', 'show', 'google')).stdout).toContain('google-oauth2');
    expect((await ask('apps', 'show', 'Acme W')).stdout).toContain('Acme Web');
    expect((await ask('-p', 'another', 'apps', 'show', '')).stdout).toBe('words\n');
  });

  it('need neither a home nor a readable file', async () => {
    const home = temporaryDirectory();
    const { HOME, TV_STATE_DIR, TV_CONFIG_DIR, ...env } = cleanEnvironment(home);
    expect([HOME, TV_STATE_DIR, TV_CONFIG_DIR]).not.toContain(undefined);
    const { exit, stdout, stderr } = await runProcess(
      process.execPath,
      [binary, '__complete', 'fish', 'apps', 'show', ''],
      { baseEnv: env },
    );
    expect({ exit, stdout, stderr }).toEqual({ exit: 0, stdout: 'words\n', stderr: '' });
  });

  it('go stale after a working day', () => {
    const path = namesPath(temporaryDirectory(), { profile: 'x' }).replace(/names.profile-x/, 'x');
    const names = withSeen(nothing, 'connections', [{ name: 'google-oauth2' }], 1000);
    writeFileSync(path, JSON.stringify(names));
    expect(recallNames(path, 1000 + namesLifetime - 1)).toEqual(names);
    expect(recallNames(path, 1000 + namesLifetime)).toEqual(nothing);
    writeFileSync(path, '{"connections":{"a":"b"},"apps":[1]');
    expect(recallNames(path, 1000)).toEqual(nothing);
    expect(readFileSync(path, 'utf8')).toContain('[1]');
  });

  it('leave out what cannot be typed', () => {
    const rows = [{ name: 'good' }, { name: 'evil\u001b[2J' }, { name: 'two\nlines' }, { name: '' }, 7];
    expect(withSeen(nothing, 'connections', rows, 1).connections).toEqual({ good: 1 });
  });
});
