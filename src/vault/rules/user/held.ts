import type { Tokenset } from '../../../core/model.ts';
import type { HeldTokensets } from '../../facts/catalogue.ts';
import type { Fact, Unknown } from '../../facts/fact.ts';
import { hidden } from '../../facts/fact.ts';
import type { Case } from '../case.ts';

/** What a user holds, of the connection of the case if it names one, and why a source could not be read, if so. */
export interface Held {
  readonly records: readonly Tokenset[];
  /** Undefined when every source that the tenant has was read. */
  readonly unread: Unknown | undefined;
}

/** Unites both sources; a route that is gone is no gap. */
export function heldBy(fact: Fact<HeldTokensets>, subject: Case): Held {
  if (!fact.known) return { records: [], unread: fact };
  const sources = [fact.value.tokensets, fact.value.connectedAccounts];
  const all = sources.flatMap((source) => (source.known ? source.value : []));
  const gaps = sources.filter((source): source is Unknown => !source.known && !source.gone);
  const [first] = gaps;
  const wanted = subject.connection?.name;
  return {
    records: wanted === undefined ? all : all.filter(({ connection }) => connection === wanted),
    unread:
      first === undefined
        ? undefined
        : hidden(
            gaps.map(({ reason }) => reason).join('; '),
            gaps.flatMap(({ missingScopes }) => missingScopes),
          ),
  };
}
