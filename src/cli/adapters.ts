import type { BrowserPort } from '../core/browser-port.ts';
import type { Context } from '../core/context.ts';
import type { Globals } from '../core/globals.ts';
import type { Host } from '../core/host.ts';
import type { LocalPort } from '../core/local-port.ts';
import type { Receipts, Tenant } from '../core/ports.ts';
import type { Credentials } from '../core/profiles.ts';
import type { Prompter, Reporter } from '../core/terminal-ports.ts';
import { once } from './once.ts';
import { detourTo, type OpenSandbox } from './sandbox-profile.ts';
import { connectionSettings } from './sockets.ts';
import type { Surroundings } from './surroundings.ts';

/** The part of a context that adapters carry; each is imported at its first use. */
export type Adapters = Pick<
  Context,
  | 'tenant'
  | 'connect'
  | 'oauth'
  | 'myAccount'
  | 'browser'
  | 'prompter'
  | 'receipts'
  | 'spool'
  | 'local'
  | 'closing'
> & {
  /** Whether something was written whose receipt was lost. */
  readonly receiptsLost: () => boolean;
};

/** What the adapters are opened with. */
export interface AdapterSettings {
  readonly host: Host;
  readonly globals: Globals;
  /** The globals once a profile's defaults have had their say. */
  readonly effectiveGlobals: () => Promise<Globals>;
  readonly reporter: Reporter;
  readonly surroundings: Surroundings;
}

/** Hands over the adapters of one command. */
export function createAdapters(settings: AdapterSettings): Adapters {
  return { ...tenantAdapters(settings), ...localAdapters(settings) };
}

function tenantAdapters({ host, globals, effectiveGlobals, reporter, surroundings }: AdapterSettings) {
  const { closing, resolved, located, resolve, tokenCache } = surroundings;
  const sockets = async (sandbox: OpenSandbox | undefined) =>
    connectionSettings(host, await effectiveGlobals(), reporter, sandbox?.connectTo);
  const domain = async () => {
    const { tenant, sandbox } = await located();
    return { ...(await sockets(sandbox)), tenant };
  };
  const open = async (
    credentials: Credentials,
    sandbox: OpenSandbox | undefined,
    options: { readonly fresh: boolean },
  ): Promise<Tenant> => {
    const { openTenant } = await import('../auth0/tenant.ts');
    const cache = await tokenCache();
    const { rateShare } = globals;
    return closing(openTenant({ ...(await sockets(sandbox)), ...options, credentials, cache, rateShare }));
  };
  return {
    tenant: once(async () => {
      const { credentials, sandbox } = await resolved();
      return open(credentials, sandbox, { fresh: false });
    }),
    connect: async (credentials: Credentials, options: { readonly fresh: boolean }) => {
      if (credentials.source !== 'sandbox') return open(credentials, undefined, options);
      const { sandbox } = await resolve('sandbox');
      return open(sandbox?.credentials ?? credentials, sandbox, options);
    },
    oauth: once(async () => {
      const { openOAuth } = await import('../auth0/oauth.ts');
      return closing(openOAuth(await domain()));
    }),
    myAccount: async (token: Parameters<Context['myAccount']>[0]) => {
      const { openMyAccount } = await import('../auth0/my-account.ts');
      return closing(openMyAccount(await domain(), token));
    },
  };
}

function localAdapters({ host, globals, reporter, surroundings }: AdapterSettings) {
  const { closing, resolved, directories } = surroundings;
  let lost = false;
  return {
    closing,
    receiptsLost: () => lost,
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
      const { tenant, profile, clientId } = credentials;
      const entry = { tenant: tenant.label, profile, client: clientId };
      const warn = (code: string, message: string) => {
        lost = true;
        reporter.warn(code, message);
      };
      return closing(createReceipts({ path: globals.receipt, clock: host.clock, warn, ...entry }));
    }),
    local: once(async (): Promise<LocalPort> => {
      const { createLocalFiles } = await import('../config/local-files.ts');
      return createLocalFiles(await directories(), host.platform);
    }),
    spool: async <Row>() => {
      const { createSpool } = await import('./spool.ts');
      return closing(createSpool<Row>((await directories()).state));
    },
  };
}
