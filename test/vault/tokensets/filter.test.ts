import { describe, expect, it } from 'vitest';
import type { Tokenset } from '../../../src/core/model.ts';
import {
  compileFilter,
  isEmptyFilter,
  type Match,
  type TokensetFilter,
} from '../../../src/vault/tokensets/filter.ts';
import { anAccount, aTokenset, daysAgo, now } from './people.ts';

const day = 86_400_000;

function filter(overrides: Partial<TokensetFilter> = {}): TokensetFilter {
  return {
    connections: [],
    scopes: [],
    expired: false,
    unusedFor: undefined,
    olderThan: undefined,
    ...overrides,
  };
}

function judge(overrides: Partial<TokensetFilter>, tokenset: Tokenset): Match {
  return compileFilter(filter(overrides), now)(tokenset);
}

describe('a filter', () => {
  it('of nothing lets everything through', () => {
    expect(isEmptyFilter(filter())).toBe(true);
    expect(judge({}, aTokenset({ issued_at: null, expires_at: null }))).toBe('yes');
    expect(isEmptyFilter(filter({ expired: true }))).toBe(false);
    expect(isEmptyFilter(filter({ unusedFor: 0 }))).toBe(false);
  });

  it.each<[string, Partial<TokensetFilter>, Partial<Tokenset>, Match]>([
    ['one connection', { connections: ['github'] }, { connection: 'github' }, 'yes'],
    ['one of two', { connections: ['github', 'google-oauth2'] }, {}, 'yes'],
    ['another connection', { connections: ['github'] }, {}, 'no'],
    ['no part of a name', { connections: ['google'] }, {}, 'no'],
    ['a whole scope', { scopes: ['openid'] }, {}, 'yes'],
    ['a glob', { scopes: ['*calendar*'] }, {}, 'yes'],
    ['one place', { scopes: ['open?d'] }, {}, 'yes'],
    ['no part of a scope', { scopes: ['calendar'] }, {}, 'no'],
    ['a dot as a dot', { scopes: ['https://wwwXgoogleapis.com/*'] }, {}, 'no'],
    ['brackets as brackets', { scopes: ['[openid]'] }, { scopes: ['[openid]'] }, 'yes'],
    ['a star that is tried again', { scopes: ['*:a*b?'] }, { scopes: ['x:a:abbc'] }, 'yes'],
    ['stars for nothing', { scopes: ['**openid**'] }, {}, 'yes'],
    ['more than the text', { scopes: ['openid?'] }, {}, 'no'],
    ['less than the text', { scopes: ['*open'] }, {}, 'no'],
    ['a glob of any length', { scopes: [`*${'x'.repeat(40_000)}`] }, {}, 'no'],
    ['a glob of many stars', { scopes: ['*a'.repeat(40)] }, { scopes: [`${'a'.repeat(200)}b`] }, 'no'],
    ['never over two scopes', { scopes: ['a*b'] }, { scopes: ['a', 'b'] }, 'no'],
    ['one of two globs', { scopes: ['nothing', 'openid'] }, {}, 'yes'],
    ['no scopes at all', { scopes: ['*'] }, { scopes: [] }, 'no'],
    ['both kinds', { connections: ['google-oauth2'], scopes: ['openid'] }, {}, 'yes'],
    ['one of both kinds', { connections: ['github'], scopes: ['openid'] }, {}, 'no'],
    ['expired', { expired: true }, { expires_at: daysAgo(0) }, 'yes'],
    ['not yet expired', { expired: true }, { expires_at: daysAgo(-1) }, 'no'],
    ['an unknown expiry', { expired: true }, { expires_at: null }, 'unknown'],
    ['old enough', { olderThan: 100 * day }, {}, 'yes'],
    ['too young', { olderThan: 101 * day }, {}, 'no'],
    ['an unknown issue', { olderThan: day }, { issued_at: null }, 'unknown'],
    ['unused for ten days', { unusedFor: 10 * day }, {}, 'yes'],
    ['used since', { unusedFor: 11 * day }, {}, 'no'],
    ['never used, by its issue', { unusedFor: 100 * day }, { last_used_at: null }, 'yes'],
    ['never used and young', { unusedFor: 101 * day }, { last_used_at: null }, 'no'],
    ['issued after its last use', { unusedFor: 10 * day }, { issued_at: daysAgo(2) }, 'no'],
    ['no time at all', { unusedFor: day }, { last_used_at: null, issued_at: null }, 'unknown'],
    ['a no beside an unknown', { unusedFor: 11 * day, expired: true }, { expires_at: null }, 'no'],
    ['an unknown beside a yes', { unusedFor: 10 * day, expired: true }, { expires_at: null }, 'unknown'],
  ])('judges %s', (_, wanted, record, verdict) => {
    expect(judge(wanted, aTokenset(record))).toBe(verdict);
  });

  it('never takes a connected account for unused, whose use is unknown, but for used when it is young', () => {
    expect(judge({ unusedFor: 90 * day }, anAccount())).toBe('unknown');
    expect(judge({ unusedFor: 90 * day }, anAccount({ issued_at: daysAgo(1) }))).toBe('no');
  });
});
