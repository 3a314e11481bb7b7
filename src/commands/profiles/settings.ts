import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { ProfileDefaults, ProfileStore } from '../../core/profiles.ts';
import * as questions from '../../vault/profiles/questions.ts';

/** The tenant domain of the option or the prompt, cleaned; throws `config.invalid_domain`, `usage.no_input`. */
export async function askDomain(context: Context, input: Input, store: ProfileStore): Promise<string> {
  const typed = input.text('domain');
  return typed === undefined
    ? questions.askDomain(await context.prompter(), store)
    : store.parseDomain(typed).label;
}

/** Asks for the client id; throws `usage.no_input` where nobody can be asked. */
export async function askClientId(context: Context): Promise<string> {
  return questions.askClientId(await context.prompter());
}

/** The defaults with those of the options in, and those named by `unset` out. */
export function defaultsOf(input: Input, before: ProfileDefaults, unset: readonly string[]): ProfileDefaults {
  const output = unset.includes('default-output')
    ? undefined
    : (input.text('default-output') ?? before.output);
  const timeout = unset.includes('default-timeout')
    ? undefined
    : (input.integer('default-timeout') ?? before.timeout);
  return { ...(output === undefined ? {} : { output }), ...(timeout === undefined ? {} : { timeout }) };
}
