import type { Clock } from '../../core/clock.ts';
import type { Generation, SandboxOptions, ScenarioName } from '../options.ts';
import { seeded } from '../seed/scenario.ts';
import type { TenantRecord } from './model.ts';
import { StateFile } from './state-file.ts';
import { Store } from './store.ts';

const defaultFleet = 1000;

/** What to seed; what is absent stays as it is. */
export interface SeedChange {
  readonly scenario?: ScenarioName | undefined;
  readonly generation?: Generation | undefined;
  readonly users?: number | undefined;
}

/** The state to start with: that of the file, seeded when there is none or another story is asked for. */
export function openStore(
  options: SandboxOptions,
  clock: Clock,
): { readonly store: Store; readonly file: StateFile | undefined } {
  const file = options.stateFile === undefined ? undefined : new StateFile(options.stateFile);
  const saved = file?.load();
  const store = new Store(saved ?? {});
  const tenant = store.get('tenant', 'tenant');
  if (tenant === undefined || differs(tenant, options)) {
    reseed(store, options, clock.now());
    file?.create(store, tenant === undefined);
  }
  return { store, file };
}

/** Seeds the tenant again; keys and known origins stay, so that tokens made before are still its own. */
export function reseed(store: Store, change: SeedChange, now: number): void {
  const before = store.get('tenant', 'tenant');
  const { keys, origins } = store.rows();
  const fleet = before !== undefined && before.scenario === 'fleet' ? before.fleet : defaultFleet;
  const rows = seeded({
    scenario: change.scenario ?? before?.scenario ?? 'ready',
    generation: change.generation ?? before?.generation ?? 'both',
    users: change.users ?? fleet,
    now,
  });
  store.replace({ ...rows, keys, origins });
}

function differs(tenant: TenantRecord, options: SandboxOptions): boolean {
  const { scenario, generation, users } = options;
  const fleet = (scenario ?? tenant.scenario) === 'fleet';
  return (
    (scenario !== undefined && scenario !== tenant.scenario) ||
    (generation !== undefined && generation !== tenant.generation) ||
    (fleet && users !== undefined && users !== tenant.fleet)
  );
}
