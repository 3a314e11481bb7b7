import { describe, expect, test } from 'vitest';
import type { Loaded } from '../../../src/vault/facts/catalogue.ts';
import { known } from '../../../src/vault/facts/fact.ts';
import { connection, of, off, oldTenant } from './connection-facts.ts';
import { aCase, finding, ruleOf } from './judging.ts';

const current: Pick<Loaded, 'generation'> = { generation: known('connected_accounts') };
const early: Pick<Loaded, 'generation'> = { generation: known('tokensets') };

describe('the changes that mend', () => {
  test.each<readonly [string, Partial<Loaded>, readonly [string, unknown, unknown][]]>([
    ['connection/enabled', { ...connection(off), ...current }, [['connected_accounts.active', false, true]]],
    [
      'connection/enabled',
      { ...connection(oldTenant), ...early },
      [['options.federated_connections_access_tokens.active', false, true]],
    ],
    [
      'connection/misplaced-switch',
      connection({ options: { connected_accounts: { active: true } } }),
      [['options.connected_accounts', { active: true }, null]],
    ],
    [
      'connection/offline-access',
      of('google-oauth2', { offline_access: false }),
      [['options.offline_access', false, true]],
    ],
    [
      'connection/offline-access',
      of('oidc', { scope: 'openid email' }),
      [['options.scope', 'openid email', 'openid email offline_access']],
    ],
    [
      'connection/upstream-conflict',
      connection({
        options: { upstream_params: { prompt: { value: 'consent' }, approval_prompt: { value: 'force' } } },
      }),
      [['options.upstream_params.approval_prompt', { value: 'force' }, null]],
    ],
  ])('%s', (id, given, changes) => {
    const rule = ruleOf(id);
    const subject = aCase('connection');
    expect(finding(rule, given, subject).fix).toMatch(/^tv \w+( [a-z]+)? -p prod /);
    const planned = rule.fix?.({ ...given } as Loaded, subject) ?? [];
    expect(planned.map(({ change }) => [change.field, change.before, change.after])).toEqual(changes);
  });

  test('own keys have none', () => {
    const rule = ruleOf('connection/own-keys');
    expect(rule.fix).toBeUndefined();
    expect(finding(rule, connection({ options: {} }), aCase('connection')).fix).toBeNull();
  });
});
