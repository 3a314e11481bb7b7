import { describe, expect, test } from 'vitest';
import type { Loaded } from '../../../src/vault/facts/catalogue.ts';
import { gone, hidden, known } from '../../../src/vault/facts/fact.ts';
import { aServer } from '../double/records.ts';
import { aCase, describeTable, finding, opaque, type Row, ruleOf, without } from './judging.ts';

const connecting = { case: { mode: 'doctor', connects: true } } as const;
const current: Pick<Loaded, 'generation'> = { generation: known('connected_accounts') };

const rows: readonly Row[] = [
  ['tenant/mfa-policy', 'never', { mfaPolicies: known([]) }, 'pass', { severity: 'error' }],
  [
    'tenant/mfa-policy',
    'always',
    { mfaPolicies: known(['all-applications']) },
    'fail',
    { severity: 'error', says: 'post-login Action' },
  ],
  [
    'tenant/mfa-policy',
    'adaptive',
    { mfaPolicies: known(['confidence-score']) },
    'fail',
    { severity: 'warning' },
  ],
  [
    'tenant/mfa-policy',
    'unreadable',
    { mfaPolicies: hidden('No', ['read:mfa_policies']) },
    'unknown',
    { scopes: ['read:mfa_policies'] },
  ],

  ['tenant/my-account-api', 'active', { ...current, myAccountApi: known(aServer()) }, 'pass', connecting],
  [
    'tenant/my-account-api',
    'inactive where users connect',
    { ...current, myAccountApi: known(null) },
    'fail',
    { ...connecting, severity: 'error' },
  ],
  [
    'tenant/my-account-api',
    'inactive where they do not',
    { ...current, myAccountApi: known(null) },
    'fail',
    { severity: 'info' },
  ],
  [
    'tenant/my-account-api',
    'early access',
    { generation: known('tokensets'), myAccountApi: known(null) },
    'skip',
    { ...connecting, severity: 'info' },
  ],
  [
    'tenant/my-account-api',
    'unreadable',
    { ...current, myAccountApi: hidden('No', ['read:resource_servers']) },
    'unknown',
    { scopes: ['read:resource_servers'] },
  ],

  ['tenant/scopes', 'all', current, 'pass'],
  [
    'tenant/scopes',
    'without three',
    { ...current, heldScopes: without('read:connections_options', 'read:mfa_policies', 'read:logs') },
    'fail',
    { scopes: ['read:connections_options', 'read:mfa_policies', 'read:logs'], severity: 'warning' },
  ],
  [
    'tenant/scopes',
    'without tokensets on a current tenant',
    { ...current, heldScopes: without('read:federated_connections_tokens') },
    'pass',
  ],
  [
    'tenant/scopes',
    'without tokensets in early access',
    { generation: known('tokensets'), heldScopes: without('read:federated_connections_tokens') },
    'fail',
    { scopes: ['read:federated_connections_tokens'] },
  ],
  ['tenant/scopes', 'opaque', { ...current, heldScopes: opaque }, 'skip'],

  ['tenant/generation', 'current', current, 'pass', { says: 'current generation', severity: 'info' }],
  ['tenant/generation', 'early', { generation: known('tokensets') }, 'pass', { says: 'early-access' }],
  ['tenant/generation', 'no connection', { generation: known(null) }, 'skip'],
  [
    'tenant/generation',
    'unreadable',
    { generation: hidden('No', ['read:connections']) },
    'unknown',
    { scopes: ['read:connections'] },
  ],

  ['local/clock', 'right', { clockSkew: known(-42) }, 'pass'],
  [
    'local/clock',
    'ahead',
    { clockSkew: known(75.4) },
    'fail',
    { says: '75 seconds ahead', severity: 'warning' },
  ],
  ['local/clock', 'behind', { clockSkew: known(-61) }, 'fail', { says: '61 seconds behind' }],
  ['local/clock', 'not told', { clockSkew: known(null) }, 'skip'],

  [
    'local/files',
    'private',
    { localFiles: known([{ path: '/home/ada/.config/tv', kind: 'directory', private: true }]) },
    'pass',
  ],
  [
    'local/files',
    'open',
    { localFiles: known([{ path: '/home/ada/.config/tv/a b.json', kind: 'file', private: false }]) },
    'fail',
    { says: '`/home/ada/.config/tv/a b.json`', severity: 'warning' },
  ],
  ['local/files', 'none', { localFiles: known([]) }, 'skip'],
  ['local/files', 'not looked at', { localFiles: gone('Local files were not looked at') }, 'skip'],
];

describe('rules on the tenant and this machine', () => {
  describeTable(rows, ['tenant/generation']);
});

test('the MFA policy is never changed', () => {
  const rule = ruleOf('tenant/mfa-policy');
  expect(rule.fix).toBeUndefined();
  expect(rule.advice).toContain('never changes it');
  expect(finding(rule, { mfaPolicies: known(['all-applications']) }, aCase('tenant')).fix).toBeNull();
});

test('open files are mended by a command that can be pasted', () => {
  const open = [{ path: '/home/ada/a b.json', kind: 'file', private: false }] as const;
  expect(finding(ruleOf('local/files'), { localFiles: known(open) }, aCase('local')).fix).toBe(
    "chmod go-rwx '/home/ada/a b.json'",
  );
});
