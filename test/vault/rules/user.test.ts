import { describe, expect, test } from 'vitest';
import type { LogEvent, Tokenset, UserRecord } from '../../../src/core/model.ts';
import type { Loaded } from '../../../src/vault/facts/catalogue.ts';
import { type Fact, gone, hidden, known } from '../../../src/vault/facts/fact.ts';
import { anAccount } from '../double/records.ts';
import { aCase, describeTable, finding, type Row, ruleOf } from './judging.ts';

type Source = Fact<readonly Tokenset[]>;

function held(tokensets: Source, connectedAccounts: Source): Pick<Loaded, 'userTokensets'> {
  return { userTokensets: known({ tokensets, connectedAccounts }) };
}

function ada(...connections: readonly string[]): Pick<Loaded, 'user'> {
  const user: UserRecord = {
    user_id: 'auth0|ada',
    email: 'ada@example.com',
    name: 'Ada',
    last_login: null,
    identities: connections.map((connection) => ({ connection, provider: connection, user_id: '1' })),
  };
  return { user: known(user) };
}

function exchange(type: 'feta' | 'seta', date: string, overrides: Partial<LogEvent> = {}): LogEvent {
  return {
    log_id: date,
    date,
    type,
    description: null,
    user_id: 'auth0|ada',
    client_id: null,
    client_name: 'Acme Web',
    connection: 'google-oauth2',
    details: { failure_reason: 'Federated connection Refresh Token not found.' },
    ...overrides,
  };
}

const tokenset = anAccount({ id: 't1', source: 'tokensets', access_type: null });
const noRoute = gone('Tokensets are not available on this tenant');
const noScope = hidden('No', ['read:federated_connections_tokens']);
const none = known([]);
const expecting = { case: { expectScopes: ['openid', 'calendar'] } } as const;

const rows: readonly Row[] = [
  ['user/has-tokenset', 'a connected account', { ...ada(), ...held(noRoute, known([anAccount()])) }, 'pass'],
  [
    'user/has-tokenset',
    'a tokenset',
    { ...ada(), ...held(known([tokenset, tokenset]), none) },
    'pass',
    { says: '2 records' },
  ],
  ['user/has-tokenset', 'nothing', { ...ada(), ...held(noRoute, none) }, 'fail', { says: 'holds nothing' }],
  [
    'user/has-tokenset',
    'a sign-in that never connected',
    { ...ada('google-oauth2'), ...held(none, none) },
    'fail',
    { says: 'never connected' },
  ],
  [
    'user/has-tokenset',
    'only for another connection',
    { ...ada(), ...held(none, known([anAccount({ connection: 'github' })])) },
    'fail',
  ],
  [
    'user/has-tokenset',
    'nothing where one source is hidden',
    { ...ada(), ...held(noScope, none) },
    'unknown',
    { scopes: ['read:federated_connections_tokens'] },
  ],
  [
    'user/has-tokenset',
    'something though one source is hidden',
    { ...ada(), ...held(noScope, known([anAccount()])) },
    'pass',
  ],

  [
    'user/scopes',
    'all',
    held(none, known([anAccount({ scopes: ['openid', 'calendar'] })])),
    'pass',
    expecting,
  ],
  [
    'user/scopes',
    'one missing',
    held(none, known([anAccount({ scopes: [] }), anAccount({ scopes: ['openid'] })])),
    'fail',
    { ...expecting, says: 'lack `calendar`' },
  ],
  [
    'user/scopes',
    'spread over two records, of which an exchange takes one',
    held(none, known([anAccount({ scopes: ['calendar'] }), anAccount({ scopes: ['openid'] })])),
    'fail',
    expecting,
  ],
  [
    'user/scopes',
    'under the long name of Google',
    held(none, known([anAccount({ scopes: ['https://www.googleapis.com/auth/userinfo.email'] })])),
    'pass',
    { case: { expectScopes: ['email'] } },
  ],
  ['user/scopes', 'nothing to compare', held(none, none), 'skip', expecting],
  ['user/scopes', 'nothing seen', held(noScope, none), 'unknown', expecting],
  ['user/scopes', 'nothing expected', held(none, known([anAccount()])), 'skip'],

  ['user/refreshable', 'offline', held(noRoute, known([anAccount()])), 'pass'],
  [
    'user/refreshable',
    'not offline',
    held(none, known([anAccount({ access_type: null })])),
    'fail',
    { severity: 'warning' },
  ],
  ['user/refreshable', 'tokensets only', held(known([tokenset]), none), 'skip', { says: 'only the expiry' }],
  ['user/refreshable', 'nothing', held(none, none), 'skip'],
  ['user/refreshable', 'hidden', held(noScope, none), 'unknown'],

  [
    'user/recent-failure',
    'none',
    { userExchanges: known([exchange('seta', '2026-06-01T11:00:00.000Z')]) },
    'pass',
  ],
  [
    'user/recent-failure',
    'one',
    { userExchanges: known([exchange('feta', '2026-06-01T11:00:00.000Z')]) },
    'fail',
    {
      says: '1h ago for connection `google-oauth2` through application `Acme Web`: Federated connection Refresh',
    },
  ],
  [
    'user/recent-failure',
    'one before a success',
    {
      userExchanges: known([
        exchange('seta', '2026-06-01T11:30:00.000Z'),
        exchange('feta', '2026-06-01T11:00:00.000Z'),
      ]),
    },
    'fail',
    { says: 'one has succeeded since' },
  ],
  [
    'user/recent-failure',
    'one of another connection',
    { userExchanges: known([exchange('feta', '2026-06-01T11:00:00.000Z', { connection: 'github' })]) },
    'pass',
  ],
  [
    'user/recent-failure',
    'unreadable',
    { userExchanges: hidden('No', ['read:logs']) },
    'unknown',
    { scopes: ['read:logs'] },
  ],
];

describe('rules on users', () => {
  describeTable(rows);
});

test('without a connection every failure of the user counts', () => {
  const { connection: _, ...subject } = aCase('user');
  const given = {
    userExchanges: known([exchange('feta', '2026-06-01T11:00:00.000Z', { connection: 'github' })]),
  };
  expect(finding(ruleOf('user/recent-failure'), given, subject).status).toBe('fail');
  expect(finding(ruleOf('user/recent-failure'), given, subject).fix).toBe(
    "tv logs -p prod --failed --user 'auth0|ada'",
  );
});
