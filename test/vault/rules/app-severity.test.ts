import { describe, expect, test } from 'vitest';
import type { Loaded } from '../../../src/vault/facts/catalogue.ts';
import { known } from '../../../src/vault/facts/fact.ts';
import type { Case } from '../../../src/vault/rules/case.ts';
import { client, current } from './app-facts.ts';
import { aCase, finding, ruleOf } from './judging.ts';

describe('severity', () => {
  const lacking = client();

  test.each<readonly [string, Partial<Case>, string]>([
    ['a plain check', {}, 'warning'],
    ['a check for an exchange', { exchanges: ['access_token'] }, 'error'],
    ['doctor', { mode: 'doctor' }, 'error'],
  ])('of the grant in %s', (_, overrides, severity) => {
    expect(finding(ruleOf('app/grant'), lacking, aCase('app', overrides)).severity).toBe(severity);
  });

  test.each<readonly [string, Partial<Case>, string]>([
    ['check', { exchanges: ['refresh_token'], connects: true }, 'warning'],
    ['doctor where users connect', { mode: 'doctor', connects: true }, 'error'],
    ['doctor where they do not', { mode: 'doctor' }, 'warning'],
  ])('of the policy for the My Account API in %s', (_, overrides, severity) => {
    expect(
      finding(ruleOf('app/my-account-policy'), { ...lacking, ...current }, aCase('app', overrides)).severity,
    ).toBe(severity);
  });
});

describe('the command that mends', () => {
  test.each<readonly [string, Partial<Loaded>, string | null]>([
    ['app/grant', client(), 'tv apps enable -p prod client-of-acme-web-00000001'],
    ['app/grant', client({ is_first_party: false }), null],
    [
      'app/rotation-off',
      client({ refresh_token: { rotation_type: 'rotating' } }),
      'tv apps enable -p prod client-of-acme-web-00000001 --fix app/rotation-off',
    ],
    ['app/rotation-off', client({ app_type: 'spa', refresh_token: { rotation_type: 'rotating' } }), null],
    ['app/confidential', client({ app_type: 'native', token_endpoint_auth_method: 'none' }), null],
    [
      'app/connection-enabled',
      { ...client(), connectionClients: known([]) },
      'tv connections enable -p prod google-oauth2 --app client-of-acme-web-00000001',
    ],
    [
      'app/my-account-policy',
      { ...client(), ...current },
      'tv apps enable -p prod client-of-acme-web-00000001 --with-my-account',
    ],
  ])('of %s', (id, given, command) => {
    expect(finding(ruleOf(id), given, aCase('app')).fix).toBe(command);
  });
});
