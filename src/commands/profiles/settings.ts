import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { ProfileDefaults, ProfileStore } from '../../core/profiles.ts';

/** The tenant domain of the option or the prompt, cleaned; throws `config.invalid_domain`, `usage.no_input`. */
export async function askDomain(context: Context, input: Input, store: ProfileStore): Promise<string> {
  const typed =
    input.text('domain') ??
    (await (
      await context.prompter()
    ).text({
      message: 'Tenant domain, such as acme.eu.auth0.com',
      flag: '--domain',
      check: (value) => problemOf(store, value),
    }));
  return store.parseDomain(typed).label;
}

function problemOf(store: ProfileStore, value: string): string | undefined {
  try {
    store.parseDomain(value);
    return undefined;
  } catch (error) {
    if (!(error instanceof TvError)) throw error;
    return [error.message, error.hint].filter((part) => part !== undefined).join('. ');
  }
}

/** Asks for the client id; throws `usage.no_input` where nobody can be asked. */
export async function askClientId(context: Context): Promise<string> {
  const prompter = await context.prompter();
  const answer = await prompter.text({
    message: 'Client id of the machine-to-machine application',
    flag: '--client-id',
    check: (value) => (value.trim() === '' ? 'The client id is empty' : undefined),
  });
  return answer.trim();
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
