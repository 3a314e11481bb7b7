import { type Input, required } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Result } from '../../core/result.ts';
import { withBuiltInSandbox } from './built-in.ts';

/** `tv sandbox secret` */
export async function run(context: Context, input: Input): Promise<Result> {
  const app = required(input, 'app');
  const key = input.flag('worker-key');
  if (context.globals.noReveal) {
    throw new TvError('refused.no_reveal', '`TV_NO_REVEAL` is set, so no secret is printed');
  }
  const { SandboxError } = await import('../../sandbox/index.ts');
  return withBuiltInSandbox(context, {}, async (sandbox) => {
    try {
      const secrets = sandbox.applicationSecrets(app);
      await sandbox.save();
      const text = key ? secrets.worker_key : secrets.client_secret;
      if (text === null) throw none(app, key);
      return { data: secrets, view: { kind: 'raw', text, newline: true } };
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error;
      throw new TvError('not_found.application', error.message, {
        hint: 'Run `tv sandbox info` to see the applications',
      });
    }
  });
}

function none(app: string, key: boolean): TvError {
  const what = key ? 'key of a privileged worker' : 'client secret';
  return new TvError('refused.precondition', `\`${app}\` has no ${what}`, {
    hint: 'Run `tv sandbox info` to see the applications',
  });
}
