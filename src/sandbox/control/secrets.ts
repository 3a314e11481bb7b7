import type { ApplicationSecrets } from '../options.ts';
import { workerKeys } from '../seed/applications.ts';
import type { Tenant } from '../tenant.ts';
import { appNamed } from './mint.ts';

/** What an application proves itself with; the worker's key pair is made now if need be. Throws `SandboxError`. */
export function applicationSecrets(tenant: Tenant, app: string): ApplicationSecrets {
  const client = appNamed(tenant, app);
  const registered = client.token_vault_privileged_access?.credentials.map(({ id }) => id) ?? [];
  const signing = tenant.store.find(
    'credentials',
    ({ id, key }) => key === workerKeys.signing && registered.includes(id),
  );
  return {
    client_id: client.client_id,
    client_secret: client.client_secret ?? null,
    worker_key: signing === undefined ? null : tenant.keys.pair(workerKeys.signing).record.privatePem,
  };
}
