import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../core/clock.ts';
import { AuthenticationApi } from './authentication/api.ts';
import { ControlApi } from './control/api.ts';
import { infoOf, secretsOf } from './control/info.ts';
import { mintToken } from './control/mint.ts';
import { applicationSecrets } from './control/secrets.ts';
import { ManagementApi } from './management/api.ts';
import { ExportDownloads } from './management/export-download.ts';
import { MyAccountApi } from './my-account/api.ts';
import type { Generation, Sandbox, SandboxOptions, ScenarioName } from './options.ts';
import { managementCredentials } from './seed/applications.ts';
import { App } from './server/app.ts';
import { Faults } from './server/faults.ts';
import { Bucket } from './server/rate-limit.ts';
import { RequestLog } from './server/request-log.ts';
import { openStore, reseed } from './state/open-store.ts';
import { Persistence } from './state/persistence.ts';
import { Tenant } from './tenant.ts';

export * from './options.ts';

/** The Authentication API's own limit is never below this many requests per second. */
const authenticationFloor = 25;

/**
 * Starts a pretend tenant on 127.0.0.1. Rejects when the port is taken or the state file cannot be written.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const clock = options.clock ?? systemClock;
  const { store, file } = openStore(options, clock);
  const persistence = new Persistence(store, file);
  const tenant = new Tenant(store, clock, options.keys);
  const downloads = new ExportDownloads(tenant);
  const reset = (scenario?: ScenarioName, generation?: Generation, users?: number): void => {
    reseed(store, { scenario, generation, users }, clock.now());
    tenant.transient.clear();
    persistence.schedule();
  };
  const app = appOf({ options, clock, tenant, downloads, persistence, reset });
  const server = serverOf(app);
  const origin = await listen(server, options.port ?? 0);
  const baseUrl = (options.baseUrl ?? origin).replace(/\/+$/, '');
  tenant.reachedAt(baseUrl, origin);
  return {
    origin,
    baseUrl,
    credentials: managementCredentials,
    info: () => {
      persistence.refresh();
      return infoOf(tenant);
    },
    mintToken: (request) => {
      persistence.refresh();
      const token = mintToken(tenant, request);
      persistence.schedule();
      return token;
    },
    applicationSecrets: (app) => {
      const secrets = applicationSecrets(tenant, app);
      persistence.schedule();
      return secrets;
    },
    setMfaPolicies: (mfaPolicies) => {
      persistence.refresh();
      tenant.update({ mfaPolicies });
      persistence.schedule();
    },
    reset,
    save: async () => persistence.save(),
    close: () => closeAll(server, downloads, persistence),
    secrets: () => secretsOf(tenant),
  };
}

interface Pieces {
  readonly options: SandboxOptions;
  readonly clock: Clock;
  readonly tenant: Tenant;
  readonly downloads: ExportDownloads;
  readonly persistence: Persistence;
  readonly reset: Sandbox['reset'];
}

function appOf({ options, clock, tenant, downloads, persistence, reset }: Pieces): App {
  const rate = options.rateLimit;
  const authenticationRate = rate === undefined ? undefined : Math.max(rate, authenticationFloor);
  const faults = new Faults();
  const requests = new RequestLog(clock);
  return new App({
    tenant,
    clock,
    management: new ManagementApi(tenant, new Bucket(rate, clock, options.burst), downloads),
    myAccount: new MyAccountApi(tenant, new Bucket(rate, clock)),
    authentication: new AuthenticationApi(tenant, new Bucket(authenticationRate, clock)),
    control: new ControlApi({ tenant, faults, requests, reset }),
    faults,
    requests,
    latency: options.latency ?? 0,
    before: () => persistence.refresh(),
    after: () => persistence.schedule(),
  });
}

function serverOf(app: App): Server {
  const server = createServer((request, response) => {
    app.handle(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  return server;
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address() as AddressInfo;
      resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}

async function closeAll(server: Server, downloads: ExportDownloads, persistence: Persistence): Promise<void> {
  server.closeAllConnections();
  await Promise.all([new Promise((resolve) => server.close(resolve)), downloads.close()]);
  persistence.save();
}
