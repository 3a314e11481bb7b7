import { acmeApi } from './apis.ts';
import {
  applicationNames,
  assistantClient,
  dashboardClient,
  mobileClient,
  myAccountGrant,
  partnerClient,
  webApplication,
  workerClient,
  workerCredentials,
} from './applications.ts';
import { brokenApplications, carelessCredential, withoutMyAccountGrant } from './broken-applications.ts';
import { brokenConnections } from './broken-connections.ts';
import {
  adaWithGoogle,
  everydayEvents,
  type PastEvent,
  type PastExchange,
  pastConnect,
  pastFailure,
  pastSuccess,
} from './logs.ts';
import { clientIdOf } from './names.ts';
import { acmeVaults } from './people-vaults.ts';
import type { Scenario } from './scenario.ts';
import { acmePeople, type UserSeed } from './users.ts';
import { account, acmeScopes } from './vault.ts';

const minute = 60_000;
const radiaId = 'auth0|radia';

/** Signed in with Google, which fills the profile but not the vault. */
const bob: UserSeed = {
  id: 'auth0|bob',
  email: 'bob@example.com',
  name: 'Bob Metcalfe',
  createdDaysAgo: 40,
  lastLoginDaysAgo: 1,
  linked: [{ connection: 'google-oauth2', provider: 'google-oauth2', id: '117435839216423487124' }],
};

/**
 * Everything that can be wrong, once: one application for each rule about applications and one connection for each
 * rule about connections, named after the fault, beside healthy ones; MFA always asked for; the My Account API not
 * active; exchanges that failed; a user who never connected and one whose scopes were lost.
 */
export function brokenScenario(now: number): Scenario {
  const web = webApplication(applicationNames.web);
  const faulty = brokenApplications();
  const withGrant = [web, ...faulty].filter(
    (client) =>
      client.name !== withoutMyAccountGrant && (client.grant_types ?? []).includes('authorization_code'),
  );
  return {
    connections: brokenConnections(),
    clients: [
      web,
      assistantClient(),
      dashboardClient(),
      workerClient(),
      mobileClient(),
      partnerClient(),
      ...faulty,
    ],
    credentials: [...workerCredentials(now), carelessCredential(now)],
    grants: withGrant.map((client) => myAccountGrant(client)),
    people: [...acmePeople, bob],
    vaults: brokenVaults(now),
    events: brokenEvents(now),
    tenant: { mfaPolicies: ['all-applications'] },
    apis: [acmeApi()],
    unlinked: [clientIdOf('Acme Unlinked')],
  };
}

function brokenVaults(now: number): Scenario['vaults'] {
  const vaults = acmeVaults(now);
  const grace = vaults['auth0|grace'];
  const reconnected = account(
    radiaId,
    'google-oauth2',
    { createdDaysAgo: 3, tokenExpiresInMinutes: 40 },
    now,
    {
      scopes: ['openid', 'profile'],
    },
  );
  return {
    ...vaults,
    'auth0|grace': {
      tokensets: grace?.tokensets ?? [],
      accounts: (grace?.accounts ?? []).map((each) => ({ ...each, access_type: 'online' })),
    },
    [radiaId]: { tokensets: [], accounts: [reconnected] },
  };
}

function brokenEvents(now: number): readonly PastEvent[] {
  const about = (userId: string, userName: string, connection = 'google-oauth2'): PastExchange => ({
    userId,
    userName,
    application: applicationNames.web,
    connection,
    strategy: connection,
  });
  const radia = about(radiaId, 'radia@example.com');
  const withCalendar = acmeScopes['google-oauth2'].join(' ');
  const margaret = about('google-oauth2|103547991597142817347', 'margaret@example.com');
  const atEnd = (minutesAgo: number): string => new Date(now - (minutesAgo - 60) * minute).toISOString();
  return [
    ...everydayEvents(now),
    { minutesAgo: 11_500, event: pastConnect(radia) },
    { minutesAgo: 7200, event: pastSuccess(radia, withCalendar, atEnd(7200)) },
    { minutesAgo: 4320, event: pastConnect(radia) },
    { minutesAgo: 4300, event: pastSuccess(radia, 'openid profile', atEnd(4300)) },
    {
      minutesAgo: 1300,
      event: pastFailure(margaret, 'Refresh Token flow for the Federated Connection failed'),
    },
    {
      minutesAgo: 300,
      event: pastFailure(
        about('auth0|bob', 'bob@example.com'),
        'Federated connection Refresh Token not found.',
      ),
    },
    {
      minutesAgo: 200,
      event: pastFailure(
        about('auth0|grace', 'grace@example.com', 'github'),
        'Token Vault is not enabled for the provided connection',
      ),
    },
    { minutesAgo: 30, event: pastFailure(adaWithGoogle, 'Multifactor authentication required') },
  ];
}
