import { type Input, required } from '../../core/command.ts';
import { nobodyToAsk } from '../../core/confirmation.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Profile } from '../../core/profiles.ts';
import type { Result } from '../../core/result.ts';

/** `tv profiles remove` */
export async function run(context: Context, input: Input): Promise<Result> {
  const name = required(input, 'name');
  const store = await context.profiles();
  const profile = await store.load(name);
  if (context.globals.dryRun && profile.auth !== 'sandbox') {
    return {
      data: { name, removed: false },
      view: {
        kind: 'message',
        id: name,
        text: `The profile \`${name}\` (${profile.domain}) would be removed`,
      },
    };
  }
  if (profile.auth !== 'sandbox') await confirmRemoval(context, profile);
  await store.remove(name);
  return {
    data: { name, removed: true },
    view: {
      kind: 'message',
      id: name,
      text: `Removed the profile \`${name}\`, its secret and its cached token`,
    },
  };
}

/** Asked here and not with `context.confirm`, which is about the tenant in use: this one may be another, or broken. */
async function confirmRemoval(context: Context, { name, domain }: Profile): Promise<void> {
  if (context.globals.yes) return;
  const prompter = await context.prompter();
  const question = `Remove the profile \`${name}\` (${domain}) with its secret`;
  if (!prompter.interactive) throw nobodyToAsk(question);
  if (await prompter.confirm({ message: `${question}?`, flag: '--yes', initial: false })) return;
  throw new TvError('cancelled.declined', 'Declined, so nothing was removed');
}
