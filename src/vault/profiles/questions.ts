import { TvError } from '../../core/errors.ts';
import type { ProfileStore } from '../../core/profiles.ts';
import type { Prompter } from '../../core/terminal-ports.ts';

/** Asks for the tenant domain until it is one; throws `usage.no_input` where nobody can be asked. */
export async function askDomain(prompter: Prompter, store: ProfileStore, initial?: string): Promise<string> {
  const typed = await prompter.text({
    message: 'Tenant domain, such as acme.eu.auth0.com',
    flag: '--domain',
    ...(initial === undefined ? {} : { initial }),
    check: (value) => problemOf(store, value),
  });
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
export async function askClientId(prompter: Prompter, initial?: string): Promise<string> {
  const answer = await prompter.text({
    message: 'Client id of the machine-to-machine application',
    flag: '--client-id',
    ...(initial === undefined ? {} : { initial }),
    check: (value) => (value.trim() === '' ? 'The client id is empty' : undefined),
  });
  return answer.trim();
}
