import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createLocalFiles } from '../../src/config/local-files.ts';

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

function place(): { readonly config: string; readonly state: string } {
  const root = mkdtempSync(join(tmpdir(), 'tv-local-'));
  made.push(root);
  return { config: join(root, 'config'), state: join(root, 'state') };
}

function write(path: string, mode: number): void {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  writeFileSync(path, 'x');
  chmodSync(path, mode);
}

it('tells of files and of the directories they are in, by who can read them', async () => {
  const { config, state } = place();
  write(join(config, 'profiles', 'acme.json'), 0o600);
  write(join(config, 'secrets', 'acme'), 0o640);
  write(join(state, 'tokens', 'a.json'), 0o600);
  write(join(state, 'names', 'n.json'), 0o644);
  chmodSync(join(state, 'tokens'), 0o755);
  const files = await createLocalFiles({ config, state }, 'linux').configFiles();
  expect(files.filter((file) => !file.private).map(({ path, kind }) => [path, kind])).toEqual([
    [join(config, 'secrets', 'acme'), 'file'],
    [join(state, 'tokens'), 'directory'],
  ]);
  expect(files).toHaveLength(7);
});

it('says nothing of directories that are empty or not there, of no home, and of Windows', async () => {
  const { config, state } = place();
  mkdirSync(config, { recursive: true, mode: 0o777 });
  expect(await createLocalFiles({ config, state }, 'linux').configFiles()).toEqual([]);
  expect(await createLocalFiles({ config: null, state: null }, 'linux').configFiles()).toEqual([]);
  write(join(config, 'profiles', 'acme.json'), 0o666);
  expect(await createLocalFiles({ config, state }, 'win32').configFiles()).toEqual([]);
});
