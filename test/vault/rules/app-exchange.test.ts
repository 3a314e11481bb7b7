import { describe } from 'vitest';
import { hidden, known } from '../../../src/vault/facts/fact.ts';
import { aConnection, aServer } from '../double/records.ts';
import { access, client, keys, worker } from './app-facts.ts';
import { describeTable, type Row, without } from './judging.ts';

const rows: readonly Row[] = [
  ['app/refresh-grants', 'both', client(), 'pass'],
  [
    'app/refresh-grants',
    'one of two',
    client({ grant_types: ['refresh_token'] }),
    'fail',
    { says: '`authorization_code`' },
  ],
  ['app/rotation-off', 'off', client(), 'pass'],
  ['app/rotation-off', 'no settings', client({ refresh_token: null }), 'pass'],
  [
    'app/rotation-off',
    'on',
    client({ refresh_token: { rotation_type: 'rotating' } }),
    'fail',
    { says: 'log in again' },
  ],

  [
    'app/api-client',
    'linked to an API that exists',
    {
      ...client({ app_type: 'resource_server', resource_server_identifier: 'https://api' }),
      linkedApi: known(aServer()),
    },
    'pass',
  ],
  [
    'app/api-client',
    'another type',
    { ...client(), linkedApi: known(null) },
    'fail',
    { says: 'regular_web' },
  ],
  [
    'app/api-client',
    'linked to nothing',
    { ...client({ app_type: 'resource_server' }), linkedApi: known(null) },
    'fail',
    { says: 'linked to no API' },
  ],
  [
    'app/api-client',
    'linked to an API that is gone',
    {
      ...client({ app_type: 'resource_server', resource_server_identifier: 'https://gone' }),
      linkedApi: known(null),
    },
    'fail',
    { says: 'https://gone' },
  ],
  [
    'app/api-client',
    'APIs unreadable',
    {
      ...client({ app_type: 'resource_server', resource_server_identifier: 'https://api' }),
      linkedApi: hidden('No', ['read:resource_servers']),
    },
    'unknown',
    { scopes: ['read:resource_servers'] },
  ],

  [
    'app/worker',
    'complete',
    { ...client({ token_vault_privileged_access: access }), credentials: keys },
    'pass',
  ],
  [
    'app/worker',
    'complete, keys unreadable',
    {
      ...client({ token_vault_privileged_access: access }),
      credentials: hidden('No', ['read:client_credentials']),
    },
    'pass',
  ],
  ['app/worker', 'nothing', client(), 'fail', { says: 'no privileged access' }],
  [
    'app/worker',
    'nothing, maybe hidden',
    { ...client(), heldScopes: without('read:client_credentials') },
    'unknown',
    { scopes: ['read:client_credentials'] },
  ],
  [
    'app/worker',
    'a key only',
    {
      ...client({
        token_vault_privileged_access: { credentials: ['cred_1'], ip_allowlist: null, grants: null },
      }),
      credentials: keys,
    },
    'fail',
    { says: 'no address is allowed (`ip_allowlist`) and no connection is granted (`grants`)' },
  ],
  [
    'app/worker',
    'an expired key',
    {
      ...client({ token_vault_privileged_access: access }),
      credentials: known([
        {
          id: 'cred_1',
          name: null,
          kid: null,
          alg: null,
          credential_type: 'public_key',
          expires_at: '2026-01-01T00:00:00.000Z',
        },
      ]),
    },
    'fail',
    { says: 'has expired or is gone' },
  ],
  [
    'app/worker',
    'another connection',
    {
      ...client({ token_vault_privileged_access: { ...access, grants: [worker('github')] } }),
      credentials: keys,
    },
    'fail',
    { says: '`google-oauth2` is not granted' },
  ],
  [
    'app/worker',
    'over every limit',
    {
      ...client({
        token_vault_privileged_access: {
          credentials: ['a', 'b', 'c'],
          ip_allowlist: Array.from({ length: 11 }, (_, index) => `10.0.0.${index}`),
          grants: Array.from({ length: 6 }, (_, index) =>
            worker(index === 0 ? 'google-oauth2' : `c${index}`, ['a', 'b', 'c', 'd']),
          ),
        },
      }),
      credentials: keys,
    },
    'fail',
    { says: 'more than 2 keys are named, more than 10 addresses are allowed, more than 5 connections' },
  ],

  [
    'app/connection-enabled',
    'linked',
    {
      ...client(),
      connection: known(aConnection() as never),
      connectionClients: known(['client-of-acme-web-00000001']),
    },
    'pass',
  ],
  ['app/connection-enabled', 'not linked', { ...client(), connectionClients: known([]) }, 'fail'],
  [
    'app/connection-enabled',
    'unreadable',
    { ...client(), connectionClients: hidden('No', ['read:connections']) },
    'unknown',
    { scopes: ['read:connections'] },
  ],
];

describe('rules on applications: exchanges', () => describeTable(rows));
