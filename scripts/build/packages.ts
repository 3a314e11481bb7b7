import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a package says of itself. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly repository?: string | { readonly url?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Folder of the installed package that a module belongs to; undefined for modules of ours. */
export function packageFolder(moduleId: string): string | undefined {
  const path = moduleId.replaceAll('\\', '/');
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/@]+)\//.exec(path)?.[1];
}

/** The manifest in a package's folder; throws when there is none. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Folder in which Node would find `name` when a module of `from` asks for it. */
function resolveFolder(name: string, from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (at === dirname(at)) return undefined;
  }
}

/** Folders of a package and of everything it depends on. */
export function dependencyFolders(name: string, root: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (wanted: string, from: string): void => {
    const folder = resolveFolder(wanted, from)?.replaceAll('\\', '/');
    if (folder === undefined || found.has(folder)) return;
    found.add(folder);
    for (const dependency of Object.keys(readManifest(folder).dependencies ?? {})) visit(dependency, folder);
  };
  visit(name, root);
  return found;
}
