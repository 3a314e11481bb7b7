import type { Json } from '../../core/json.ts';
import type { Written } from '../../core/ports.ts';
import type { Planned } from './change.ts';

/** How changes of one resource are read, sent and compared; they go in one request. */
export interface Unit<State> {
  /** The resource as it is now. */
  read(): Promise<State>;
  /** What a change is about, as it is in this state. */
  value(state: State, planned: Planned): Json;
  /** Builds the smallest body that makes the changes on top of this state, and returns how to send it; refusals are thrown before anything is sent. */
  prepare(state: State, planned: readonly Planned[]): Promise<() => Promise<Written<unknown>>>;
  /** Fields beside the changed ones that are not what they were or were sent as. */
  moved(before: State, after: State, planned: readonly Planned[]): readonly string[];
}
