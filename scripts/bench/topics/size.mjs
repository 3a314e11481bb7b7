import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const summary = 'what an installation takes on disk and on the wire';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const megabyte = 1_000_000;

function sizeOf(path) {
  return statSync(path).isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
    : statSync(path).size;
}

/** Sizes of the package, to fetch and installed with what it brings. */
export async function measure({ only }) {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ size, unpackedSize, entryCount }] = JSON.parse(output);
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const optional = Object.keys(optionalDependencies)
    .map((name) => join(root, 'node_modules', name))
    .filter((path) => existsSync(path))
    .reduce((sum, path) => sum + sizeOf(path), 0);
  const rows = [
    entry('tarball', size, 1),
    entry(
      `installed, ${entryCount} files, with the keychain package of this platform`,
      unpackedSize + optional,
      3,
    ),
  ];
  return {
    columns: ['what', 'MB', 'target MB', ''],
    rows: rows.filter(({ what }) => only === undefined || what.includes(only)),
  };
}

function entry(what, bytes, target) {
  const judged = target === undefined ? {} : { 'target MB': target.toFixed(1) };
  return {
    what,
    MB: (bytes / megabyte).toFixed(2),
    ...judged,
    '': target === undefined ? '' : bytes <= target * megabyte ? 'ok' : 'over',
  };
}
