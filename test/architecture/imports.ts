import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** One import of one source file. */
export interface Import {
  /** Path below `src`. */
  readonly file: string;
  /** Path below `src` for ours, the package name else. */
  readonly target: string;
  readonly own: boolean;
  /** An `import()` or a type-only import loads nothing at start. */
  readonly dynamic: boolean;
}

/** All TypeScript files below a folder of the repository. */
export function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const statement =
  /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|(import\s*\()\s*['"]([^'"]+)['"]/g;

/** Every import of `src`, type-only ones included. */
export function allImports(): readonly Import[] {
  return sourceFiles('src').flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return [...text.matchAll(statement)].map((match) => {
      const specifier = match[1] ?? match[2] ?? match[4] ?? '';
      const own = specifier.startsWith('.');
      return {
        file: relative('src', file),
        target: own ? relative('src', join(dirname(file), specifier)) : packageName(specifier),
        own,
        dynamic: match[3] !== undefined,
      };
    });
  });
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
