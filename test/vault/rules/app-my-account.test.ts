import { describe } from 'vitest';
import { myAccountScopes } from '../../../src/core/protocol.ts';
import { hidden, known } from '../../../src/vault/facts/fact.ts';
import { aServer } from '../double/records.ts';
import { client, current, grant, policy } from './app-facts.ts';
import { describeTable, me, type Row } from './judging.ts';

const rows: readonly Row[] = [
  ['app/my-account-grant', 'granted', { ...client(), ...current, myAccountGrants: known([grant()]) }, 'pass'],
  ['app/my-account-grant', 'none', { ...client(), ...current, myAccountGrants: known([]) }, 'fail'],
  [
    'app/my-account-grant',
    'of the wrong subject',
    { ...client(), ...current, myAccountGrants: known([grant({ subject_type: 'client' })]) },
    'fail',
    { says: '`subject_type` `client`' },
  ],
  [
    'app/my-account-grant',
    'without connecting',
    { ...client(), ...current, myAccountGrants: known([grant({ scope: ['read:me:connected_accounts'] })]) },
    'fail',
    { says: '`create:me:connected_accounts`' },
  ],
  [
    'app/my-account-grant',
    'without deleting, which connecting does not need',
    {
      ...client(),
      ...current,
      myAccountGrants: known([
        grant({ scope: ['create:me:connected_accounts', 'read:me:connected_accounts'] }),
      ]),
    },
    'pass',
    { says: '`delete:me:connected_accounts`' },
  ],
  [
    'app/my-account-grant',
    'of all scopes',
    { ...client(), ...current, myAccountGrants: known([grant({ scope: [], allow_all_scopes: true })]) },
    'pass',
  ],
  [
    'app/my-account-grant',
    'not needed',
    {
      ...client(),
      ...current,
      myAccountGrants: known([]),
      myAccountApi: known(aServer({ user_policy: 'allow_all' })),
    },
    'pass',
  ],
  [
    'app/my-account-grant',
    'an application without users',
    { ...client({ app_type: 'non_interactive' }), ...current, myAccountGrants: known([]) },
    'skip',
  ],
  [
    'app/my-account-grant',
    'early access',
    { ...client(), generation: known('tokensets'), myAccountGrants: known([]) },
    'skip',
  ],
  [
    'app/my-account-grant',
    'unreadable',
    { ...client(), ...current, myAccountGrants: hidden('No', ['read:client_grants']) },
    'unknown',
    { scopes: ['read:client_grants'] },
  ],

  ['app/my-account-policy', 'has it', { ...policy(myAccountScopes), ...current }, 'pass'],
  ['app/my-account-policy', 'has none', { ...client(), ...current }, 'fail', { says: me }],
  [
    'app/my-account-policy',
    'has one for another API',
    { ...policy(myAccountScopes, 'https://other'), ...current },
    'fail',
  ],
  [
    'app/my-account-policy',
    'cannot connect',
    { ...policy(['read:me:connected_accounts']), ...current },
    'fail',
    { says: '`create:me:connected_accounts`' },
  ],
];

describe('rules on applications: connecting accounts', () => describeTable(rows));
