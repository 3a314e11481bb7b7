import type { JsonObject } from '../../core/json.ts';
import type { SandboxInfo } from '../options.ts';
import { managementCredentials, workerKeys } from '../seed/applications.ts';
import type { Tenant } from '../tenant.ts';

const usersShown = 10;

/** What the sandbox tells about itself. */
export function infoOf(tenant: Tenant): SandboxInfo {
  const { scenario, generation } = tenant.record();
  const users: SandboxInfo['users'][number][] = [];
  for (const { user_id, email } of tenant.directory.all()) {
    if (users.length >= usersShown) break;
    users.push({ user_id, email: email ?? null });
  }
  return {
    base_url: tenant.base,
    scenario,
    generation,
    client_id: managementCredentials.clientId,
    applications: tenant.store
      .values('clients')
      .filter((client) => client.global !== true)
      .map(({ client_id, name }) => ({ client_id, name })),
    connections: tenant.store.values('connections').map(({ name }) => name),
    users,
    users_total: tenant.directory.total,
  };
}

/** The worker's private keys with the ids of their credentials, to sign with; pretend. */
export function workerKeysOf(tenant: Tenant): readonly JsonObject[] {
  return Object.values(workerKeys).flatMap((name) => {
    const credential = tenant.store.find('credentials', (candidate) => candidate.key === name);
    if (credential === undefined) return [];
    return [
      {
        name,
        client_id: credential.client_id,
        credential_id: credential.id,
        kid: credential.kid,
        alg: credential.alg,
        private_key: tenant.keys.pair(name).record.privatePem,
      },
    ];
  });
}

/** Every secret the tenant holds. */
export function secretsOf(tenant: Tenant): readonly string[] {
  const { store } = tenant;
  const grants = store
    .values('vaults')
    .flatMap(({ tokensets, accounts }) =>
      [...tokensets, ...accounts].flatMap(({ grant }) => [grant.accessToken, grant.refreshToken]),
    );
  const secrets = [
    ...store.values('clients').map(({ client_secret: secret }) => secret),
    ...store.values('connections').map(({ options }) => options.client_secret),
    ...grants,
    ...store.keys('refreshTokens'),
    ...store
      .values('keys')
      .flatMap(({ privatePem }) => privatePem.split('\n').filter((line) => line.length > 60)),
  ];
  return [...new Set(secrets)].filter(
    (secret): secret is string => typeof secret === 'string' && secret !== '',
  );
}
