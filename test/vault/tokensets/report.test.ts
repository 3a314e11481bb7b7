import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tokenset } from '../../../src/core/model.ts';
import { ReportBuilder, type TokensetReport } from '../../../src/vault/tokensets/report.ts';
import { anAccount, aTokenset, daysAgo, now } from './people.ts';

function reportOf(...users: readonly (readonly Tokenset[])[]): TokensetReport {
  const builder = new ReportBuilder(now);
  for (const [index, tokensets] of users.entries()) {
    builder.add({ user: { user_id: `auth0|${index}`, email: null }, tokensets, unknownTimes: 0 });
  }
  return builder.report('acme.eu.auth0.com', 2);
}

describe('a report', () => {
  it('of nobody is all noughts', () => {
    expect(reportOf()).toMatchObject({
      tenant: 'acme.eu.auth0.com',
      users_read: 0,
      users_failed: 2,
      tokensets: 0,
      by_connection: [],
      by_scope: [],
    });
  });

  it('counts users with more than one tokenset of a connection once', () => {
    const { by_connection, users_read, tokensets } = reportOf(
      [aTokenset(), aTokenset({ id: 'ts-2', issued_at: daysAgo(300) })],
      [aTokenset({ id: 'ts-3' })],
      [],
    );
    expect({ users_read, tokensets }).toEqual({ users_read: 3, tokensets: 3 });
    expect(by_connection).toEqual([
      {
        connection: 'google-oauth2',
        source: 'tokensets',
        users: 2,
        tokensets: 3,
        expired: 3,
        oldest_issued_at: daysAgo(300),
        median_age_days: 100,
        unused_90d: 0,
        unknown_use: 0,
      },
    ]);
  });

  it('keeps the generations of one connection apart, the most tokensets first', () => {
    const { by_connection } = reportOf([
      anAccount(),
      aTokenset({ connection: 'github' }),
      aTokenset({ id: 'ts-2', connection: 'github' }),
      aTokenset({ id: 'ts-3' }),
    ]);
    expect(by_connection.map(({ connection, source, tokensets }) => [connection, source, tokensets])).toEqual(
      [
        ['github', 'tokensets', 2],
        ['google-oauth2', 'connected_accounts', 1],
        ['google-oauth2', 'tokensets', 1],
      ],
    );
  });

  it.each<[string, Tokenset, { unused_90d: number; unknown_use: number }]>([
    ['used lately', aTokenset(), { unused_90d: 0, unknown_use: 0 }],
    ['used 90 days ago', aTokenset({ last_used_at: daysAgo(90) }), { unused_90d: 1, unknown_use: 0 }],
    ['never used, old', aTokenset({ last_used_at: null }), { unused_90d: 1, unknown_use: 0 }],
    [
      'never used, young',
      aTokenset({ last_used_at: null, issued_at: daysAgo(3) }),
      { unused_90d: 0, unknown_use: 0 },
    ],
    ['no times', aTokenset({ last_used_at: null, issued_at: null }), { unused_90d: 0, unknown_use: 1 }],
    ['a connected account', anAccount(), { unused_90d: 0, unknown_use: 1 }],
  ])('tells use: %s', (_, tokenset, expected) => {
    expect(reportOf([tokenset]).by_connection[0]).toMatchObject(expected);
  });

  it('sorts times into bars, the unknown into the last', () => {
    const { age_histogram, last_use_histogram } = reportOf([
      aTokenset({ issued_at: daysAgo(0.5), last_used_at: daysAgo(0) }),
      aTokenset({ issued_at: daysAgo(1), last_used_at: null }),
      aTokenset({ issued_at: daysAgo(6.9) }),
      aTokenset({ issued_at: daysAgo(-3) }),
      aTokenset({ issued_at: daysAgo(4000) }),
      anAccount({ issued_at: null }),
    ]);
    const bar = (bars: TokensetReport['age_histogram'], from: number | null): number | undefined =>
      bars.find(({ from_days }) => from_days === from)?.tokensets;
    expect([0, 1, 7, 365, null].map((from) => bar(age_histogram, from))).toEqual([2, 2, 0, 1, 1]);
    // The later of last use and issue; the use of connected accounts stays unknown.
    expect([0, 1, 7, null].map((from) => bar(last_use_histogram, from))).toEqual([2, 2, 1, 1]);
    expect(age_histogram.at(-1)).toEqual({ from_days: null, to_days: null, tokensets: 1 });
  });

  it('counts the same uses as unknown and as long ago in the bars and by connection', () => {
    const { by_connection, last_use_histogram } = reportOf([
      aTokenset({ last_used_at: null, issued_at: daysAgo(400) }),
      aTokenset({ last_used_at: null, issued_at: null, connection: 'github' }),
      aTokenset({ last_used_at: daysAgo(100) }),
      anAccount(),
    ]);
    const total = (key: 'unknown_use' | 'unused_90d'): number =>
      by_connection.reduce((sum, row) => sum + row[key], 0);
    const old = last_use_histogram.filter(({ from_days }) => from_days !== null && from_days >= 90);
    expect(last_use_histogram.at(-1)?.tokensets).toBe(total('unknown_use'));
    expect(old.reduce((sum, { tokensets }) => sum + tokensets, 0)).toBe(total('unused_90d'));
  });

  it('counts a scope once a tokenset, the most common first', () => {
    const { by_scope } = reportOf([
      aTokenset({ scopes: ['b', 'a', 'a'] }),
      aTokenset({ scopes: ['b'] }),
      aTokenset({ scopes: [] }),
    ]);
    expect(by_scope).toEqual([
      { scope: 'b', tokensets: 2 },
      { scope: 'a', tokensets: 1 },
    ]);
  });

  it('takes the mean of the two in the middle for the median', () => {
    const { by_connection } = reportOf([60, 5].map((age) => aTokenset({ issued_at: daysAgo(age) })));
    expect(by_connection[0]?.median_age_days).toBe(32.5);
  });

  it('finds the median that sorting would find', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 60 }), (ages) => {
        const { by_connection } = reportOf(ages.map((age) => aTokenset({ issued_at: daysAgo(age) })));
        const sorted = [...ages].sort((left, right) => left - right);
        const middle = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
        expect(by_connection[0]?.median_age_days).toBe(((middle[0] ?? 0) + (middle[1] ?? 0)) / 2);
      }),
    );
  });
});
