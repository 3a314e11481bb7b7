import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/cli/catalogue.ts';
import { TvError } from '../../../src/core/errors.ts';
import { explain, findRefusals, refusalCodes, refusals } from '../../../src/vault/exchange/catalogue.ts';
import { fillFix, fillSentence } from '../../../src/vault/exchange/placeholders.ts';
import { rules } from '../../../src/vault/rules/registry.ts';

const vaultGrant = 'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token';

/** What Auth0 was seen to say (facts 4.3), and a word of what must be made of it. */
const seen: readonly (readonly [string, string | null, RegExp])[] = [
  [
    'federated_connection_refresh_token_not_found',
    'Federated connection Refresh Token not found.',
    /no provider token/,
  ],
  [
    'federated_connection_refresh_token_flow_failed',
    'Refresh Token flow for the Federated Connection failed',
    /refused the refresh token/,
  ],
  ['user_not_found', 'Identity User not found.', /login_hint/],
  ['tokenset_not_found', null, /Early access/],
  ['invalid_request', 'something failed: tokenset_not_found', /Early access/],
  ['invalid_client', 'Client authentication failed', /proved who it is/],
  ['unauthorized_client', `Grant type '${vaultGrant}' not allowed for the client.`, /Token Vault grant/],
  ['unauthorized_client', 'Token Vault is not enabled for the provided connection', /Token Vault is off/],
  ['access_denied', 'Token Vault is not enabled for the provided connection', /Token Vault is off/],
  ['unknown', 'This client is not a resource server and cannot exchange access tokens.', /client of an API/],
  ['invalid_request', 'Rotating refresh token not supported', /rotates/],
  ['invalid_request', 'requested_token_type is required', /lacks `requested_token_type`/],
  [
    'invalid_request',
    'Invalid subject_token_type and requested_token_type combination',
    /do not belong together/,
  ],
  ['invalid_grant', 'Unknown or invalid refresh token.', /does not know the refresh token/],
  ['mfa_required', 'Multifactor authentication required', /second factor/],
  ['access_denied', 'You shall not pass', /policy or an Action/],
  [
    'access_denied',
    'Client "abc" is not authorized to access resource server "https://t/me/".',
    /no grant for the API/,
  ],
  ['access_denied', 'Service not enabled within domain: https://t/me/', /no API with that audience/],
  ['invalid_target', null, /audience/],
  ['unmet_authentication_requirements', null, /recent second factor/],
  ['use_dpop_nonce', null, /DPoP/],
  ['invalid_dpop_proof', null, /DPoP/],
  ['too_many_requests', 'Global limit has been reached', /rate limit/],
  ['too_many_requests', 'Client quota exceeded', /rate limit/],
  ['invalid_grant', 'Invalid subject_token: the token has expired', /subject token is not valid/],
  ['invalid_grant', 'Invalid subject_token: typ must be token-vault-req+jwt', /JWT of the worker/],
  ['access_denied', "The IP address 192.0.2.1 is not in the client's ip_allowlist", /address/],
  [
    'access_denied',
    "The connection github is not among the client's privileged access grants",
    /more than its grants/,
  ],
  [
    'unauthorized_client',
    'Privileged access to Token Vault is not configured for the client',
    /no privileged worker/,
  ],
  ['access_denied', 'The connection is not enabled for the client', /not among those of the application/],
  ['access_denied', 'user is blocked', /blocked/],
  ['unknown', 'Access Denied: The user denied the request', /consent was denied/],
  ['unknown', 'Bad Request: The auth_session is unknown or has expired', /could not be completed/],
  ['invalid_request', 'Conflict params: approval_prompt and prompt', /Google/],
  ['invalid_team_for_non_distributed_app', null, /Slack/],
  ['invalid_token', 'Invalid Token', /My Account/],
];

describe('the catalogue of refusals', () => {
  it.each(seen)('understands %s, %s', (error, description, meaning) => {
    const [found] = findRefusals({ error, description });
    expect(found?.meaning).toMatch(meaning);
  });

  it.each(refusals.map((refusal) => [refusal.codes.join(' '), refusal] as const))(
    '%s is found by its own words, and every cause has a way out',
    (_, refusal) => {
      const [code = ''] = refusal.codes;
      if (refusal.description !== null) {
        expect(findRefusals({ error: code, description: refusal.description })).toEqual([refusal]);
        expect(findRefusals({ error: 'something_else', description: refusal.description })).toEqual([
          refusal,
        ]);
        expect(explain(refusal.description).cases).toEqual([refusal]);
      }
      for (const known of refusal.codes) {
        expect(known).toMatch(/^[a-z][a-z0-9_]+$/);
        expect(explain(known).cases).toContain(refusal);
      }
      expect(refusal.causes.length).toBeGreaterThan(0);
      expect(refusal.docs).toMatch(/^https:\/\/auth0\.com\/docs\//);
    },
  );

  const fixes = [...new Set(refusals.flatMap(({ causes }) => causes.map(({ fix }) => fix)))];
  it.each(fixes.filter((fix) => fix.startsWith('tv ')))('`%s` is a command that exists', (fix) => {
    const words = fix.split(' ').slice(1);
    const spec = commands
      .filter(({ path }) => path.every((word, index) => words[index] === word))
      .sort((left, right) => right.path.length - left.path.length)[0];
    expect(spec, fix).toBeDefined();
    const options = (spec?.options ?? []).map(({ name }) => `--${name}`);
    for (const flag of words.filter((word) => word.startsWith('--'))) expect(options).toContain(flag);
  });

  it('names rules that exist', () => {
    const known = rules.map(({ id }) => id);
    const named = refusals.flatMap(({ causes }) => causes.flatMap(({ rules: ids = [] }) => ids));
    expect(named.filter((id) => !known.includes(id))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });

  it('gives the general case of a code for words it does not know, all cases without a general one, and nothing for neither', () => {
    expect(findRefusals({ error: 'access_denied', description: 'Kapow' })).toHaveLength(1);
    expect(findRefusals({ error: 'unauthorized_client', description: 'Kapow' }).length).toBeGreaterThan(1);
    expect(findRefusals({ error: 'kapow', description: 'Kapow' })).toEqual([]);
  });
});

describe('explain', () => {
  it('takes the codes of tv, any case, and words of a description', () => {
    expect(explain('exchange.mfa_required').code).toBe('mfa_required');
    expect(explain('MFA_REQUIRED').code).toBe('mfa_required');
    expect(explain('access.app_credentials').code).toBe('invalid_client');
    expect(explain('not a resource server').cases).toHaveLength(1);
    expect(explain('Refresh Token flow').code).toBe('federated_connection_refresh_token_flow_failed');
  });

  it.each([
    ['mfa_requird', 'mfa_required'],
    ['zzzzzzzzzz', 'tv exchange explain'],
    ['token', 'tokenset_not_found'],
  ])('does not know %s, and says what it could be', (typed, hint) => {
    const error = caught(() => explain(typed));
    expect(error.code).toBe('not_found.error_code');
    expect(error.exit).toBe(5);
    expect(error.hint).toContain(hint);
  });

  it('knows every code once', () => {
    expect(new Set(refusalCodes).size).toBe(refusalCodes.length);
  });
});

describe('placeholders', () => {
  it('fills names in, quoted for a shell in a command, with the profile that meets the same tenant', () => {
    const names = { app: 'Acme Web', connection: 'github', profile: 'prod' };
    expect(fillFix('tv connections enable {connection} --app {app}', names)).toBe(
      "tv connections enable -p prod github --app 'Acme Web'",
    );
    expect(fillFix('Look with `tv logs --failed`; `tv exchange` tells', names)).toBe(
      'Look with `tv logs -p prod --failed`; `tv exchange` tells',
    );
    expect(fillSentence('Log in through `{app}` as {user}', names)).toBe(
      'Log in through `Acme Web` as <user>',
    );
  });

  it('leaves what is not known as it would be shown in help', () => {
    expect(fillFix('tv tokensets list --user {user}', {})).toBe('tv tokensets list --user <user>');
    expect(fillFix('Let the user log in', {})).toBe('Let the user log in');
  });
});

function caught(work: () => unknown): TvError {
  try {
    work();
  } catch (error) {
    if (error instanceof TvError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
