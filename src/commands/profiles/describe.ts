import type { Context } from '../../core/context.ts';
import type { Credentials, Profile } from '../../core/profiles.ts';
import type { Result } from '../../core/result.ts';
import { detailResult, rowOf, rowOfCredentials } from './rows.ts';
import { groupLack, type TokenFacts } from './token-facts.ts';

/** Shows credentials that were resolved, whether a profile holds them or the environment. */
export async function describeCredentials(
  context: Context,
  credentials: Credentials,
  token: TokenFacts,
): Promise<Result> {
  const { origins, clientId, profile } = credentials;
  // Environment credentials work where no profile can be kept.
  if (profile === null)
    return detailResult({ ...rowOfCredentials(credentials), origins, ...token }, groupLack(token));
  const store = await context.profiles();
  const stored = await store.load(profile);
  const row = { ...rowOf(stored, await store.activeName()), client_id: clientId };
  return detailResult({ ...row, origins, ...token }, groupLack(token));
}

/** Shows a profile as it is stored, or would be. */
export async function describeProfile(
  context: Context,
  profile: Profile,
  token: TokenFacts,
  notes: readonly string[] = [],
): Promise<Result> {
  const store = await context.profiles();
  const row = rowOf(profile, await store.activeName());
  return detailResult({ ...row, origins: store.origins(profile), ...token }, groupLack(token), notes);
}
