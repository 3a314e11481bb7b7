import { describe, expect, it } from 'vitest';
import { doctor, told } from './doctor-desk.ts';
import { type Desk, lastError, openDesk } from './tv.ts';
import { stateOf, storedClient, storedConnection, withoutScopes, writes } from './vault-desk.ts';

const broken = (): Promise<Desk> => openDesk({ scenario: 'broken' });

/** What may be mended in the scenario `broken`, by rule and the field that changes. */
const mendable = [
  ['Auth0 My Account API', 'identifier', 'additive'],
  ['acme-crm', 'options.connected_accounts', 'additive'],
  ['google-conflict', 'options.upstream_params.approval_prompt', 'additive'],
  ['google-online-only', 'options.offline_access', 'additive'],
  ['Acme Grantless', 'scope', 'additive'],
  ['Acme Legacy', 'oidc_conformant', 'breaking'],
  ['Acme Policyless', 'refresh_token.policies', 'additive'],
  ['Acme Public', 'token_endpoint_auth_method', 'security'],
  ['Acme Refreshless', 'grant_types', 'additive'],
  ['Acme Rotating', 'refresh_token.rotation_type', 'breaking'],
];
/** What is explained instead. */
const left = [
  'tenant/mfa-policy',
  'connection/supported acme-saml',
  'connection/own-keys github-developer-keys',
  'app/worker Acme Careless Worker',
  'app/api-client Acme Orphan API',
  'app/not-global Acme Restricted',
  'app/first-party Acme Third-Party',
  'app/connection-enabled Acme Unlinked',
  'connection/one-switch windowslive',
];

describe('tv doctor --fix', () => {
  it('plans what may be mended, and with --dry-run sends only reads', async () => {
    const desk = await broken();
    const { exit, report } = await doctor(desk, ['--fix', '--dry-run']);
    expect(exit).toBe(3);
    expect(report.dry_run).toBe(true);
    expect(report.changes?.map(({ name, field, impact }) => [name, field, impact])).toEqual(mendable);
    expect(await writes(desk)).toEqual([]);
  });

  it('asks first, and changes nothing where nobody can be asked', async () => {
    const desk = await broken();
    const { exit, stdout, stderr } = await desk.run(['doctor', '--fix', '--json']);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(lastError(stderr)).toMatchObject({ code: 'usage.confirmation' });
    expect(await writes(desk)).toEqual([]);
  });

  it('mends, examines again, explains the rest, and has nothing left to do the second time', async () => {
    const desk = await broken();
    const { exit, report, stderr } = await doctor(desk, ['--fix', '--yes']);
    expect(exit).toBe(3);
    expect(report.dry_run).toBe(false);
    expect(report.changes?.map(({ name, status }) => [name, status])).toEqual(
      mendable.map(([name]) => [name, 'applied']),
    );
    expect(told(report.findings, 'fail')).toEqual(left);
    expect(stderr).toContain('`tv` never changes it');
    expect(stderr).toContain('must not be made first-party');
    await writes(desk);
    const again = await doctor(desk, ['--fix', '--yes']);
    expect(again.report.changes).toEqual([]);
    expect(told(again.report.findings, 'fail')).toEqual(left);
    expect(await writes(desk)).toEqual([]);
  });

  it('leaves everything else as it was', async () => {
    const desk = await broken();
    const [before, connection] = [await stateOf(desk), await storedConnection(desk, 'google-online-only')];
    const application = await storedClient(desk, 'Acme Rotating');
    await doctor(desk, ['--fix', '--yes']);
    const after = await stateOf(desk);
    const touched = Object.entries(after.clients).filter(
      ([id, row]) => JSON.stringify(row) !== JSON.stringify(before.clients[id]),
    );
    expect(touched.map(([, { name }]) => name).sort()).toEqual([
      'Acme Legacy',
      'Acme Policyless',
      'Acme Public',
      'Acme Refreshless',
      'Acme Rotating',
    ]);
    expect(await storedConnection(desk, 'google-online-only')).toMatchObject({
      ...connection,
      options: { ...(connection.options as object), offline_access: true },
    });
    expect(await storedClient(desk, 'Acme Rotating')).toEqual({
      ...application,
      refresh_token: { ...(application.refresh_token as object), rotation_type: 'non-rotating' },
    });
  });

  it('mends only the rules that are named, and those that want their name', async () => {
    const desk = await broken();
    const one = await doctor(desk, ['--fix', 'connection/one-switch', 'app/first-party', '--yes']);
    expect(one.report.changes?.map(({ name, field, status }) => [name, field, status])).toEqual([
      ['windowslive', 'options.federated_connections_access_tokens.active', 'applied'],
      ['Acme Third-Party', 'is_first_party', 'applied'],
    ]);
    expect(told(one.report.findings, 'fail')).not.toContain('app/first-party Acme Third-Party');
    expect(told(one.report.findings, 'fail')).toContain('app/rotation-off Acme Rotating');
  });

  it('says why a rule that was named got no change', async () => {
    const desk = await broken();
    const args = ['--app', 'Acme Third-Party', '--connection', 'google-oauth2', '--dry-run', '--fix'];
    const vain = await doctor(desk, [...args, 'app/connection-enabled', 'app/rotation-off']);
    expect(vain.report.changes).toEqual([]);
    expect(vain.stderr).toContain(
      'There is nothing to mend: `app/connection-enabled` and `app/rotation-off` fail nowhere in what was examined',
    );
    const grantless = await doctor(desk, ['--app', 'Partner Portal', '--dry-run', '--fix', 'app/grant']);
    expect(grantless.report.changes).toEqual([]);
    expect(grantless.stderr).toContain('Left: app/grant of Partner Portal');
    await withoutScopes(desk, 'read:client_grants');
    const blind = await doctor(desk, ['--app', 'Acme Web', '--fix', 'app/my-account-grant'], {
      env: { TV_TOKEN_CACHE: 'off' },
    });
    expect(blind.stderr).toContain('Whether `app/my-account-grant` fails could not be told');
  });

  it('gives nothing to an application that may not have Token Vault', async () => {
    const desk = await broken();
    const { report } = await doctor(desk, [
      '--app',
      'Partner Portal',
      '--connection',
      'google-oauth2',
      '--fix',
      '--yes',
      '--skip',
      'tenant/my-account-api',
    ]);
    expect(report.changes).toEqual([]);
    expect(told(report.findings, 'fail')).toContain('app/grant Partner Portal');
    const spa = await doctor(desk, [
      '--app',
      'Acme Dashboard',
      '--only',
      'app/confidential',
      '--fix',
      '--yes',
    ]);
    expect(spa.report.changes).toEqual([]);
    expect(spa.stderr).toContain('Left: app/confidential of Acme Dashboard');
  });

  it('writes nothing when a scope for one of the changes is missing, and says which', async () => {
    const desk = await broken();
    await withoutScopes(desk, 'create:resource_servers', 'update:connections_options');
    const { exit, stderr } = await doctor(desk, ['--fix', '--yes']);
    expect(exit).toBe(4);
    expect(lastError(stderr)).toMatchObject({
      code: 'access.scope',
      missing_scopes: ['create:resource_servers', 'update:connections_options'],
    });
    expect(await writes(desk)).toEqual([]);
  });

  it('is refused where writes are switched off', async () => {
    const desk = await broken();
    const { exit, stderr } = await doctor(desk, ['--fix', '--yes'], { env: { TV_READ_ONLY: '1' } });
    expect({ exit, code: lastError(stderr).code }).toEqual({ exit: 6, code: 'refused.read_only' });
    expect(await writes(desk)).toEqual([]);
    expect((await doctor(desk, [], { env: { TV_READ_ONLY: '1' } })).exit).toBe(3);
  });
});
