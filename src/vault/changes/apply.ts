import { asTvError, type TvError } from '../../core/errors.ts';
import type { Change } from '../../core/model.ts';
import type { Receipts, Tenant } from '../../core/ports.ts';
import { clientGrantUnit, resourceServerUnit } from './access-units.ts';
import { appUnit } from './app-unit.ts';
import { applyUnit, type Made } from './apply-unit.ts';
import { isPending, type Planned, requestKey } from './change.ts';
import { connectionUnit } from './connection-unit.ts';
import { linksUnit } from './links-unit.ts';

/** What a plan came to: every change in the order of the plan, and the errors of those that failed. */
export interface Applied {
  readonly changes: readonly Change[];
  readonly errors: readonly TvError[];
  /** Why it ended early, if it did; what was not begun is still `planned`. */
  readonly interrupted: TvError | undefined;
}

/** What applying needs beside the tenant. */
export interface ApplyOptions {
  readonly receipts: Receipts;
  readonly signal?: AbortSignal;
}

/** Most links in one request (facts 2.5). */
const linksPerRequest = 50;

/**
 * Makes planned changes, one request a resource, in the order of the plan: reads again, refuses what has moved since it was planned,
 * sends the smallest body, reads back and compares. One failure stops no other resource.
 */
export async function applyChanges(
  tenant: Tenant,
  planned: readonly Planned[],
  options: ApplyOptions,
): Promise<Applied> {
  const pending = planned.filter(isPending);
  if (pending.length > 0) await options.receipts.prepare();
  const made = new Map<Planned, Made>();
  for (const batch of batches(pending)) {
    if (options.signal?.aborted === true) break;
    for (const result of await applyBatch(tenant, batch, options.receipts)) made.set(result.planned, result);
  }
  return {
    changes: planned.map((item) => made.get(item)?.change ?? item.change),
    errors: [...made.values()].flatMap(({ error }) => (error === undefined ? [] : [error])),
    interrupted: options.signal?.aborted === true ? asTvError(options.signal.reason) : undefined,
  };
}

/** Changes that go in one request together, in order of first appearance. */
function batches(planned: readonly Planned[]): readonly (readonly Planned[])[] {
  const byRequest = new Map<string, Planned[]>();
  for (const item of planned) {
    const key = requestKey(item.target);
    byRequest.set(key, [...(byRequest.get(key) ?? []), item]);
  }
  return [...byRequest.values()].flatMap((group) => {
    const size = group[0]?.target.kind === 'connection_clients' ? linksPerRequest : group.length;
    return Array.from({ length: Math.ceil(group.length / size) }, (_, index) =>
      group.slice(index * size, (index + 1) * size),
    );
  });
}

function applyBatch(tenant: Tenant, batch: readonly Planned[], receipts: Receipts): Promise<readonly Made[]> {
  const target = batch[0]?.target;
  if (target === undefined) return Promise.resolve([]);
  switch (target.kind) {
    case 'connection':
      return applyUnit(connectionUnit(tenant, target.id), batch, receipts);
    case 'app':
      return applyUnit(appUnit(tenant, target.clientId), batch, receipts);
    case 'connection_clients':
      return applyUnit(linksUnit(tenant, target.connectionId), batch, receipts);
    case 'client_grant':
      return applyUnit(clientGrantUnit(tenant, target), batch, receipts);
    case 'resource_server':
      return applyUnit(resourceServerUnit(tenant, target), batch, receipts);
  }
}
