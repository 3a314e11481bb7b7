import { type Input, required } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { Result } from '../../core/result.ts';
import { rowOf } from './rows.ts';

/** `tv profiles rename` */
export async function run(context: Context, input: Input): Promise<Result> {
  const from = required(input, 'name');
  const to = required(input, 'new-name');
  const store = await context.profiles();
  const profile = await store.load(from);
  store.checkName(to);
  const active = await store.activeName();
  if (context.globals.dryRun) {
    return {
      data: rowOf(profile, active),
      view: { kind: 'message', id: from, text: `\`${from}\` would be renamed to \`${to}\`` },
    };
  }
  await store.rename(from, to);
  return {
    data: rowOf({ ...profile, name: to }, active === from ? to : active),
    view: { kind: 'message', id: to, text: `\`${from}\` is named \`${to}\` now` },
  };
}
