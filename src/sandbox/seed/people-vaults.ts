import type { VaultRecord } from '../state/model.ts';
import { oddUserId } from './users.ts';
import { account, tokenset } from './vault.ts';

/** Ada's vault: fresh, stale and expired records of both generations. */
function adaVault(now: number): VaultRecord {
  const id = 'auth0|ada';
  return {
    tokensets: [
      tokenset(id, 'google-oauth2', { issuedDaysAgo: 30, usedDaysAgo: 1, expiresInMinutes: 50 }, now),
      tokenset(id, 'github', { issuedDaysAgo: 400, usedDaysAgo: 200, expiresInMinutes: null }, now),
      tokenset(
        id,
        'sign-in-with-slack',
        { issuedDaysAgo: 130, usedDaysAgo: 120, expiresInMinutes: -14_400 },
        now,
      ),
    ],
    accounts: [
      account(id, 'google-oauth2', { createdDaysAgo: 20, tokenExpiresInMinutes: 50 }, now),
      account(id, 'windowslive', { createdDaysAgo: 60, tokenExpiresInMinutes: -30 }, now),
    ],
  };
}

/** Grace's vault: times that are unknown, and times as epoch seconds. */
function graceVault(now: number): VaultRecord {
  const id = 'auth0|grace';
  const organization = { organization_id: 'org_Acme0000Research' };
  return {
    tokensets: [
      tokenset(id, 'google-oauth2', {}, now, { label: 'of unknown age' }),
      tokenset(
        id,
        'github',
        { issuedDaysAgo: 320, usedDaysAgo: null, expiresInMinutes: null, epoch: true },
        now,
      ),
    ],
    accounts: [account(id, 'github', { createdDaysAgo: 310 }, now, { fields: organization })],
  };
}

/** A vault whose only record is a Google tokenset that the provider no longer refreshes. */
function refusedVault(id: string, now: number): VaultRecord {
  const times = { issuedDaysAgo: 12, usedDaysAgo: 3, expiresInMinutes: -60 };
  return { tokensets: [tokenset(id, 'google-oauth2', times, now, { refresh: 'refused' })], accounts: [] };
}

/** What the vault holds for the people at Acme. */
export function acmeVaults(now: number): Readonly<Record<string, VaultRecord>> {
  const margaret = 'google-oauth2|103547991597142817347';
  const otherAlan = 'google-oauth2|110169484474386276334';
  const alanTimes = { issuedDaysAgo: 80, usedDaysAgo: 79, expiresInMinutes: -1440 };
  const oddTimes = { issuedDaysAgo: 95, usedDaysAgo: 94, expiresInMinutes: null };
  return {
    'auth0|ada': adaVault(now),
    'auth0|grace': graceVault(now),
    [margaret]: refusedVault(margaret, now),
    'auth0|alan': {
      tokensets: [],
      accounts: [account('auth0|alan', 'sign-in-with-slack', { createdDaysAgo: 100 }, now)],
    },
    [otherAlan]: { tokensets: [tokenset(otherAlan, 'google-oauth2', alanTimes, now)], accounts: [] },
    [oddUserId]: {
      tokensets: [tokenset(oddUserId, 'windowslive', oddTimes, now)],
      accounts: [account(oddUserId, 'windowslive', { createdDaysAgo: 5, tokenExpiresInMinutes: 30 }, now)],
    },
  };
}
