import { apiClient } from './app/api-client.ts';
import { confidential } from './app/confidential.ts';
import { connectionEnabled } from './app/connection-enabled.ts';
import { firstParty } from './app/first-party.ts';
import { grant } from './app/grant.ts';
import { myAccountGrant } from './app/my-account-grant.ts';
import { myAccountPolicy } from './app/my-account-policy.ts';
import { notGlobal } from './app/not-global.ts';
import { oidcConformant } from './app/oidc-conformant.ts';
import { refreshGrants } from './app/refresh-grants.ts';
import { rotationOff } from './app/rotation-off.ts';
import { worker } from './app/worker.ts';
import { enabled } from './connection/enabled.ts';
import { misplacedSwitch } from './connection/misplaced-switch.ts';
import { offlineAccess } from './connection/offline-access.ts';
import { oneSwitch } from './connection/one-switch.ts';
import { ownKeys } from './connection/own-keys.ts';
import { supported } from './connection/supported.ts';
import { upstreamConflict } from './connection/upstream-conflict.ts';
import { clock } from './local/clock.ts';
import { files } from './local/files.ts';
import type { Rule } from './rule.ts';
import { generation } from './tenant/generation.ts';
import { mfaPolicy } from './tenant/mfa-policy.ts';
import { myAccountApi } from './tenant/my-account-api.ts';
import { tenantScopes } from './tenant/scopes.ts';
import { hasTokenset } from './user/has-tokenset.ts';
import { recentFailure } from './user/recent-failure.ts';
import { refreshable } from './user/refreshable.ts';
import { userScopes } from './user/scopes.ts';

/** The four rules that decide whether an application may have Token Vault at all (product section 8). */
export const eligibilityRules: readonly Rule[] = [firstParty, confidential, oidcConformant, notGlobal];

/** Rules on an application, in the order they are told. */
export const appRules: readonly Rule[] = [
  ...eligibilityRules,
  grant,
  refreshGrants,
  rotationOff,
  apiClient,
  worker,
  connectionEnabled,
  myAccountGrant,
  myAccountPolicy,
];

/** Rules on an application together with a connection. */
export const linkRules: readonly Rule[] = [connectionEnabled];

/** Rules on the application that users sign in to, where another one exchanges their access tokens. */
export const loginRules: readonly Rule[] = [connectionEnabled, myAccountGrant, myAccountPolicy];

/** Rules on a connection. */
export const connectionRules: readonly Rule[] = [
  supported,
  enabled,
  oneSwitch,
  misplacedSwitch,
  offlineAccess,
  ownKeys,
  upstreamConflict,
];

/** Rules on the tenant. */
export const tenantRules: readonly Rule[] = [tenantScopes, generation, mfaPolicy, myAccountApi];

/** Rules on a user. */
export const userRules: readonly Rule[] = [hasTokenset, userScopes, refreshable, recentFailure];

/** Rules on this machine. */
export const localRules: readonly Rule[] = [clock, files];

/** Every rule there is (product section 9). */
export const rules: readonly Rule[] = [
  ...tenantRules,
  ...connectionRules,
  ...appRules,
  ...userRules,
  ...localRules,
];
