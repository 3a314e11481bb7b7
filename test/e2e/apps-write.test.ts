import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/core/model.ts';
import { tokenVaultGrant } from '../../src/core/protocol.ts';
import { lastError, openDesk } from './tv.ts';
import { storedClient, withoutScopes, writes } from './vault-desk.ts';

interface Written {
  readonly dry_run: boolean;
  readonly changes: readonly Change[];
}

function fieldsOf(data: unknown): readonly (readonly [string, string])[] {
  return (data as Written).changes.map(({ field, status }) => [field, status]);
}

describe('tv apps enable', () => {
  it('adds the grant and nothing else, keeping order, duplicates and unknown values', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const client = await storedClient(desk, 'Acme Ungranted');
    const odd = ['refresh_token', 'urn:acme:odd', 'refresh_token'];
    const before = { ...client, grant_types: odd };
    await desk.control('PUT', '/state', { clients: { [String(client.client_id)]: before } });
    const { exit, data } = await desk.json(['apps', 'enable', 'Acme Ungranted']);
    expect({ exit, fields: fieldsOf(data) }).toEqual({ exit: 0, fields: [['grant_types', 'applied']] });
    expect((await writes(desk)).map(({ body }) => body)).toEqual([
      { grant_types: [...odd, tokenVaultGrant] },
    ]);
    expect(await storedClient(desk, 'Acme Ungranted')).toEqual({
      ...before,
      grant_types: [...odd, tokenVaultGrant],
    });
    expect(fieldsOf((await desk.json(['apps', 'enable', 'Acme Ungranted'])).data)).toEqual([
      ['grant_types', 'unchanged'],
    ]);
  });

  it('writes no list of grants where Auth0 keeps none, for that would take the others away', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const { grant_types, ...client } = await storedClient(desk, 'Acme Ungranted');
    expect(grant_types).toBeInstanceOf(Array);
    const id = String(client.client_id);
    await desk.control('PUT', '/state', { clients: { [id]: null } });
    await desk.control('PUT', '/state', { clients: { [id]: client } });
    const { exit, stderr } = await desk.json(['apps', 'enable', 'Acme Ungranted']);
    expect(lastError(stderr)).toMatchObject({ code: 'refused.precondition', exit: 6 });
    expect(exit).toBe(6);
    expect(await writes(desk)).toEqual([]);
  });

  it('refuses an application that may not have it, with the command that would change that', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const legacy = await storedClient(desk, 'Acme Legacy');
    const { exit, stderr } = await desk.json(['apps', 'enable', 'Acme Legacy']);
    expect(exit).toBe(6);
    expect(lastError(stderr)).toMatchObject({
      code: 'refused.ineligible',
      rules: ['app/oidc-conformant'],
      hint: `Run \`tv apps enable ${legacy.client_id} --fix app/oidc-conformant\` to change that`,
    });
    expect(await writes(desk)).toEqual([]);
  });

  it('tells each hidden setting once', async () => {
    const desk = await openDesk();
    await withoutScopes(desk, 'read:clients', 'read:client_keys', 'read:client_credentials');
    const { exit, stderr } = await desk.json(['apps', 'enable', 'Acme Web']);
    expect(exit).toBe(4);
    const causes = String(lastError(stderr).cause).split('; ');
    expect(causes).toHaveLength(2);
    expect(await writes(desk)).toEqual([]);
  });

  it('refuses several when one may not have it, and writes nothing', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const { exit } = await desk.json(['apps', 'enable', 'Acme Ungranted', 'Acme Legacy']);
    expect(exit).toBe(6);
    expect(await writes(desk)).toEqual([]);
  });

  it('with --fix asks, changes, and checks again', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const asked = await desk.json(['apps', 'enable', 'Acme Legacy', '--fix']);
    expect(asked.exit).toBe(2);
    expect(lastError(asked.stderr).code).toBe('usage.confirmation');
    const { exit, data } = await desk.json(['apps', 'enable', 'Acme Legacy', '--yes', '--fix']);
    expect({ exit, fields: fieldsOf(data) }).toEqual({
      exit: 0,
      fields: [
        ['grant_types', 'unchanged'],
        ['oidc_conformant', 'applied'],
      ],
    });
    expect((await desk.json(['apps', 'check', 'Acme Legacy'])).exit).toBe(0);
  });

  it('turns rotation off without touching lifetimes, and says that users must log in again', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const before = await storedClient(desk, 'Acme Rotating');
    const args = ['apps', 'enable', 'Acme Rotating', '--exchange', 'refresh_token', '--yes', '--fix'];
    const { exit, stderr } = await desk.json(args);
    expect(exit).toBe(0);
    expect(stderr).toContain('Users must log in again');
    expect((await storedClient(desk, 'Acme Rotating')).refresh_token).toEqual({
      ...(before.refresh_token as object),
      rotation_type: 'non-rotating',
    });
  });

  it('never makes a browser application confidential by itself', async () => {
    const desk = await openDesk();
    const refused = await desk.json(['apps', 'enable', 'Acme Dashboard', '--yes', '--fix']);
    expect(refused.exit).toBe(6);
    expect(lastError(refused.stderr).hint).toContain('breaks its present sign-ins');
    expect(await writes(desk)).toEqual([]);
    const named = await desk.json(['apps', 'enable', 'Acme Dashboard', '--yes', '--fix', 'app/confidential']);
    expect({ exit: named.exit, fields: fieldsOf(named.data) }).toMatchObject({
      exit: 0,
      fields: [
        ['grant_types', 'applied'],
        ['token_endpoint_auth_method', 'applied'],
      ],
    });
    expect(await writes(desk)).toHaveLength(1);
  });

  it('with --with-my-account adds API, grant and policy, merged', async () => {
    const desk = await openDesk({ scenario: 'half-configured' });
    const before = await storedClient(desk, 'Acme Web');
    const { exit, data } = await desk.json(['apps', 'enable', 'Acme Web', '--with-my-account']);
    expect({ exit, fields: fieldsOf(data) }).toEqual({
      exit: 0,
      fields: [
        ['grant_types', 'unchanged'],
        ['scope', 'applied'],
        ['refresh_token.policies', 'applied'],
      ],
    });
    const after = await storedClient(desk, 'Acme Web');
    expect(after).toEqual({
      ...before,
      refresh_token: { ...(before.refresh_token as object), policies: [expect.anything()] },
    });
    const check = await desk.json([
      'apps',
      'check',
      'Acme Web',
      '--exchange',
      'refresh_token',
      '--fail-on',
      'warning',
    ]);
    expect(check.exit).toBe(0);
  });

  it('refuses the global client', async () => {
    const desk = await openDesk();
    const global = await storedClient(desk, 'All Applications');
    const { exit, stderr } = await desk.json(['apps', 'enable', String(global.client_id)]);
    expect(exit).toBe(6);
    expect(lastError(stderr)).toMatchObject({ code: 'refused.ineligible' });
  });

  it('names the scope it lacks, before it judges', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    await withoutScopes(desk, 'update:clients');
    const { exit, stderr } = await desk.json(['apps', 'enable', 'Acme Legacy']);
    expect(exit).toBe(4);
    expect(lastError(stderr)).toMatchObject({ code: 'access.scope', missing_scopes: ['update:clients'] });
  });

  it.each([
    ['app/worker', 'is not mended'],
    ['app/confidentail', 'names no rule'],
    ['app/connection-enabled', 'is not mended here'],
  ])('--fix %s is a usage error', async (rule, says) => {
    const desk = await openDesk();
    const { exit, stderr } = await desk.json(['apps', 'enable', 'Acme Web', '--fix', rule]);
    expect(exit).toBe(2);
    expect(lastError(stderr).message).toContain(says);
  });
});

describe('tv apps disable', () => {
  it('takes the grant away, and asks first', async () => {
    const desk = await openDesk();
    const before = await storedClient(desk, 'Acme Web');
    expect((await desk.json(['apps', 'disable', 'Acme Web'])).exit).toBe(2);
    const { exit, data } = await desk.json(['apps', 'disable', 'Acme Web', '--yes']);
    expect({ exit, fields: fieldsOf(data) }).toEqual({ exit: 0, fields: [['grant_types', 'applied']] });
    expect(await storedClient(desk, 'Acme Web')).toEqual({
      ...before,
      grant_types: ['authorization_code', 'implicit', 'refresh_token', 'client_credentials'],
    });
  });
});
