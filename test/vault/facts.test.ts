import { describe, expect, test } from 'vitest';
import { TvError } from '../../src/core/errors.ts';
import { createFacts } from '../../src/vault/facts/facts.ts';
import { detectGeneration } from '../../src/vault/facts/generation.ts';
import { appCase, connectionCase } from '../../src/vault/rules/cases.ts';
import { judge } from '../../src/vault/rules/evaluate.ts';
import { connectionRules, eligibilityRules } from '../../src/vault/rules/registry.ts';
import type { Rule } from '../../src/vault/rules/rule.ts';
import { aClient, aConnection } from './double/records.ts';
import { allScopes, emptyState } from './double/state.ts';
import { createTenantDouble } from './double/tenant.ts';

const now = Date.parse('2026-06-01T12:00:00Z');

function tenant(scopes: readonly string[] = allScopes) {
  const state = { ...emptyState(), scopes };
  state.connections.set('con_google', aConnection());
  state.clients.set(aClient().client_id, aClient());
  return createTenantDouble(state);
}

function questions(rules: readonly Rule[], double: ReturnType<typeof tenant>) {
  const run = { tenant: double.tenant, mode: 'check', now } as const;
  const onApp = appCase(run, aClient());
  const onConnection = connectionCase(run, { id: 'con_google', name: 'google-oauth2' });
  return rules.map((rule) => ({ rule, case: rule.subject === 'app' ? onApp : onConnection }));
}

describe('facts', () => {
  test('are read once, however many rules need them', async () => {
    const double = tenant();
    await judge(createFacts(double.tenant), questions(connectionRules, double));
    expect(double.gate.reads.toSorted()).toEqual(['connections.list', 'connections.load']);
  });

  test('are only those that the chosen rules name', async () => {
    const double = tenant();
    await judge(createFacts(double.tenant), questions(eligibilityRules, double));
    expect(double.gate.reads).toEqual(['clients.load']);
  });

  test('that were put in are not read', async () => {
    const double = tenant();
    const facts = createFacts(double.tenant);
    facts.seed('client', aClient().client_id, aClient());
    await judge(facts, questions(eligibilityRules, double));
    expect(double.gate.reads).toEqual([]);
  });

  test('that a scope hides make findings that name it', async () => {
    const double = tenant(allScopes.filter((scope) => scope !== 'read:clients'));
    const judged = await judge(createFacts(double.tenant), questions(eligibilityRules, double));
    for (const { finding } of judged) {
      expect(finding).toMatchObject({ status: 'unknown', missing_scopes: ['read:clients'] });
    }
  });

  test('of several scopes that would do, name the one that shows least', async () => {
    const double = tenant();
    double.gate.onRead = () => {
      throw new TvError('access.scope', 'No', {
        missingScopes: ['read:client_keys', 'read:clients', 'read:client_summary'],
      });
    };
    const fact = await createFacts(double.tenant).load('client', 'x');
    expect(fact).toMatchObject({ known: false, missingScopes: ['read:clients'], gone: false });
  });

  test('of a feature that is not there are gone', async () => {
    const double = tenant();
    double.gate.onRead = () => {
      throw new TvError('refused.feature', 'The plan does not allow it');
    };
    expect(await createFacts(double.tenant).load('mfaPolicies')).toMatchObject({ known: false, gone: true });
  });

  test.each(['network.timeout', 'access.credentials', 'not_found.connection', 'api.server'] as const)(
    'let %s through',
    async (code) => {
      const double = tenant();
      double.gate.onRead = () => {
        throw new TvError(code, 'No');
      };
      await expect(createFacts(double.tenant).load('connection', 'con_google')).rejects.toMatchObject({
        code,
      });
    },
  );

  test('of an opaque token are unknown without naming scopes', async () => {
    const state = { ...emptyState(), scopes: undefined };
    const facts = createFacts(createTenantDouble(state).tenant);
    expect(await facts.load('heldScopes')).toMatchObject({ known: false, missingScopes: [] });
  });

  test('of one source of tokensets stand beside the other', async () => {
    const double = tenant(allScopes.filter((scope) => scope !== 'read:federated_connections_tokens'));
    const fact = await createFacts(double.tenant).load('userTokensets', 'auth0|ada');
    expect(fact).toMatchObject({
      known: true,
      value: { tokensets: { known: false }, connectedAccounts: { known: true, value: [] } },
    });
  });
});

describe('the generation', () => {
  const bare = {
    id: 'con_1',
    name: 'old',
    strategy: 'oauth2',
    display_name: undefined,
    options: undefined,
    authentication: undefined,
    connected_accounts: undefined,
  };

  test('is that of any connection that shows it', async () => {
    const shown = { ...bare, connected_accounts: { active: false } };
    expect(await detectGeneration([bare, { ...bare, authentication: { active: true } }])).toBe(
      'connected_accounts',
    );
    expect(await detectGeneration([shown, bare])).toBe('connected_accounts');
  });

  test('is early access where none shows it, and open where there is none', async () => {
    expect(await detectGeneration([bare])).toBe('tokensets');
    expect(await detectGeneration([])).toBeNull();
  });
});
