import type { LocalPort } from '../../core/local-port.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Case } from '../rules/case.ts';
import { type FactName, type FactValues, factKey, type Loaded } from './catalogue.ts';
import { type Fact, gone, known } from './fact.ts';
import { factSources, type Sources } from './sources.ts';

/** Facts of one run: each is read at most once, when it is first asked for. */
export interface Facts {
  load<Name extends FactName>(name: Name, key?: string): Promise<Fact<FactValues[Name]>>;
  /** Puts in what was read by other means, such as an application from a list. */
  seed<Name extends FactName>(name: Name, key: string, value: FactValues[Name]): void;
  /** The same for a fact that may not have been told. */
  seedFact<Name extends FactName>(name: Name, key: string, fact: Fact<FactValues[Name]>): void;
  /** The named facts of one case, read side by side. */
  loadFor(names: readonly FactName[], subject: Case): Promise<Partial<Loaded>>;
}

type Memo = { readonly [Name in FactName]: Map<string, Promise<Fact<FactValues[Name]>>> };

/** Facts of one tenant, nothing read yet. */
export function createFacts(tenant: Tenant, local?: LocalPort): Facts {
  const sources: Sources = factSources(tenant, local);
  const memo = emptyMemo();

  function load<Name extends FactName>(name: Name, key = ''): Promise<Fact<FactValues[Name]>> {
    const known = memo[name].get(key);
    if (known !== undefined) return known;
    const loading = sources[name](key, load);
    memo[name].set(key, loading);
    return loading;
  }

  return {
    load,
    seed: (name, key, value) => {
      memo[name].set(key, Promise.resolve(known(value)));
    },
    seedFact: (name, key, fact) => {
      memo[name].set(key, Promise.resolve(fact));
    },
    loadFor: async (names, subject) => {
      const entries = await Promise.all(
        names.map(async (name) => {
          const key = factKey(name, subject);
          return [name, key === undefined ? gone('Not part of this check') : await load(name, key)] as const;
        }),
      );
      return Object.fromEntries(entries);
    },
  };
}

function emptyMemo(): Memo {
  return {
    heldScopes: new Map(),
    generation: new Map(),
    earlyAccess: new Map(),
    hiddenSwitch: new Map(),
    connections: new Map(),
    connection: new Map(),
    connectionClients: new Map(),
    clients: new Map(),
    client: new Map(),
    credentials: new Map(),
    myAccountGrants: new Map(),
    linkedApi: new Map(),
    myAccountApi: new Map(),
    mfaPolicies: new Map(),
    user: new Map(),
    userTokensets: new Map(),
    userExchanges: new Map(),
    clockSkew: new Map(),
    localFiles: new Map(),
  };
}
