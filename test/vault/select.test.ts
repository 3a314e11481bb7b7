import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/model.ts';
import { appCase } from '../../src/vault/rules/cases.ts';
import { exitOf, scopesToAdd } from '../../src/vault/rules/exit.ts';
import { parseFix } from '../../src/vault/rules/fix.ts';
import { appRules, connectionRules, rules } from '../../src/vault/rules/registry.ts';
import { parseSelection, questionsFor } from '../../src/vault/rules/select.ts';
import { aClient } from './double/records.ts';
import { createTenantDouble } from './double/tenant.ts';

function aFinding(overrides: Partial<Finding>): Finding {
  return {
    id: 'app/grant',
    severity: 'error',
    status: 'pass',
    subject: { type: 'app', id: 'a', name: 'A' },
    title: 't',
    message: 'm',
    missing_scopes: [],
    fix: null,
    docs: null,
    ...overrides,
  };
}

const run = { tenant: createTenantDouble().tenant, mode: 'check', now: 0 } as const;
const everything = { only: [], skip: [] };

function idsFor(...args: Parameters<typeof questionsFor>): readonly string[] {
  return questionsFor(...args).map(({ rule }) => rule.id);
}

describe('the registry', () => {
  test('has every rule of the contract once', () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(
      [
        'app/api-client',
        'app/confidential',
        'app/connection-enabled',
        'app/first-party',
        'app/grant',
        'app/my-account-grant',
        'app/my-account-policy',
        'app/not-global',
        'app/oidc-conformant',
        'app/refresh-grants',
        'app/rotation-off',
        'app/worker',
        'connection/enabled',
        'connection/misplaced-switch',
        'connection/offline-access',
        'connection/one-switch',
        'connection/own-keys',
        'connection/supported',
        'connection/upstream-conflict',
        'local/clock',
        'local/files',
        'tenant/generation',
        'tenant/mfa-policy',
        'tenant/my-account-api',
        'tenant/scopes',
        'user/has-tokenset',
        'user/recent-failure',
        'user/refreshable',
        'user/scopes',
      ].toSorted(),
    );
  });

  test('has rules whose subject is in their id, with a page and wording that ends without a full stop', () => {
    for (const rule of rules) {
      expect(rule.id.startsWith(`${rule.subject}/`)).toBe(true);
      expect(rule.docs).toMatch(/^https:\/\/auth0\.com\/docs\//);
      expect(rule.title).toMatch(/^[A-Z].*[^.]$/);
      for (const text of Object.values(rule.messages)) expect(text).toMatch(/[^.!]$/);
    }
  });
});

describe('choosing rules', () => {
  test('a plain check judges eligibility and the grant', () => {
    expect(idsFor(appRules, appCase(run, aClient()), everything)).toEqual([
      'app/first-party',
      'app/confidential',
      'app/oidc-conformant',
      'app/not-global',
      'app/grant',
    ]);
  });

  test.each([
    [
      'refresh_token',
      ['app/refresh-grants', 'app/rotation-off', 'app/my-account-grant', 'app/my-account-policy'],
    ],
    ['access_token', ['app/api-client']],
    ['privileged_worker', ['app/worker']],
  ] as const)('an exchange by %s adds its own', (kind, added) => {
    const ids = idsFor(appRules, appCase(run, aClient(), { exchanges: [kind] }), everything);
    expect(ids.slice(5)).toEqual(added);
  });

  test('a connection adds the link', () => {
    const subject = appCase(run, aClient(), { connection: { id: 'con_1', name: 'c' } });
    expect(idsFor(appRules, subject, everything)).toContain('app/connection-enabled');
  });

  test('`--only` asks for rules by name, `--skip` leaves them out', () => {
    const subject = appCase(run, aClient());
    const only = parseSelection(['app/worker'], []);
    expect(idsFor(appRules, subject, only)).toEqual(['app/worker']);
    const skip = parseSelection([], ['app/grant,app/confidential']);
    expect(idsFor(appRules, subject, skip)).toEqual([
      'app/first-party',
      'app/oidc-conformant',
      'app/not-global',
    ]);
  });

  test.each([
    ['a rule that does not exist', ['app/grnt'], [], 'usage.invalid_value', 'Did you mean `app/grant`?'],
    ['a rule that is not judged here', ['app/grant'], [], 'usage.invalid_value', 'connection/supported'],
    ['a rule in both', ['connection/enabled'], ['connection/enabled'], 'usage.conflict', undefined],
    ['a rule to skip that does not exist', [], ['nothing/like-it'], 'usage.invalid_value', 'tv help rules'],
  ] as const)('%s is refused', (_, only, skip, code, hint) => {
    const parse = () => parseSelection(only, skip, connectionRules);
    expect(parse).toThrow(expect.objectContaining({ code }));
    if (hint !== undefined)
      expect(parse).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }));
  });
});

describe('the exit code', () => {
  const failedError = aFinding({ status: 'fail' });
  const failedWarning = aFinding({ status: 'fail', severity: 'warning' });
  const unknown = aFinding({ status: 'unknown', missing_scopes: ['read:clients'] });
  const info = aFinding({ status: 'fail', severity: 'info' });
  const skipped = aFinding({ status: 'skip' });

  test.each<readonly [string, readonly Finding[], 'error' | 'warning', number]>([
    ['nothing', [], 'error', 0],
    ['passed and skipped', [aFinding({}), skipped], 'warning', 0],
    ['a failed error', [failedError], 'error', 3],
    ['a failed error beside an unknown', [unknown, failedError], 'error', 3],
    ['a failed warning', [failedWarning], 'error', 0],
    ['a failed warning that counts', [failedWarning], 'warning', 3],
    ['an unknown', [unknown, failedWarning], 'error', 4],
    ['an unknown for information', [aFinding({ status: 'unknown', severity: 'info' })], 'error', 0],
    ['for information', [info], 'warning', 0],
  ])('of %s', (_, findings, failOn, exit) => {
    expect(exitOf(findings, failOn)).toBe(exit);
  });

  test('the scopes to add are those of what is unknown, once each', () => {
    expect(scopesToAdd([unknown, unknown, aFinding({ missing_scopes: ['x'] })])).toEqual(['read:clients']);
  });
});

describe('`--fix`', () => {
  test('without ids is safe, with ids names, without the flag is none', () => {
    expect(parseFix(true, [])).toBe('safe');
    expect(parseFix(false, [])).toBe('none');
    expect(parseFix(true, ['app/confidential'])).toEqual(['app/confidential']);
  });

  test.each([
    ['app/nothing', 'names no rule'],
    ['app/not-global', 'is not mended by `--fix`'],
    ['tenant/mfa-policy', 'is not mended here'],
  ])('refuses %s', (id, says) => {
    expect(() => parseFix(true, [id], appRules)).toThrow(says);
  });

  test('never touches the MFA policy, even by name', () => {
    expect(() => parseFix(true, ['tenant/mfa-policy'])).toThrow('is not mended by `--fix`');
  });
});
