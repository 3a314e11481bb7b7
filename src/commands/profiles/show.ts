import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Credentials } from '../../core/profiles.ts';
import type { Result } from '../../core/result.ts';
import { describeCredentials, describeProfile } from './describe.ts';
import { readTokenFacts, type TokenFacts, unknownToken } from './token-facts.ts';

/** `tv profiles show` */
export async function run(context: Context, input: Input): Promise<Result> {
  const name = input.text('name') ?? context.globals.profile;
  if (name === undefined) {
    const credentials = await context.credentials();
    return describeCredentials(context, credentials, await lookAt(context, async () => credentials));
  }
  const profile = await (await context.profiles()).load(name);
  let found: Credentials | undefined;
  const token = await lookAt(context, async () => {
    found = await context.credentials(name);
    return found;
  });
  return found === undefined
    ? describeProfile(context, profile, token)
    : describeCredentials(context, found, token);
}

/** What the token holds, from the cache where it is there; a profile is shown even when its credentials are of no use. */
async function lookAt(context: Context, credentials: () => Promise<Credentials>): Promise<TokenFacts> {
  try {
    return await readTokenFacts(context, await credentials(), { fresh: false });
  } catch (error) {
    if (!(error instanceof TvError) || !/^(config|access|network|api)\./.test(error.code)) throw error;
    context.reporter.warn(error.code, `The scopes are unknown: ${error.message}`);
    return unknownToken;
  }
}
