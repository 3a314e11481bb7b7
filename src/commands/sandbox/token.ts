import { type Input, required } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Result } from '../../core/result.ts';
import type { MintedTokenType } from '../../sandbox/options.ts';
import { withBuiltInSandbox } from './built-in.ts';

const codes = {
  user: 'not_found.user',
  app: 'not_found.application',
  not_possible: 'refused.precondition',
} as const;

/** `tv sandbox token` */
export async function run(context: Context, input: Input): Promise<Result> {
  const user = required(input, 'user');
  const app = required(input, 'app');
  if (context.globals.noReveal) {
    throw new TvError('refused.no_reveal', '`TV_NO_REVEAL` is set, so no token is printed');
  }
  const { SandboxError } = await import('../../sandbox/index.ts');
  const type = (input.text('type') ?? 'refresh_token') as MintedTokenType;
  return withBuiltInSandbox(context, {}, async (sandbox) => {
    try {
      const minted = sandbox.mintToken({ user, app, type });
      await sandbox.save();
      return {
        data: { token: minted.token, type, user_id: minted.user_id, client_id: minted.client_id },
        view: { kind: 'raw', text: minted.token, newline: true },
      };
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error;
      throw new TvError(codes[error.reason], error.message, {
        hint: 'Run `tv sandbox info` to see users and applications',
      });
    }
  });
}
