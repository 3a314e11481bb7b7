import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ExportJob } from '../state/transient.ts';
import type { Tenant } from '../tenant.ts';
import { exportedText } from './export-text.ts';
import type { Downloads } from './jobs.ts';

/**
 * The storage service that serves finished exports: another origin on 127.0.0.1, started when first needed. Like a
 * signed storage address it refuses a request that carries an `Authorization` header.
 */
export class ExportDownloads implements Downloads {
  readonly #tenant: Tenant;
  #server: Promise<Server> | undefined;

  constructor(tenant: Tenant) {
    this.#tenant = tenant;
  }

  async address(job: ExportJob): Promise<string> {
    this.#server ??= this.#start();
    const server = await this.#server;
    const { port } = server.address() as AddressInfo;
    const ticket = randomBytes(16).toString('hex');
    this.#tenant.transient.downloads.put(ticket, job.id);
    const suffix = job.format === 'csv' ? 'csv' : 'json';
    return `http://127.0.0.1:${port}/user-exports/${job.id}.${suffix}.gz?Expires=60&Signature=${ticket}`;
  }

  async close(): Promise<void> {
    const server = await this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  #start(): Promise<Server> {
    const server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve(server));
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.authorization !== undefined) {
      return deny(response, 400, 'InvalidArgument', 'Only one auth mechanism allowed');
    }
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const jobId = this.#tenant.transient.downloads.get(url.searchParams.get('Signature') ?? '');
    const job = jobId === undefined ? undefined : this.#tenant.transient.jobs.get(jobId);
    if (job === undefined || !url.pathname.startsWith(`/user-exports/${job.id}.`)) {
      return deny(response, 403, 'AccessDenied', 'Request has expired');
    }
    response.writeHead(200, { 'content-type': 'application/gzip' });
    await pipeline(Readable.from(exportedText(this.#tenant, job)), createGzip({ level: 1 }), response);
  }
}

function deny(response: ServerResponse, status: number, code: string, message: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
}
