import { describe } from 'vitest';
import { tokenVaultGrant } from '../../../src/core/protocol.ts';
import { client, unreadable } from './app-facts.ts';
import { describeTable, opaque, type Row, without } from './judging.ts';

const absentMethod = { token_endpoint_auth_method: undefined } as const;

const rows: readonly Row[] = [
  ['app/first-party', 'first-party', client(), 'pass'],
  ['app/first-party', 'third-party', client({ is_first_party: false }), 'fail', { says: 'third-party' }],
  ['app/first-party', 'unreadable', unreadable, 'unknown', { scopes: ['read:clients'] }],
  [
    'app/first-party',
    'hidden by `read:client_summary`',
    { ...client({ is_first_party: undefined }), heldScopes: without('read:clients') },
    'unknown',
    { scopes: ['read:clients'] },
  ],
  ['app/first-party', 'not said', client({ is_first_party: undefined }), 'unknown', { scopes: [] }],

  ['app/confidential', 'a secret', client(), 'pass', { says: 'client_secret_post' }],
  ['app/confidential', '`none` on a server', client({ token_endpoint_auth_method: 'none' }), 'fail'],
  [
    'app/confidential',
    '`none` in a browser',
    client({ token_endpoint_auth_method: 'none', app_type: 'spa' }),
    'fail',
    { says: 'an application on a server' },
  ],
  [
    'app/confidential',
    'a key',
    client({ ...absentMethod, client_authentication_method: 'private_key_jwt' }),
    'pass',
  ],
  [
    'app/confidential',
    'null beside a key',
    client({ token_endpoint_auth_method: null, client_authentication_method: 'tls_client_auth' }),
    'pass',
  ],
  ['app/confidential', 'absent, regular_web', client(absentMethod), 'pass'],
  [
    'app/confidential',
    'absent, non_interactive',
    client({ ...absentMethod, app_type: 'non_interactive' }),
    'pass',
  ],
  ['app/confidential', 'absent, spa', client({ ...absentMethod, app_type: 'spa' }), 'fail'],
  ['app/confidential', 'absent, no type', client({ ...absentMethod, app_type: undefined }), 'fail'],
  [
    'app/confidential',
    'absent and maybe hidden',
    { ...client(absentMethod), heldScopes: without('read:client_credentials') },
    'unknown',
    { scopes: ['read:client_credentials'] },
  ],
  [
    'app/confidential',
    'absent, opaque token',
    { ...client(absentMethod), heldScopes: opaque },
    'unknown',
    { scopes: ['read:client_credentials'] },
  ],
  [
    'app/confidential',
    'absent and maybe hidden, API client',
    {
      ...client({ ...absentMethod, app_type: 'resource_server' }),
      heldScopes: without('read:client_credentials'),
    },
    'pass',
  ],

  ['app/oidc-conformant', 'conformant', client(), 'pass'],
  ['app/oidc-conformant', 'not conformant', client({ oidc_conformant: false }), 'fail'],
  ['app/oidc-conformant', 'absent, which is the default', client({ oidc_conformant: undefined }), 'fail'],
  [
    'app/oidc-conformant',
    'hidden',
    { ...client({ oidc_conformant: undefined }), heldScopes: without('read:clients') },
    'unknown',
    { scopes: ['read:clients'] },
  ],

  ['app/not-global', 'an application', client(), 'pass'],
  ['app/not-global', 'the global client', client({ global: true }), 'fail', { says: 'global client' }],
  [
    'app/not-global',
    'third-party mode',
    client({ third_party_security_mode: 'strict' }),
    'fail',
    { says: 'strict' },
  ],

  [
    'app/not-global',
    'hidden',
    { ...client({ is_first_party: undefined }), heldScopes: without('read:clients') },
    'unknown',
    { scopes: ['read:clients'] },
  ],

  ['app/grant', 'has it', client({ grant_types: [tokenVaultGrant] }), 'pass'],
  ['app/grant', 'lacks it', client(), 'fail'],
  ['app/grant', 'no grants at all', client({ grant_types: undefined }), 'fail'],
  [
    'app/grant',
    'hidden',
    { ...client({ grant_types: undefined }), heldScopes: without('read:clients') },
    'unknown',
    { scopes: ['read:clients'] },
  ],
];

describe('rules on applications: eligibility and the grant', () => describeTable(rows));
