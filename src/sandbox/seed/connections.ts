import type { JsonObject } from '../../core/json.ts';
import { withComputedScope } from '../management/computed-scope.ts';
import type { Generation } from '../options.ts';
import type { ConnectionRecord } from '../state/model.ts';
import { connectionIdOf, derived } from './names.ts';

/** How a connection is seeded. */
export interface ConnectionSeed {
  readonly name: string;
  readonly strategy: string;
  readonly displayName?: string;
  readonly options?: JsonObject;
  /** Whether Token Vault is on, by the switch of the tenant's generation. */
  readonly vault: boolean;
  readonly login?: boolean;
}

/** Options of a social connection with the company's own keys at the provider. */
export function ownKeys(name: string, options: JsonObject): JsonObject {
  return {
    client_id: derived(`provider client id ${name}`, 20),
    client_secret: derived(`provider client secret ${name}`, 40),
    set_user_root_attributes: 'on_each_login',
    ...options,
  };
}

/** The company's four providers, with Token Vault on for those named. */
export function acmeConnections(on: readonly string[]): readonly ConnectionSeed[] {
  return [googleSeed(), githubSeed(), slackSeed(), microsoftSeed()].map((seed) => ({
    ...seed,
    vault: on.includes(seed.name),
  }));
}

/** Google, with offline access. */
export function googleSeed(name = 'google-oauth2', more: JsonObject = {}): ConnectionSeed {
  const options = ownKeys(name, {
    email: true,
    profile: true,
    calendar_readonly: true,
    offline_access: true,
    allowed_audiences: [],
    ...more,
  });
  return { name, strategy: 'google-oauth2', options, vault: true };
}

/** GitHub, through a GitHub App. */
export function githubSeed(name = 'github', more: JsonObject = {}): ConnectionSeed {
  const options = ownKeys(name, {
    profile: true,
    read_user: true,
    repo: true,
    scope: ['repo', 'read:user'],
    ...more,
  });
  return { name, strategy: 'github', options, vault: true };
}

/** Slack, a custom OAuth2 connection as Auth0 sets it up. */
export function slackSeed(): ConnectionSeed {
  const name = 'sign-in-with-slack';
  const options = ownKeys(name, {
    authorizationURL: 'https://slack.com/oauth/v2/authorize',
    tokenURL: 'https://slack.com/api/oauth.v2.access',
    scope: 'openid profile email channels:read offline_access',
    scripts: { fetchUserProfile: 'function (accessToken, ctx, cb) { cb(null, {}); }' },
  });
  return { name, strategy: 'oauth2', displayName: 'Slack', options, vault: true };
}

/** Microsoft accounts. */
export function microsoftSeed(): ConnectionSeed {
  const name = 'windowslive';
  const options = ownKeys(name, {
    signin: true,
    graph_user: true,
    graph_calendars: true,
    offline_access: true,
    strategy_version: 2,
  });
  return { name, strategy: 'windowslive', displayName: 'Microsoft', options, vault: true };
}

/** The tenant's own user database, which can hold no provider tokens. */
export function databaseSeed(): ConnectionSeed {
  return {
    name: 'Username-Password-Authentication',
    strategy: 'auth0',
    options: { passwordPolicy: 'good', brute_force_protection: true, mfa: { active: true } },
    vault: false,
  };
}

/** The connection as stored, with the switch of the generation. */
export function connectionOf(
  seed: ConnectionSeed,
  generation: Generation,
  clients: readonly string[],
): ConnectionRecord {
  const { name, strategy, displayName, vault, login = true } = seed;
  const early =
    vault && generation === 'tokensets' ? { federated_connections_access_tokens: { active: true } } : {};
  const options = withComputedScope(strategy, { ...seed.options, ...early });
  return {
    id: connectionIdOf(name),
    name,
    strategy,
    ...(displayName === undefined ? {} : { display_name: displayName }),
    options,
    enabled_clients: clients,
    authentication: { active: login },
    connected_accounts: { active: vault && generation !== 'tokensets' },
    is_domain_connection: false,
    realms: [name],
  };
}
