import { setFlagsFromString } from 'node:v8';
import type { Dispatcher } from 'undici';
import { TvError } from '../core/errors.ts';
import { isLoopback } from './origin.ts';
import type { ConnectionSettings, ProxySettings } from './settings.ts';

type Request = (options: Dispatcher.RequestOptions) => Promise<Dispatcher.ResponseData>;

/** Sockets that are open, and how to send over them. */
export interface Sockets {
  readonly request: Request;
  /** Whether requests to this host go through a proxy. */
  proxied(hostname: string): boolean;
  close(): Promise<void>;
}

/** Sockets kept at most per origin; about as many as requests in flight (performance.md). */
const maxConnections = 64;

/** Loads undici and opens its dispatcher; throws `network.proxy` for an unusable proxy URL. */
export async function openSockets(settings: ConnectionSettings, origin: string): Promise<Sockets> {
  // Undici's parser is WebAssembly: optimising it takes longer than a short command.
  setFlagsFromString('--liftoff-only');
  const { default: request } = await import('undici/lib/api/api-request.js');
  if (settings.dispatcher !== undefined) {
    const given = settings.dispatcher;
    return {
      request: (options) => request.call(given, options),
      proxied: () => false,
      close: async () => {},
    };
  }
  const direct = await openAgent(settings, origin);
  const proxy = await openProxy(settings);
  const choose = (hostname: string): Dispatcher =>
    proxy === undefined || isLoopback(hostname) ? direct : proxy;
  return {
    request: (options) => request.call(choose(new URL(String(options.origin)).hostname), options),
    proxied: (hostname) =>
      proxy !== undefined && !isLoopback(hostname) && !excluded(hostname, settings.proxy),
    close: async () => {
      await Promise.all([direct.destroy(), proxy?.destroy()]);
    },
  };
}

const timeouts = { headersTimeout: 0, bodyTimeout: 0 };

async function openAgent(settings: ConnectionSettings, origin: string): Promise<Dispatcher> {
  const { default: Agent } = await import('undici/lib/dispatcher/agent.js');
  const timeout = settings.timeoutSeconds * 1000;
  const target = settings.connectTo;
  if (target === undefined)
    return new Agent({ connections: maxConnections, ...timeouts, connect: { timeout } });
  const { default: buildConnector } = await import('undici/lib/core/connect.js');
  const connector = buildConnector({ timeout });
  const host = new URL(origin).host;
  return new Agent({
    connections: maxConnections,
    ...timeouts,
    connect: (options, callback) => {
      const here = options.host === host ? { hostname: target.host, port: String(target.port) } : {};
      connector({ ...options, ...here }, callback);
    },
  });
}

async function openProxy(settings: ConnectionSettings): Promise<Dispatcher | undefined> {
  const httpProxy = proxyUrl(settings.proxy.httpProxy, 'HTTP_PROXY');
  const httpsProxy = proxyUrl(settings.proxy.httpsProxy, 'HTTPS_PROXY');
  if (httpProxy === '' && httpsProxy === '') return undefined;
  const { default: EnvHttpProxyAgent } = await import('undici/lib/dispatcher/env-http-proxy-agent.js');
  await enableTunnels();
  const noProxy = settings.proxy.noProxy ?? '';
  return new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy, connections: maxConnections, ...timeouts });
}

/** A proxy's URL; a bare `host:port` means http, as it does for curl. Throws `network.proxy`. */
function proxyUrl(text: string | undefined, variable: string): string {
  if (text === undefined || text === '') return '';
  const url = text.includes('://') ? text : `http://${text}`;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new TvError('network.proxy', `The proxy URL in \`${variable}\` is not usable`, {
    hint: `Give \`${variable}\` the form \`http://host:port\``,
  });
}

// A proxy agent opens its tunnels with `connect`, which undici's index, left out here, hangs on every dispatcher.
async function enableTunnels(): Promise<void> {
  const { default: Base } = await import('undici/lib/dispatcher/dispatcher.js');
  const { default: connect } = await import('undici/lib/api/api-connect.js');
  Base.prototype.connect = connect;
}

function excluded(hostname: string, proxy: ProxySettings): boolean {
  return (proxy.noProxy ?? '')
    .split(/[,\s]/)
    .map((entry) =>
      entry
        .replace(/:\d+$/, '')
        .replace(/^\*?\./, '')
        .toLowerCase(),
    )
    .some(
      (entry) => entry === '*' || (entry !== '' && (hostname === entry || hostname.endsWith(`.${entry}`))),
    );
}
