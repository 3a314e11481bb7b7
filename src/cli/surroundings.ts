import { readFile } from 'node:fs/promises';
import type { WorkingTree } from '../config/working-tree.ts';
import type { Directories } from '../core/context.ts';
import { TvError } from '../core/errors.ts';
import type { Globals } from '../core/globals.ts';
import type { Host } from '../core/host.ts';
import type { Credentials, ProfileStore, TenantDomain, TokenCache } from '../core/profiles.ts';
import type { Reporter } from '../core/terminal-ports.ts';
import { once } from './once.ts';
import { type OpenSandbox, openSandbox } from './sandbox-profile.ts';

/** Credentials that were found, and the sandbox they belong to when it runs inside this process. */
export interface Resolved {
  readonly credentials: Credentials;
  readonly sandbox: OpenSandbox | undefined;
}

/** Where a tenant is, for what needs none of its credentials. */
export interface Located {
  readonly tenant: TenantDomain;
  readonly sandbox: OpenSandbox | undefined;
}

/** What a command finds on this machine: directories, profiles, credentials; each loaded at its first use. */
export interface Surroundings {
  readonly directories: () => Promise<Directories>;
  readonly tree: () => Promise<WorkingTree | null>;
  readonly profiles: () => Promise<ProfileStore>;
  readonly tokenCache: () => Promise<TokenCache>;
  /** The credentials of the run, checked against `--expect-tenant`. */
  readonly resolved: () => Promise<Resolved>;
  /** The tenant of those credentials; without any, the one that `AUTH0_DOMAIN` alone names. */
  readonly located: () => Promise<Located>;
  /** Those of a named profile. */
  readonly resolve: (profile: string) => Promise<Resolved>;
  /** The credentials of the run, once they have been asked for and found. */
  readonly found: () => Resolved | null;
  /** Takes charge of something that must be closed when the command ends. */
  readonly closing: <T extends { close(): Promise<void> }>(thing: T) => T;
  readonly close: () => Promise<void>;
}

/** Looks at this machine, lazily. */
export function createSurroundings(host: Host, globals: Globals, reporter: Reporter): Surroundings {
  const closers: (() => Promise<void>)[] = [];
  const closing: Surroundings['closing'] = (thing) => {
    closers.push(() => thing.close());
    return thing;
  };
  let found: Resolved | null = null;
  const directories = once(async (): Promise<Directories> => {
    const { findDirectories } = await import('../config/directories.ts');
    return findDirectories(host);
  });
  const tree = once(async () => {
    const { loadWorkingTree } = await import('../config/working-tree.ts');
    return loadWorkingTree(host);
  });
  const profiles = once(async (): Promise<ProfileStore> => {
    const { createProfileStore } = await import('../config/store.ts');
    const { env, platform, signal } = host;
    return createProfileStore({ directories: await directories(), env, platform, signal });
  });
  const tokenCache = once(async (): Promise<TokenCache> => {
    const { createTokenCache } = await import('../config/token-cache.ts');
    return createTokenCache({ directories: await directories(), env: host.env, clock: host.clock });
  });
  const resolve = async (profile: string | undefined): Promise<Resolved> => {
    const { resolveCredentials } = await import('../config/resolve.ts');
    const resolution = await resolveCredentials({
      flag: profile ?? globals.profile,
      env: host.env,
      tree: await tree(),
      directories: await directories(),
      readFile: (path) => readFile(path, 'utf8'),
      store: profiles,
    });
    if (resolution.note !== null && profile === undefined) reporter.note(resolution.note, 'config.source');
    if (resolution.source !== 'sandbox') return { credentials: resolution.credentials, sandbox: undefined };
    const sandbox = closing(await openSandbox(host, (await directories()).state, reporter));
    return { credentials: sandbox.credentials, sandbox };
  };
  const resolved = once(async () => {
    const mine = await resolve(undefined);
    await assertExpectedTenant(globals, mine.credentials.tenant);
    found = mine;
    return mine;
  });
  const located = once(async (): Promise<Located> => {
    try {
      const { credentials, sandbox } = await resolved();
      return { tenant: credentials.tenant, sandbox };
    } catch (error) {
      const tenant = await domainAlone(host, error);
      if (tenant === null) throw error;
      await assertExpectedTenant(globals, tenant);
      return { tenant, sandbox: undefined };
    }
  });
  return {
    directories,
    tree,
    profiles,
    tokenCache,
    resolved,
    located,
    resolve,
    found: () => found,
    closing,
    close: async () => {
      for (const close of closers.reverse()) await close();
    },
  };
}

/** The tenant of `AUTH0_DOMAIN` when that is all there is; null when the error is about something else. */
async function domainAlone({ env }: Host, error: unknown): Promise<TenantDomain | null> {
  const half = error instanceof TvError && error.code === 'config.incomplete_environment';
  if (!half || !env.AUTH0_DOMAIN?.trim()) return null;
  const { parseTenantDomain } = await import('../config/domain.ts');
  return parseTenantDomain(env.AUTH0_DOMAIN);
}

/** Refuses to go on, before any request, when another tenant is meant (`--expect-tenant`). */
async function assertExpectedTenant(globals: Globals, tenant: TenantDomain): Promise<void> {
  if (globals.expectTenant === undefined) return;
  const { parseTenantDomain } = await import('../config/domain.ts');
  const expected = parseTenantDomain(globals.expectTenant).label;
  const actual = tenant.label;
  if (expected === actual) return;
  throw new TvError('refused.wrong_tenant', `This is tenant \`${actual}\`, and \`${expected}\` is expected`, {
    hint: 'Choose the right profile with `--profile`, or correct `--expect-tenant`; nothing was sent',
  });
}
