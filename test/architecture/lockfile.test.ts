import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** The version that `require(name)` from the package at `path` would find. */
function found(path: string, name: string): string | undefined {
  const places =
    path === '' ? [] : path.split('/node_modules/').map((_, index, all) => all.slice(0, index + 1));
  const nested = places.reverse().map((parts) => `${parts.join('/node_modules/')}/node_modules/${name}`);
  return [...nested, `node_modules/${name}`]
    .map((place) => lock.packages[place]?.version)
    .find((version) => version !== undefined);
}

// Without this `npm ci` refuses the lock file, on every platform: the binaries of one release were not all to be had.
test('the lock file holds the binaries of every platform in the version that is asked for', () => {
  const wanted = Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .flatMap(([path, { optionalDependencies = {} }]) =>
      Object.entries(optionalDependencies)
        .filter(([, version]) => /^\d/.test(version))
        .map(([name, version]) => ({ path, name, version })),
    );
  expect(wanted.length).toBeGreaterThan(30);
  const missing = wanted.filter(({ path, name, version }) => found(path, name) !== version);
  expect(missing).toEqual([]);
});
