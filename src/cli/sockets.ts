import type { ConnectionSettings, ProxySettings } from '../auth0/settings.ts';
import type { Globals } from '../core/globals.ts';
import type { Host } from '../core/host.ts';
import type { Reporter } from '../core/terminal-ports.ts';

/** Proxy settings of the environment, either case, lower case first as curl does. */
export function proxySettings(env: Host['env']): ProxySettings {
  const read = (name: string): string | undefined => env[name] || env[name.toUpperCase()] || undefined;
  const httpsProxy = read('https_proxy');
  const httpProxy = read('http_proxy');
  const noProxy = read('no_proxy');
  return {
    ...(httpsProxy === undefined ? {} : { httpsProxy }),
    ...(httpProxy === undefined ? {} : { httpProxy }),
    ...(noProxy === undefined ? {} : { noProxy }),
  };
}

/** What every conversation with a tenant needs, from the globals. */
export function connectionSettings(
  host: Host,
  globals: Globals,
  reporter: Reporter,
  connectTo: ConnectionSettings['connectTo'],
): ConnectionSettings {
  return {
    clock: host.clock,
    signal: host.signal,
    reporter,
    timeoutSeconds: globals.timeout,
    maxWaitSeconds: globals.maxWait,
    proxy: proxySettings(host.env),
    ...(connectTo === undefined ? {} : { connectTo }),
  };
}
