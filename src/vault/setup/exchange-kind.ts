import type { ClientRecord } from '../../core/model.ts';
import type { ExchangeKind } from '../../core/protocol.ts';
import type { Choice } from '../../core/terminal-ports.ts';
import { fittingExchanges } from '../apps/exchanges.ts';
import type { Asker } from './asker.ts';

/** What each exchange is for, and the kind of application that makes it. */
const kinds: readonly (Choice<ExchangeKind> & { readonly appType: string })[] = [
  {
    value: 'refresh_token',
    name: 'Refresh token: users sign in to it',
    description: 'A web application on a server, which exchanges the refresh tokens of its users',
    appType: 'regular_web',
  },
  {
    value: 'access_token',
    name: 'Access token: it is an API',
    description: 'The client of an API, which exchanges the access tokens that it receives',
    appType: 'resource_server',
  },
  {
    value: 'privileged_worker',
    name: 'Privileged worker: nobody is at the keyboard',
    description:
      'A service that asks for the tokens of users on its own, with a key and from known addresses',
    appType: 'non_interactive',
  },
];

/** `app_type` of an application that is made for an exchange. */
export function appTypeFor(exchange: ExchangeKind): string {
  return kinds.find(({ value }) => value === exchange)?.appType ?? 'regular_web';
}

/** The exchanges an application may be meant for: those that fit it, and those its type was made for. */
export function possibleExchanges(client: ClientRecord): readonly ExchangeKind[] {
  const type = client.app_type;
  const fitting = fittingExchanges(client);
  if (type === 'resource_server' || type === 'regular_web') return fitting;
  const worker: readonly ExchangeKind[] = type === 'non_interactive' ? ['privileged_worker'] : [];
  return [...new Set([...worker, ...fitting])];
}

/** Asks which exchange is meant, of those that are possible. */
export function askExchange(
  asker: Asker,
  name: string,
  possible: readonly ExchangeKind[] = kinds.map(({ value }) => value),
): Promise<ExchangeKind | undefined> {
  return asker.ask(['--exchange'], (prompter) =>
    prompter.select({
      message: `What does ${name} exchange`,
      flag: '--exchange',
      choices: kinds.filter(({ value }) => possible.includes(value)),
    }),
  );
}
