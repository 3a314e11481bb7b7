import { join } from 'node:path';
import type { Host } from '../core/host.ts';
import type { Credentials } from '../core/profiles.ts';
import { Secret } from '../core/secret.ts';
import type { Reporter } from '../core/terminal-ports.ts';

/** The pretend tenant running inside this process. */
export interface OpenSandbox {
  readonly credentials: Credentials;
  readonly connectTo: { readonly host: string; readonly port: number };
  close(): Promise<void>;
}

/** Starts the sandbox behind the built-in profile; its state is kept where `state` says, or nowhere. */
export async function openSandbox(
  host: Host,
  state: string | null,
  reporter: Reporter,
): Promise<OpenSandbox> {
  const { startBuiltIn } = await import('../sandbox/built-in.ts');
  const stateFile = state === null ? null : join(state, 'sandbox', 'tenant.json');
  const sandbox = await startBuiltIn({
    stateFile,
    clock: host.clock,
    onUnkept: (message) => reporter.warn('sandbox.not_kept', message),
  });
  const { clientId, clientSecret } = sandbox.credentials;
  return {
    credentials: {
      source: 'sandbox',
      profile: 'sandbox',
      tenant: { label: sandbox.baseUrl, baseUrl: sandbox.baseUrl, audience: `${sandbox.baseUrl}/api/v2/` },
      clientId,
      authentication: { method: 'client_secret_post', secret: new Secret(clientSecret) },
      protected: false,
      readOnly: false,
      defaults: {},
      origins: { domain: 'built in', client_id: 'built in', client_secret: 'built in' },
    },
    connectTo: { host: '127.0.0.1', port: Number(new URL(sandbox.origin).port) },
    close: () => sandbox.close(),
  };
}

/** Where a browser finds the sandbox, which speaks as its usual address even when it listens at another port. */
export function detourTo(
  { host, port }: OpenSandbox['connectTo'],
  baseUrl: string,
): { readonly from: string; readonly to: string } {
  return { from: new URL(baseUrl).origin, to: `http://${host}:${port}` };
}
