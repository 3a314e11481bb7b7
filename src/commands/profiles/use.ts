import { type Input, required } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { Result } from '../../core/result.ts';
import { rowOf } from './rows.ts';

/** `tv profiles use` */
export async function run(context: Context, input: Input): Promise<Result> {
  const name = required(input, 'name');
  const store = await context.profiles();
  const profile = await store.load(name);
  const { dryRun } = context.globals;
  if (!dryRun) await store.activate(name);
  return {
    data: rowOf(profile, dryRun ? await store.activeName() : name),
    view: {
      kind: 'message',
      id: name,
      text: dryRun
        ? `\`${name}\` (${profile.domain}) would become the active profile`
        : `\`${name}\` (${profile.domain}) is the active profile now`,
    },
    notes: stronger(context.env, name),
  };
}

/** What goes before the active profile in this shell, so that the choice would seem without effect. */
function stronger(env: Context['env'], name: string): readonly string[] {
  if (env.TV_PROFILE && env.TV_PROFILE !== name) {
    return [`\`TV_PROFILE\` is set to \`${env.TV_PROFILE}\` and goes before the active profile`];
  }
  return env.AUTH0_DOMAIN ? ['The `AUTH0_*` environment is set and goes before the active profile'] : [];
}
