import { expect, test } from 'vitest';
import { describeStrategy, revocationPage, type Support } from '../../src/vault/strategies.ts';

test.each<readonly [string, Support]>([
  ['box', 'supported'],
  ['github', 'supported'],
  ['google-oauth2', 'supported'],
  ['oauth2', 'supported'],
  ['oidc', 'supported'],
  ['windowslive', 'supported'],
  ['google-apps', 'documented'],
  ['waad', 'documented'],
  ['okta', 'documented'],
  ['salesforce', 'documented'],
  ['twitter', 'documented'],
  ['planningcenter', 'unknown'],
  ['made-up-tomorrow', 'unknown'],
  ['constructor', 'unknown'],
  ['auth0', 'unsupported'],
  ['samlp', 'unsupported'],
  ['sms', 'unsupported'],
])('%s is %s', (strategy, support) => {
  expect(describeStrategy(strategy).support).toBe(support);
});

test('Slack is told by the name of its connection', () => {
  expect(describeStrategy('oauth2', 'sign-in-with-slack').provider).toBe('Slack');
  expect(describeStrategy('oauth2', 'acme-crm').provider).toBe('the provider');
});

test.each([
  ['google-oauth2', 'https://myaccount.google.com/connections'],
  ['acme-google-workspace', 'https://myaccount.google.com/connections'],
  ['github', 'https://github.com/settings/applications'],
  ['sign-in-with-slack', 'https://slack.com/'],
  ['windowslive', 'https://account.live.com/consent/Manage'],
])('%s says where access is taken back', (name, page) => {
  expect(revocationPage(name)?.startsWith(page)).toBe(true);
});

test('an unknown provider has no such page', () => {
  expect(revocationPage('acme-crm')).toBeUndefined();
});
