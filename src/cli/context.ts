import { readFile } from 'node:fs/promises';
import type { BrowserPort } from '../core/browser-port.ts';
import type { CommandSpec } from '../core/command.ts';
import type { Context, Directories } from '../core/context.ts';
import { TvError } from '../core/errors.ts';
import type { Globals } from '../core/globals.ts';
import type { Host, OutputStream } from '../core/host.ts';
import type { Receipts, Tenant } from '../core/ports.ts';
import type { Credentials, ProfileStore, TokenCache } from '../core/profiles.ts';
import type { Prompter, Reporter } from '../core/terminal-ports.ts';
import { assertWritable, confirm } from './confirm.ts';
import { createFiles } from './files.ts';
import { withDefaults } from './global-options.ts';
import { once } from './once.ts';
import type { Invocation } from './program.ts';
import { detourTo, type OpenSandbox, openSandbox } from './sandbox-profile.ts';
import { readSecret } from './secret-input.ts';
import { connectionSettings } from './sockets.ts';

/** A context and the hands that take it down. */
export interface OwnedContext extends Context {
  /** The globals once a profile's defaults have had their say. */
  effectiveGlobals(): Promise<Globals>;
  /** Domain of the tenant, when the command got as far as one. */
  tenantLabel(): string | null;
  /** A stream with the progress line cleared before each write. */
  guard(stream: OutputStream): OutputStream;
  /** Everything told so far is written. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface Resolved {
  readonly credentials: Credentials;
  readonly sandbox: OpenSandbox | undefined;
}

/** Builds the lazy context of one command: what is costly loads at its first use. */
export async function createContext(
  host: Host,
  invocation: Invocation,
  globals: Globals,
  commands: readonly CommandSpec[],
): Promise<OwnedContext> {
  const { createReporter } = await import('../terminal/reporter.ts');
  const reporter = await createReporter({
    format: globals.output,
    stderr: host.stderr,
    env: host.env,
    colourFlag: globals.color,
    quiet: globals.quiet,
    debug: globals.debug,
    clock: host.clock,
  });
  const parts = createParts(host, invocation, globals, reporter);
  return {
    globals,
    clock: host.clock,
    signal: host.signal,
    reporter,
    files: parts.files,
    env: host.env,
    platform: host.platform,
    commands,
    columns: () => host.stdout.columns(),
    tenant: parts.tenant,
    credentials: async (profile) => (await parts.resolve(profile)).credentials,
    connect: parts.connect,
    oauth: parts.oauth,
    myAccount: parts.myAccount,
    browser: parts.browser,
    profiles: parts.profiles,
    prompter: parts.prompter,
    receipts: parts.receipts,
    directories: parts.directories,
    spool: parts.spool,
    secret: (input, request) =>
      readSecret(input, request, { files: parts.files, env: host.env, prompter: parts.prompter }),
    showChanges: async (changes) => {
      const [{ formatChanges }, { loadPalette, wantsColour }] = await Promise.all([
        import('../terminal/changes.ts'),
        import('../terminal/colour.ts'),
      ]);
      const palette = await loadPalette(wantsColour(host.stderr, host.env, globals.color));
      reporter.show(formatChanges(changes, host.stderr.columns() ?? 80, palette));
    },
    assertWritable: async () => assertWritable(globals, (await parts.resolved()).credentials),
    confirm: async (confirmation) =>
      confirm(confirmation, {
        globals,
        credentials: (await parts.resolved()).credentials,
        prompter: parts.prompter,
        reporter,
      }),
    effectiveGlobals: parts.effectiveGlobals,
    tenantLabel: parts.label,
    guard: (stream) => reporter.guard(stream),
    flush: () => reporter.flush(),
    close: async () => {
      await parts.close();
      await reporter.flush();
    },
  };
}

function createParts(host: Host, invocation: Invocation, globals: Globals, reporter: Reporter) {
  const closers: (() => Promise<void>)[] = [];
  const closing = <T extends { close(): Promise<void> }>(thing: T): T => {
    closers.push(() => thing.close());
    return thing;
  };
  let label: string | null = null;
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
    return createProfileStore({ directories: await directories(), env: host.env, platform: host.platform });
  });
  const cache = once(async (): Promise<TokenCache> => {
    const { createTokenCache } = await import('../config/token-cache.ts');
    return createTokenCache({ directories: await directories(), env: host.env, clock: host.clock });
  });
  const resolve = async (profile: string | undefined): Promise<Resolved> => {
    const { resolveCredentials } = await import('../config/resolve.ts');
    const found = await resolveCredentials({
      flag: profile ?? globals.profile,
      env: host.env,
      tree: await tree(),
      directories: await directories(),
      readFile: (path) => readFile(path, 'utf8'),
      store: profiles,
    });
    if (found.note !== null && profile === undefined) reporter.note(found.note, 'config.source');
    if (found.source !== 'sandbox') return { credentials: found.credentials, sandbox: undefined };
    const sandbox = closing(await openSandbox(host, (await directories()).state));
    return { credentials: sandbox.credentials, sandbox };
  };
  const resolved = once(async () => {
    const found = await resolve(undefined);
    label = found.credentials.tenant.label;
    await assertExpectedTenant(globals, found.credentials);
    return found;
  });
  const effectiveGlobals = async (): Promise<Globals> => {
    if (invocation.spec.needs === 'none') return globals;
    const profile = label === null ? {} : (await resolved()).credentials.defaults;
    return withDefaults(globals, { ...profile, ...(await tree())?.defaults }, invocation.globals, host.env);
  };
  const settings = async (sandbox: OpenSandbox | undefined) =>
    connectionSettings(host, await effectiveGlobals(), reporter, sandbox?.connectTo);
  const open = async (
    credentials: Credentials,
    sandbox: OpenSandbox | undefined,
    fresh: boolean,
  ): Promise<Tenant> => {
    const { openTenant } = await import('../auth0/tenant.ts');
    return closing(
      openTenant({
        ...(await settings(sandbox)),
        credentials,
        cache: await cache(),
        rateShare: globals.rateShare,
        fresh,
      }),
    );
  };
  const domain = async () => {
    const { credentials, sandbox } = await resolved();
    return { ...(await settings(sandbox)), tenant: credentials.tenant };
  };
  return {
    files: createFiles(host),
    directories,
    profiles,
    resolved,
    resolve: (profile: string | undefined) => (profile === undefined ? resolved() : resolve(profile)),
    effectiveGlobals,
    label: () => label,
    tenant: once(async () => {
      const { credentials, sandbox } = await resolved();
      return open(credentials, sandbox, false);
    }),
    connect: async (credentials: Credentials, options: { readonly fresh: boolean }) => {
      if (credentials.source !== 'sandbox') return open(credentials, undefined, options.fresh);
      const { sandbox } = await resolve('sandbox');
      return open(sandbox?.credentials ?? credentials, sandbox, options.fresh);
    },
    oauth: once(async () => {
      const { openOAuth } = await import('../auth0/oauth.ts');
      return closing(openOAuth(await domain()));
    }),
    myAccount: async (token: Parameters<Context['myAccount']>[0]) => {
      const { openMyAccount } = await import('../auth0/my-account.ts');
      return closing(openMyAccount(await domain(), token));
    },
    browser: once(async (): Promise<BrowserPort> => {
      const { openBrowser } = await import('../browser/browser.ts');
      const { credentials, sandbox } = await resolved();
      const { clock, signal, platform, env } = host;
      const detour = sandbox && detourTo(sandbox.connectTo, credentials.tenant.baseUrl);
      return closing(openBrowser({ clock, signal, platform, env, detour }));
    }),
    prompter: once(async (): Promise<Prompter> => {
      const { createPrompter } = await import('../terminal/prompter.ts');
      return createPrompter({
        stdin: host.stdin,
        output: host.promptOutput,
        allowed: globals.input,
        signal: host.signal,
        env: host.env,
        colourFlag: globals.color,
      });
    }),
    receipts: once(async (): Promise<Receipts> => {
      const { createReceipts } = await import('./receipts.ts');
      const { credentials } = await resolved();
      return closing(
        createReceipts({
          path: globals.receipt,
          clock: host.clock,
          tenant: credentials.tenant.label,
          profile: credentials.profile,
          client: credentials.clientId,
        }),
      );
    }),
    spool: async <Row>() => {
      const { createSpool } = await import('./spool.ts');
      return closing(createSpool<Row>((await directories()).state));
    },
    close: async () => {
      for (const close of closers.reverse()) await close();
    },
  };
}

/** Refuses to go on, before any request, when another tenant is meant (`--expect-tenant`). */
async function assertExpectedTenant(globals: Globals, credentials: Credentials): Promise<void> {
  if (globals.expectTenant === undefined) return;
  const { parseTenantDomain } = await import('../config/domain.ts');
  const expected = parseTenantDomain(globals.expectTenant).label;
  const actual = credentials.tenant.label;
  if (expected === actual) return;
  throw new TvError('refused.wrong_tenant', `This is tenant \`${actual}\`, and \`${expected}\` is expected`, {
    hint: 'Choose the right profile with `--profile`, or correct `--expect-tenant`; nothing was sent',
  });
}
