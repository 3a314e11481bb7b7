import type { RolldownOptions } from 'rolldown';
import { dependencyFolders, packageFolder, readManifest } from './packages.ts';

type Groups = NonNullable<
  Exclude<
    Exclude<NonNullable<RolldownOptions['output']>, readonly unknown[]>['codeSplitting'],
    boolean | undefined
  >['groups']
>;

/** Packages that stay in files of their own, with their dependencies, so that a command loads only those it uses. */
const vendors = [
  'commander',
  'undici',
  'jose',
  'zod',
  'conf',
  'cli-table3',
  'chalk',
  'yaml',
  '@inquirer/prompts',
] as const;

/** Names a third-party module's chunk: its vendor, or the package itself when several vendors share it. */
function vendorNamer(root: string): (moduleId: string) => string | null {
  const closures = vendors.map((vendor) => ({ vendor, folders: dependencyFolders(vendor, root) }));
  return (moduleId) => {
    const folder = packageFolder(moduleId);
    if (folder === undefined) return null;
    const owners = closures.filter(({ folders }) => folders.has(folder));
    const [owner] = owners;
    const name = owners.length === 1 && owner !== undefined ? owner.vendor : readManifest(folder).name;
    return name === '@inquirer/prompts' ? 'inquirer' : name.replace(/^@/, '').replaceAll('/', '-');
  };
}

/**
 * How the bundle is split: vendors apart, one chunk a floor, one a noun. Fewer files start quicker than many small
 * ones, so a floor is cut only where a part of it is heavy or rarely used.
 */
export function chunkGroups(root: string): Groups {
  return [
    {
      // What a request without a proxy on a machine with SIMD never asks for, which is 40 % of it.
      name: 'undici-rare',
      test: /\/undici\/lib\/(llhttp\/llhttp-wasm|core\/socks5-\w+|dispatcher\/(\w+-)*proxy-agent|api\/api-connect)\.js$/,
      priority: 110,
      includeDependenciesRecursively: false,
    },
    { name: vendorNamer(root), debugName: 'vendors', priority: 100 },
    { name: 'json', test: /\/src\/core\/json\.ts$/, priority: 92 },
    { name: 'core', test: /\/src\/core\//, priority: 90 },
    { name: 'places', test: /\/src\/config\/(directories|domain|profile-name)\.ts$/, priority: 70 },
    { name: 'config', test: /\/src\/config\/(?!shape-fault)/, priority: 60 },
    { name: 'shape-fault', test: /\/src\/config\//, priority: 50 },
    { name: 'failure', test: /\/src\/terminal\/failure\.ts$/, priority: 65 },
    { name: 'terminal', test: /\/src\/terminal\/(?!prompt|reports\/|dashboards\/)/, priority: 60 },
    { name: 'prompter', test: /\/src\/terminal\/prompt/, priority: 50 },
    { name: 'reports', test: /\/src\/terminal\//, priority: 50 },
    {
      name: 'auth0-setup',
      test: /\/src\/auth0\/(client-grants|clients|connections|resource-servers|mfa|logs|my-account|oauth|user-export|sign-jwt|token-refusal)\.ts$/,
      priority: 62,
      includeDependenciesRecursively: false,
    },
    { name: 'auth0', test: /\/src\/auth0\//, priority: 60 },
    { name: 'sandbox', test: /\/src\/sandbox\//, priority: 60 },
    {
      name: 'vault-bulk',
      test: /\/src\/vault\/tokensets\/(report|delet)/,
      priority: 68,
      includeDependenciesRecursively: false,
    },
    { name: 'vault-tokensets', test: /\/src\/vault\/(tokensets\/|[^/]+\.ts)/, priority: 66 },
    { name: 'vault-rules', test: /\/src\/vault\/(facts|changes|connections|apps|rules)\//, priority: 64 },
    { name: 'vault-exchange', test: /\/src\/vault\/(exchange|logs)\//, priority: 62 },
    { name: 'vault-flows', test: /\/src\/vault\//, priority: 60 },
    { name: 'completion', test: /\/src\/cli\/completion\/(request|machine|name-cache)\.ts$/, priority: 55 },
    { name: 'cli', test: /\/src\/(main|cli\/run)\.ts$/, priority: 50 },
    {
      debugName: 'commands',
      name: (moduleId) => `commands-${/\/src\/commands\/([^/]+)\//.exec(moduleId)?.[1]}`,
      test: /\/src\/commands\//,
      priority: 40,
    },
  ];
}
