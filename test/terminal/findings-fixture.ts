import type { Change, Finding } from '../../src/core/model.ts';

const app = { type: 'app', id: 'aBcD1234efGH5678', name: 'My API client' } as const;
const connection = { type: 'connection', id: 'con_9aXkR2', name: 'google-oauth2' } as const;

/** A finding; what is not given is a passed rule of an application. */
export function finding(other: Partial<Finding>): Finding {
  return {
    id: 'app/grant',
    severity: 'error',
    status: 'pass',
    subject: app,
    title: 'The application has the Token Vault grant',
    message: 'It has the grant',
    missing_scopes: [],
    fix: null,
    docs: null,
    ...other,
  };
}

/** Findings of every status and severity, about three subjects. */
export const findings: readonly Finding[] = [
  finding({
    subject: { type: 'tenant', id: 'acme.eu.auth0.com', name: 'acme.eu.auth0.com' },
    id: 'tenant/mfa-policy',
    title: 'The MFA policy is Never',
    status: 'unknown',
    message: 'The policy could not be read, because the token lacks a scope',
    missing_scopes: ['read:mfa_policies'],
  }),
  finding({ subject: connection, id: 'connection/supported', title: 'The provider can hold tokens' }),
  finding({ subject: connection, id: 'connection/enabled', title: 'Token Vault is on' }),
  finding({ subject: connection, id: 'connection/one-switch', title: 'Only one switch is on' }),
  finding({
    subject: connection,
    id: 'connection/offline-access',
    severity: 'warning',
    status: 'skip',
    title: 'The provider is asked for a refresh token',
    message: 'The API cannot tell for Slack',
  }),
  finding({}),
  finding({
    id: 'app/first-party',
    status: 'fail',
    title: 'The application is first-party',
    message: 'It is a third-party application, which may not exchange tokens from the vault',
    fix: 'tv apps enable aBcD1234efGH5678 --fix app/first-party',
    docs: 'https://auth0.com/docs/get-started/applications/first-party-and-third-party-applications',
  }),
  finding({
    id: 'app/my-account-grant',
    severity: 'warning',
    status: 'fail',
    title: 'Users can connect accounts',
    message: 'The client grant \u001b[31mis missing\u001b[0m',
    missing_scopes: ['create:client_grants', 'read:client_grants'],
  }),
  finding({
    id: 'tenant/generation',
    severity: 'info',
    status: 'fail',
    title: 'The current API answers',
    message: 'Only the early-access API answers',
  }),
];

/** A change; what is not given is an additive one of a connection. */
export function change(other: Partial<Change>): Change {
  return {
    resource: 'connection',
    id: 'con_9aXkR2',
    name: 'google-oauth2',
    field: 'connected_accounts.active',
    before: false,
    after: true,
    impact: 'additive',
    warning: null,
    status: 'planned',
    error: null,
    ...other,
  };
}

/** Changes of every status, with lists, objects and nothing on either side. */
export const changes: readonly Change[] = [
  change({}),
  change({
    field: 'options',
    before: { scope: ['openid'], access_type: 'online', icon: null, old: 1 },
    after: { scope: ['openid', 'offline'], access_type: 'offline', icon: null, fresh: true },
    impact: 'login',
    warning: 'Users of this connection are asked for consent again the next time they sign in',
  }),
  change({
    resource: 'app',
    id: 'aBcD1234efGH5678',
    name: '日本語 app',
    field: 'grant_types',
    before: ['authorization_code', 'implicit'],
    after: [
      'authorization_code',
      'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token',
    ],
    impact: 'breaking',
    status: 'applied',
  }),
  change({
    resource: 'client_grant',
    id: 'cgr_1',
    name: '',
    field: 'scope',
    before: null,
    after: ['create:me:connected_accounts'],
    status: 'failed',
    impact: 'security',
    error: { code: 'access.scope', message: 'The token may not \u001b[1mcreate client grants' },
  }),
  change({
    resource: 'tokenset',
    id: 'cac_1',
    name: 'cac_1',
    field: 'tokenset',
    before: 'cac_1',
    after: null,
    impact: 'data',
  }),
  change({ resource: 'tokenset', id: 'cac_2', name: 'cac_2', field: 'x', before: true, status: 'unchanged' }),
];
