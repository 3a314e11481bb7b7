import type { Generation, ScenarioName } from '../options.ts';
import type {
  ClientGrantRecord,
  ClientRecord,
  CredentialRecord,
  ResourceServerRecord,
  TenantRecord,
} from '../state/model.ts';
import type { Rows } from '../state/tables.ts';
import { acmeApi, managementApi, myAccountApi } from './apis.ts';
import {
  applicationNames,
  assistantClient,
  dashboardClient,
  globalClient,
  managementClient,
  managementGrant,
  mobileClient,
  myAccountGrant,
  partnerClient,
  webApplication,
  workerClient,
  workerCredentials,
} from './applications.ts';
import { brokenScenario } from './broken.ts';
import { acmeConnections, type ConnectionSeed, connectionOf, databaseSeed } from './connections.ts';
import { everydayEvents, type PastEvent, pastLogs } from './logs.ts';
import { clientIdOf } from './names.ts';
import { acmeVaults } from './people-vaults.ts';
import { acmePeople, type UserSeed, userOf } from './users.ts';

/** What makes one scenario differ from another. */
export interface Scenario {
  readonly connections: readonly ConnectionSeed[];
  readonly clients: readonly ClientRecord[];
  readonly credentials: readonly CredentialRecord[];
  readonly grants: readonly ClientGrantRecord[];
  readonly people: readonly UserSeed[];
  readonly vaults: Rows['vaults'];
  readonly events: readonly PastEvent[];
  readonly tenant?: Partial<TenantRecord>;
  /** APIs beside the Management API. */
  readonly apis: readonly ResourceServerRecord[];
  /** Client ids that no connection is enabled for. */
  readonly unlinked?: readonly string[];
}

/** The story to seed, and when. */
export interface SeedRequest {
  readonly scenario: ScenarioName;
  readonly generation: Generation;
  /** Users of the fleet. */
  readonly users: number;
  /** Milliseconds since the epoch; every time of the story is relative to it. */
  readonly now: number;
}

const everyVaultConnection = ['google-oauth2', 'github', 'sign-in-with-slack', 'windowslive'];

/** A whole tenant. */
export function seeded(request: SeedRequest): Partial<Rows> {
  const scenario = scenarioOf(request);
  const clients = [...scenario.clients, managementClient(), globalClient()];
  const unlinked = [clientIdOf(applicationNames.partner), ...(scenario.unlinked ?? [])];
  const linked = scenario.clients.map((client) => client.client_id).filter((id) => !unlinked.includes(id));
  const connections = Object.fromEntries(
    scenario.connections
      .map((seed) => connectionOf(seed, request.generation, linked))
      .map((connection) => [connection.id, connection]),
  );
  const servers = [managementApi(), ...scenario.apis];
  return {
    tenant: { tenant: { ...tenantRecord(request), ...scenario.tenant } },
    connections,
    clients: Object.fromEntries(clients.map((client) => [client.client_id, client])),
    credentials: Object.fromEntries(scenario.credentials.map((credential) => [credential.id, credential])),
    grants: Object.fromEntries([managementGrant(), ...scenario.grants].map((grant) => [grant.id, grant])),
    resourceServers: Object.fromEntries(servers.map((server) => [server.id, server])),
    users: Object.fromEntries(scenario.people.map((person) => [person.id, userOf(person, request.now)])),
    vaults: scenario.vaults,
    logs: pastLogs(scenario.events, request.now),
  };
}

function scenarioOf({ scenario, now }: SeedRequest): Scenario {
  switch (scenario) {
    case 'ready':
      return readyScenario(now);
    case 'half-configured':
      return halfConfiguredScenario(now);
    case 'broken':
      return brokenScenario(now);
    case 'empty':
      return emptyScenario();
    case 'fleet':
      return { ...readyScenario(now), people: [], vaults: {}, events: [] };
  }
}

/** Everything works. */
function readyScenario(now: number): Scenario {
  const web = webApplication(applicationNames.web);
  return {
    connections: [...acmeConnections(everyVaultConnection), databaseSeed()],
    clients: [web, assistantClient(), dashboardClient(), workerClient(), mobileClient(), partnerClient()],
    credentials: workerCredentials(now),
    grants: [myAccountGrant(web)],
    people: acmePeople,
    vaults: acmeVaults(now),
    events: everydayEvents(now),
    apis: [acmeApi(), myAccountApi()],
  };
}

/** Google is on and one application has the grant; the rest is still to be done. */
function halfConfiguredScenario(now: number): Scenario {
  const web = webApplication(applicationNames.web);
  const { policies: _policies, ...refreshToken } = web.refresh_token ?? {};
  return {
    ...readyScenario(now),
    connections: [...acmeConnections(['google-oauth2']), databaseSeed()],
    clients: [
      { ...web, refresh_token: (refreshToken as ClientRecord['refresh_token']) ?? null },
      assistantClient({ grant_types: [] }),
      dashboardClient(),
      workerClient({ grant_types: ['client_credentials'] }),
      mobileClient(),
      partnerClient(),
    ],
    grants: [],
  };
}

/** A tenant nobody has used yet. */
function emptyScenario(): Scenario {
  return {
    connections: [databaseSeed()],
    clients: [],
    credentials: [],
    grants: [],
    people: [],
    vaults: {},
    events: [],
    apis: [],
  };
}

function tenantRecord({ scenario, generation, users, now }: SeedRequest): TenantRecord {
  return {
    scenario,
    generation,
    fleet: scenario === 'fleet' ? users : 0,
    seededAt: now,
    mfaPolicies: [],
    factors: [
      { name: 'otp', enabled: true },
      { name: 'push-notification', enabled: false },
      { name: 'sms', enabled: false },
      { name: 'email', enabled: false },
    ],
    myAccountNeedsSecondFactor: false,
    settings: {
      friendly_name: 'Acme (sandbox)',
      support_email: 'support@acme.example',
      enabled_locales: ['en'],
      default_directory: '',
      flags: { enable_client_connections: false, allow_legacy_delegation_grant_types: false },
      customize_mfa_in_postlogin_action: false,
      session_lifetime: 168,
      idle_session_lifetime: 72,
    },
  };
}
