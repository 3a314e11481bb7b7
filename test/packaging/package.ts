import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../architecture/imports.ts';

/** What `npm pack` made. */
export interface Packed {
  readonly tarball: string;
  readonly files: readonly string[];
  readonly size: number;
  readonly unpackedSize: number;
  /** What `prepare` printed, without npm's own lines. */
  readonly said: string;
  remove(): void;
}

const left = new Set(['node_modules', '.git', 'dist', 'coverage']);

/** Packs a copy of the tree, so that its build does not disturb tests that run the one of the tree. */
export function pack(): Packed {
  const directory = mkdtempSync(join(tmpdir(), 'tv-pack-'));
  const copy = join(directory, 'tree');
  mkdirSync(copy);
  cpSync(root, copy, {
    recursive: true,
    filter: (source) =>
      !left.has(
        source
          .slice(root.length)
          .replace(/^[\\/]/, '')
          .split(/[\\/]/)[0] ?? '',
      ),
  });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', directory], {
    cwd: copy,
    encoding: 'utf8',
    env: npmEnvironment(directory),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // What `prepare` prints comes before the JSON.
  const start = output.search(/^\[$/m);
  const [made] = JSON.parse(output.slice(start)) as readonly {
    readonly filename: string;
    readonly files: readonly { readonly path: string }[];
    readonly size: number;
    readonly unpackedSize: number;
  }[];
  if (made === undefined) throw new Error(`npm pack said nothing: ${output}`);
  return {
    tarball: join(directory, made.filename),
    files: made.files.map(({ path }) => path),
    size: made.size,
    unpackedSize: made.unpackedSize,
    said: output.slice(0, start).replace(/^>.*$/gm, '').trim(),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** The environment npm needs, without this run's own npm settings. */
export function npmEnvironment(home: string): Record<string, string> {
  const kept = [
    'PATH',
    'npm_config_registry',
    'NPM_CONFIG_REGISTRY',
    'NODE_EXTRA_CA_CERTS',
    'npm_config_cache',
  ];
  const env = Object.fromEntries(
    kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  return { ...env, HOME: process.env.HOME ?? home, npm_config_fund: 'false', npm_config_audit: 'false' };
}

/** Installs a package into a prefix; throws with what npm said. */
export function install(prefix: string, spec: string, ...options: readonly string[]): void {
  mkdirSync(prefix, { recursive: true });
  const { status, stderr } = spawnSync('npm', ['install', '--global', '--prefix', prefix, ...options, spec], {
    encoding: 'utf8',
    env: npmEnvironment(prefix),
    // A registry that falls silent in the middle of a large package would hold the whole run.
    timeout: 100_000,
  });
  if (status !== 0) throw new Error(`npm install ${spec} ended with ${status}: ${stderr}`);
}

/** Whether the npm registry answers; looked up once a file. */
export function registryAnswers(): boolean {
  const { status } = spawnSync(
    'npm',
    ['view', 'node', 'version', '--fetch-retries=0', '--fetch-timeout=5000'],
    {
      env: npmEnvironment(tmpdir()),
      timeout: 15_000,
    },
  );
  return status === 0;
}
