import { TvError } from '../../../src/core/errors.ts';
import type { LogsPort, TokensetsPort, UsersPort } from '../../../src/core/ports.ts';
import type { Gate } from './gate.ts';

/** Users by id. */
export function usersDouble(gate: Gate): Pick<UsersPort, 'load'> {
  return {
    load: async (id) => {
      gate.read('users.load', 'read:users');
      const user = gate.state.users.get(id);
      if (user === undefined) throw new TvError('not_found.user', `No user \`${id}\``, { status: 404 });
      return user;
    },
  };
}

/** What the vault holds. */
export function tokensetsDouble(gate: Gate): Omit<TokensetsPort, 'deleteTokenset'> {
  return {
    listTokensets: async (id) => {
      gate.read('tokensets.listTokensets', 'read:federated_connections_tokens');
      return gate.state.tokensets.get(id) ?? [];
    },
    listConnectedAccounts: async (id) => {
      gate.read('tokensets.listConnectedAccounts', 'read:users');
      return gate.state.accounts.get(id) ?? [];
    },
  };
}

/** The log. */
export function logsDouble(gate: Gate): Pick<LogsPort, 'search'> {
  return {
    async *search() {
      gate.read('logs.search', 'read:logs');
      yield* gate.state.logs;
    },
  };
}
