import type { Generation } from '../options.ts';
import type { Scenario } from './scenario.ts';

/** Everything that can be wrong, once. */
export function brokenScenario(_now: number, _generation: Generation): Scenario {
  throw new Error('not seeded');
}
