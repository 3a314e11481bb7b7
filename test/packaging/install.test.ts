import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../package.json';
import { runProcess, type Transcript, temporaryDirectory } from '../e2e/tv.ts';
import { install, type Packed, pack } from './package.ts';

let packed: Packed;
let prefix: string;

beforeAll(() => {
  packed = pack();
  // A space in the path, and no network: the package has no dependencies but the keychains of macOS and Windows.
  prefix = join(packed.tarball, '..', 'an empty prefix');
  install(prefix, packed.tarball, '--omit=optional', '--offline');
}, 120_000);

afterAll(() => packed.remove());

const environment = (home: string | undefined): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  ...(home === undefined ? {} : { HOME: home }),
});

function tv(args: readonly string[], home: string | undefined = temporaryDirectory()): Promise<Transcript> {
  return runProcess(join(prefix, 'bin', 'tv'), args, { baseEnv: environment(home) });
}

describe('the package', () => {
  it('holds what runs and what is read, and nothing else', () => {
    const allowed =
      /^(bin\/tv\.js|dist\/(chunks\/[\w-]+\.js|start\.js|(help|completion|version)\.json|THIRD-PARTY-NOTICES\.txt)|completions\/(tv\.(bash|fish|ps1)|_tv)|man\/tv\.1|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/;
    expect(packed.files.filter((path) => !allowed.test(path))).toEqual([]);
    expect(packed.files).toEqual(
      expect.arrayContaining([
        'bin/tv.js',
        'dist/start.js',
        'dist/chunks/core.js',
        'dist/help.json',
        'dist/completion.json',
        'dist/THIRD-PARTY-NOTICES.txt',
        'completions/tv.bash',
        'completions/_tv',
        'man/tv.1',
        'README.md',
        'LICENSE',
        'CHANGELOG.md',
      ]),
    );
  });

  it('is built without a word, unless there is something to warn of', () => {
    expect(packed.said).toBe('');
  });

  it('is small: at most 1 MB to fetch and 3 MB on disk', () => {
    expect(packed.size).toBeLessThan(1_000_000);
    expect(packed.unpackedSize).toBeLessThan(3_000_000);
  });

  it('installs nothing but itself and the optional keychain, its manual and both names', () => {
    const home = join(prefix, 'lib', 'node_modules', 'tokenvault-cli');
    const beside = existsSync(join(home, 'node_modules')) ? readdirSync(join(home, 'node_modules')) : [];
    expect(beside.filter((name) => name !== '@napi-rs' && name !== '.package-lock.json')).toEqual([]);
    expect(existsSync(join(prefix, 'share', 'man', 'man1', 'tv.1'))).toBe(true);
    for (const name of ['tv', 'tokenvault'])
      expect(statSync(join(prefix, 'bin', name)).mode & 0o111).not.toBe(0);
    const notices = readFileSync(join(home, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of [
      'commander',
      'undici',
      'zod',
      'conf',
      'cli-table3',
      'chalk',
      'yaml',
      '@inquirer/prompts',
      'jose',
    ])
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+$`, 'm'));
  });
});

describe('an installed tv', () => {
  it('runs the first minutes of the README', async () => {
    const home = temporaryDirectory();
    expect((await tv(['--version'], home)).stdout).toBe(`${version}\n`);
    expect((await tv(['--help'], home)).stdout).toContain('tokensets');
    const readme = readFileSync(join(packed.tarball, '..', 'tree', 'README.md'), 'utf8');
    const steps = [...readme.matchAll(/^(tv -p sandbox .*|tv sandbox (?:info|reset).*)$/gm)].map(([line]) =>
      line.replace(/\s{2,}#.*$/, ''),
    );
    expect(steps.length).toBeGreaterThan(2);
    for (const step of steps) {
      const { exit, stderr } = await runProcess('sh', ['-c', step], {
        baseEnv: { ...environment(home), PATH: `${join(prefix, 'bin')}:${process.env.PATH}` },
        cwd: home,
      });
      expect([0, 3], `${step}: ${stderr}`).toContain(exit);
    }
  });

  it('works without a home, and keeps nothing then', async () => {
    const { exit, stdout } = await runProcess(
      join(prefix, 'bin', 'tv'),
      ['-p', 'sandbox', 'tokensets', 'list', '--user', 'ada@example.com', '-o', 'id'],
      { baseEnv: environment(undefined) },
    );
    expect(exit).toBe(0);
    expect(stdout).toContain('e1e70538-ccb3-485f-896a-366350c7cd27');
  });

  it.skipIf(!existsSync('/sys'))(
    'works with a home that cannot be written, and says what it forgets',
    async () => {
      const list = ['-p', 'sandbox', 'tokensets', 'list', '--user', 'ada@example.com', '-o', 'id'];
      const { exit, stdout, stderr } = await tv(list, '/sys');
      expect(exit).toBe(0);
      expect(stdout).toContain('e1e70538-ccb3-485f-896a-366350c7cd27');
      expect(stderr).toMatch(/cannot be written.*`TV_STATE_DIR`/s);
      expect((await tv(['profiles', 'list'], '/sys')).exit).toBe(0);
    },
  );

  it('completes and prints its completion scripts', async () => {
    expect((await tv(['completion', 'bash'])).stdout).toContain('complete -F');
    expect((await tv(['__complete', 'fish', 'tokensets', 'l'])).stdout).toContain('list\t');
  });
});
