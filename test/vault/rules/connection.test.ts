import { describe } from 'vitest';
import type { Loaded } from '../../../src/vault/facts/catalogue.ts';
import { hidden, known } from '../../../src/vault/facts/fact.ts';
import { connection, flag, of, off, oldTenant } from './connection-facts.ts';
import { describeTable, opaque, type Row, without } from './judging.ts';

const unreadable = { connection: hidden('No', ['read:connections']) };
const current: Pick<Loaded, 'generation'> = { generation: known('connected_accounts') };
const early: Pick<Loaded, 'generation'> = { generation: known('tokensets') };
const blind = { heldScopes: without('read:connections_options') };

const rows: readonly Row[] = [
  ['connection/supported', 'in the schemas', connection(), 'pass', { severity: 'error' }],
  ['connection/supported', 'documented', of('waad'), 'pass', { severity: 'warning' }],
  ['connection/supported', 'nobody knows', of('planningcenter'), 'fail', { severity: 'warning' }],
  ['connection/supported', 'a database', of('auth0'), 'fail', { severity: 'error' }],
  ['connection/supported', 'unreadable', unreadable, 'unknown', { scopes: ['read:connections'] }],

  ['connection/enabled', 'by the current switch', { ...connection(), ...current }, 'pass'],
  [
    'connection/enabled',
    'by the early-access switch',
    { ...connection({ ...oldTenant, options: flag }), ...early },
    'pass',
    { says: 'options.federated_connections_access_tokens.active' },
  ],
  [
    'connection/enabled',
    'by the early-access switch on a current tenant',
    { ...connection({ ...off, options: flag }), ...current },
    'pass',
  ],
  ['connection/enabled', 'off', { ...connection(off), ...current }, 'fail', { says: 'Purpose' }],
  [
    'connection/enabled',
    'off, early access',
    { ...connection(oldTenant), ...early },
    'fail',
    { says: 'Advanced' },
  ],
  [
    'connection/enabled',
    'hidden, early access',
    { ...connection({ ...oldTenant, options: undefined }), ...early, ...blind },
    'unknown',
    { scopes: ['read:connections_options'] },
  ],
  [
    'connection/enabled',
    'hidden, where the current switch decides',
    { ...connection({ ...off, options: undefined }), ...current, ...blind },
    'fail',
  ],
  [
    'connection/enabled',
    'hidden, where both switches count',
    { ...connection({ ...off, options: undefined }), ...current, ...blind, hiddenSwitch: known(true) },
    'unknown',
    { scopes: ['read:connections_options'] },
  ],
  [
    'connection/enabled',
    'off on a database',
    { ...of('auth0'), ...current, ...connection({ ...off, strategy: 'auth0' }) },
    'skip',
  ],

  ['connection/one-switch', 'one', connection(), 'pass'],
  ['connection/one-switch', 'both', connection({ options: flag }), 'fail', { severity: 'warning' }],
  [
    'connection/one-switch',
    'hidden while the other is off',
    { ...connection({ ...off, options: undefined }), ...blind },
    'pass',
  ],
  [
    'connection/one-switch',
    'hidden',
    { ...connection({ options: undefined }), ...blind },
    'unknown',
    { scopes: ['read:connections_options'] },
  ],

  ['connection/misplaced-switch', 'in its place', connection(), 'pass'],
  [
    'connection/misplaced-switch',
    'in options',
    connection({ options: { connected_accounts: { active: true } } }),
    'fail',
  ],
  [
    'connection/misplaced-switch',
    'in options, off',
    connection({ options: { connected_accounts: null } }),
    'fail',
  ],
  [
    'connection/misplaced-switch',
    'hidden',
    { ...connection({ options: undefined }), ...blind },
    'unknown',
    { scopes: ['read:connections_options'] },
  ],
  [
    'connection/misplaced-switch',
    'hidden for no known reason',
    connection({ options: undefined }),
    'unknown',
    { scopes: [] },
  ],
  [
    'connection/misplaced-switch',
    'hidden, opaque token',
    { ...connection({ options: undefined }), heldScopes: opaque },
    'unknown',
    { scopes: ['read:connections_options'] },
  ],

  ['connection/offline-access', 'google, asked', of('google-oauth2', { offline_access: true }), 'pass'],
  [
    'connection/offline-access',
    'google, asked by parameter',
    of('google-oauth2', { upstream_params: { access_type: { value: 'offline' } } }),
    'pass',
  ],
  [
    'connection/offline-access',
    'google, not asked',
    of('google-oauth2', { scope: ['offline_access'] }),
    'fail',
  ],
  ['connection/offline-access', 'microsoft, not asked', of('windowslive', { offline_access: false }), 'fail'],
  ['connection/offline-access', 'oidc, asked', of('oidc', { scope: 'openid offline_access' }), 'pass'],
  ['connection/offline-access', 'oidc, not asked', of('oidc', { scope: 'openid' }), 'fail'],
  ['connection/offline-access', 'entra, a list', of('waad', { scope: ['openid', 'offline_access'] }), 'pass'],
  [
    'connection/offline-access',
    'salesforce, one of two',
    of('salesforce', { scope: ['refresh_token'] }),
    'fail',
  ],
  [
    'connection/offline-access',
    'salesforce, both',
    of('salesforce', { scope: ['refresh_token', 'offline_access'] }),
    'pass',
  ],
  ['connection/offline-access', 'x, asked', of('twitter', { offline_access: true }), 'pass'],
  ['connection/offline-access', 'github', of('github'), 'skip', { says: 'GitHub App' }],
  [
    'connection/offline-access',
    'slack',
    of('oauth2', { scope: 'openid' }, 'sign-in-with-slack'),
    'skip',
    { says: 'token rotation' },
  ],
  ['connection/offline-access', 'custom, asked', of('oauth2', { scope: 'a,offline_access' }), 'pass'],
  ['connection/offline-access', 'custom, cannot be told', of('oauth2', { scope: 'read_write' }), 'skip'],
  ['connection/offline-access', 'a database', of('auth0'), 'skip'],
  [
    'connection/offline-access',
    'hidden',
    { ...connection({ options: undefined }), ...blind },
    'unknown',
    { scopes: ['read:connections_options'] },
  ],
  [
    'connection/offline-access',
    'hidden, where it is no setting',
    { ...connection({ strategy: 'github', options: undefined }), ...blind },
    'skip',
  ],

  ['connection/own-keys', 'own', connection(), 'pass'],
  [
    'connection/own-keys',
    'empty',
    connection({ options: { client_id: '' } }),
    'fail',
    { says: 'developer keys' },
  ],
  ['connection/own-keys', 'absent', connection({ options: {} }), 'fail'],
  ['connection/own-keys', 'null', connection({ options: { client_id: null } }), 'fail'],
  ['connection/own-keys', 'a database', of('auth0'), 'skip'],
  [
    'connection/own-keys',
    'hidden',
    { ...connection({ options: undefined }), ...blind },
    'unknown',
    { scopes: ['read:connections_options'] },
  ],

  ['connection/upstream-conflict', 'neither', connection(), 'pass'],
  [
    'connection/upstream-conflict',
    'one',
    connection({ options: { upstream_params: { prompt: { value: 'consent' } } } }),
    'pass',
  ],
  [
    'connection/upstream-conflict',
    'both as parameters',
    connection({
      options: { upstream_params: { prompt: { value: 'consent' }, approval_prompt: { value: 'force' } } },
    }),
    'fail',
  ],
  [
    'connection/upstream-conflict',
    'one of each kind',
    connection({ options: { approval_prompt: 'force', upstream_params: { prompt: { value: 'consent' } } } }),
    'fail',
  ],
  [
    'connection/upstream-conflict',
    'one of them empty',
    connection({ options: { approval_prompt: '', upstream_params: { prompt: { value: 'consent' } } } }),
    'pass',
  ],
];

describe('rules on connections', () => {
  describeTable(rows);
});
