import type { Tenant } from '../../../src/core/ports.ts';
import { clientGrantsDouble, resourceServersDouble } from './access.ts';
import { clientsDouble } from './clients.ts';
import { connectionsDouble } from './connections.ts';
import { Gate } from './gate.ts';
import { logsDouble, tokensetsDouble, usersDouble } from './people.ts';
import { emptyState, type TenantState } from './state.ts';

/** A tenant in memory, the gate that every call passes, and what it holds. */
export interface TenantDouble {
  readonly tenant: Tenant;
  readonly gate: Gate;
  readonly state: TenantState;
}

/** Builds a tenant around a state. */
export function createTenantDouble(state: TenantState = emptyState()): TenantDouble {
  const gate = new Gate(state);
  const tenant = {
    domain: 'acme.eu.auth0.com',
    baseUrl: 'https://acme.eu.auth0.com',
    myAccountAudience: 'https://acme.eu.auth0.com/me/',
    profile: null,
    clientId: 'management',
    heldScopes: async () => (state.scopes === undefined ? undefined : gate.held),
    tokenExpiresAt: async () => null,
    clockSkew: async () => state.clockSkew,
    connections: connectionsDouble(gate),
    clients: clientsDouble(gate),
    clientGrants: clientGrantsDouble(gate),
    resourceServers: resourceServersDouble(gate),
    users: usersDouble(gate) as Tenant['users'],
    tokensets: tokensetsDouble(gate) as Tenant['tokensets'],
    mfa: {
      policies: async () => {
        gate.read('mfa.policies', 'read:mfa_policies');
        return state.mfa;
      },
    },
    logs: logsDouble(gate) as Tenant['logs'],
    bulk: {
      async *map<Item, Out>(items: AsyncIterable<Item> | Iterable<Item>, work: (item: Item) => Promise<Out>) {
        for await (const item of items) yield await work(item);
      },
      rate: () => null,
    },
  } satisfies Tenant;
  return { tenant, gate, state };
}
