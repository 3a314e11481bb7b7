import type { Tokenset } from '../../core/model.ts';
import { quotedList } from '../../core/text.ts';

/** What a connect request asks the provider for, and what the account had before. */
export interface ScopePlan {
  /** Of the accounts that exist for the connection; empty when there is none. */
  readonly before: readonly string[];
  /** Empty leaves it to the settings of the connection. */
  readonly requested: readonly string[];
}

/** Scopes that Google must be asked for in every connect request (facts 2.7). */
const needed: Readonly<Record<string, readonly string[]>> = {
  'google-oauth2': ['openid', 'profile'],
  'google-apps': ['openid', 'profile'],
};

/** Unites what the account has with what is asked for: connecting again overwrites what is stored (facts 6.2, 12.24). */
export function planScopes(
  connection: { readonly name: string; readonly strategy: string },
  accounts: readonly Tokenset[],
  asked: readonly string[],
): ScopePlan {
  const before = union(
    accounts.filter((account) => account.connection === connection.name).flatMap(({ scopes }) => scopes),
  );
  const wanted = union([...before, ...asked]);
  const always = wanted.length === 0 ? [] : (needed[connection.strategy] ?? []);
  return { before, requested: union([...wanted, ...always]) };
}

/** Scopes that were asked for and not given. */
export function withheld(requested: readonly string[], granted: readonly string[]): readonly string[] {
  return requested.filter((scope) => !granted.includes(scope));
}

/** The difference a connect request makes, for people; null when the settings of the connection decide. */
export function describeScopes({ before, requested }: ScopePlan, connection: string): string | null {
  const added = withheld(requested, before);
  if (requested.length === 0) return null;
  if (before.length === 0) return `Asks \`${connection}\` for ${quotedList(requested)}`;
  const kept = `keeps ${quotedList(before)}`;
  return added.length === 0
    ? `Connects \`${connection}\` again and ${kept}; connecting overwrites what is stored, so all of it is asked for again`
    : `Connects \`${connection}\` again, adds ${quotedList(added)} and ${kept}`;
}

function union(scopes: readonly string[]): readonly string[] {
  return [...new Set(scopes)];
}
