import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/core/model.ts';
import { factScopes, type Loaded } from '../../../src/vault/facts/catalogue.ts';
import { gone, hidden, known } from '../../../src/vault/facts/fact.ts';
import type { Case } from '../../../src/vault/rules/case.ts';
import { judgeOne } from '../../../src/vault/rules/evaluate.ts';
import { rules } from '../../../src/vault/rules/registry.ts';
import type { Rule } from '../../../src/vault/rules/rule.ts';
import { allScopes } from '../double/state.ts';

/** Noon of the tests. */
export const noon = Date.parse('2026-06-01T12:00:00.000Z');

/** The My Account audience of the tests. */
export const me = 'https://acme.eu.auth0.com/me/';

/** A case with an application, a connection and a user; `overrides` say what else. */
export function aCase(type: Case['subject']['type'], overrides: Partial<Case> = {}): Case {
  const app = { id: 'client-of-acme-web-00000001', name: 'Acme Web' };
  const connection = { id: 'con_google', name: 'google-oauth2' };
  const user = { id: 'auth0|ada', name: 'ada@example.com' };
  const subjects = { app, connection, user, tenant: { id: 't', name: 't' }, local: { id: 'l', name: 'l' } };
  return {
    mode: 'check',
    subject: { type, ...subjects[type] },
    tenant: 'acme.eu.auth0.com',
    myAccountAudience: me,
    profile: 'prod',
    now: noon,
    app,
    connection,
    user,
    exchanges: [],
    connects: false,
    expectScopes: [],
    ...overrides,
  };
}

/** Facts of which only these are there. */
export function facts(given: Partial<Loaded>): Loaded {
  const names = Object.keys(factScopes);
  const none = Object.fromEntries(names.map((name) => [name, gone('Not part of this test')]));
  return { ...(none as unknown as Loaded), heldScopes: known(new Set(allScopes)), ...given };
}

/** The finding of one rule on these facts. */
export function finding(rule: Rule, given: Partial<Loaded>, subject: Case): Finding {
  return judgeOne(rule, subject, facts(given)).finding;
}

/** A token without these scopes. */
export function without(...scopes: readonly string[]): Loaded['heldScopes'] {
  return known(new Set(allScopes.filter((scope) => !scopes.includes(scope))));
}

/** An opaque token. */
export const opaque = hidden('The Management API token does not say which scopes it holds');

/** A rule by its id. */
export function ruleOf(id: string): Rule {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

/** One line of a table: a rule, the situation, the facts, and what the rule says. */
export type Row = readonly [
  rule: string,
  what: string,
  given: Partial<Loaded>,
  status: Finding['status'],
  more?: {
    readonly says?: string;
    readonly scopes?: readonly string[];
    readonly severity?: Finding['severity'];
    readonly case?: Partial<Case>;
  },
];

/** Judges every row, and sees to it that every rule passes in one and fails in another unless it never fails. */
export function describeTable(rows: readonly Row[], neverFail: readonly string[] = []): void {
  const named = rows.map(([id, what, given, status, more = {}]) => ({ id, what, given, status, more }));
  test.each(named)('$id: $what', ({ id, given, status, more }) => {
    const rule = ruleOf(id);
    const result = finding(rule, given, aCase(rule.subject, more.case));
    expect(result.status).toBe(status);
    if (more.says !== undefined) expect(result.message).toContain(more.says);
    if (more.scopes !== undefined) expect(result.missing_scopes).toEqual(more.scopes);
    if (more.severity !== undefined) expect(result.severity).toBe(more.severity);
    expect(result.message).not.toMatch(/[{}]|undefined|\.$/);
    expect(status === 'fail' || result.fix === null).toBe(true);
  });

  describe('every rule passes and fails', () => {
    test.each([...new Set(rows.map(([id]) => id))])('%s', (id) => {
      const statuses = named.filter((row) => row.id === id).map(({ status }) => status);
      expect(statuses).toContain('pass');
      if (!neverFail.includes(id)) expect(statuses).toContain('fail');
    });
  });
}
