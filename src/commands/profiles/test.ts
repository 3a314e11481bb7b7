import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { Result } from '../../core/result.ts';
import { describeCredentials } from './describe.ts';
import { readTokenFacts } from './token-facts.ts';

/** `tv profiles test` */
export async function run(context: Context, input: Input): Promise<Result> {
  const credentials = await context.credentials(input.text('name'));
  const token = await readTokenFacts(context, credentials, { fresh: true });
  return describeCredentials(context, credentials, token);
}
