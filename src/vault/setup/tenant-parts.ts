import type { ClientRecord, ConnectionRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { listForJudging } from '../connections/list.ts';
import type { Generation } from '../facts/generation.ts';
import { collect } from '../facts/sources.ts';

/** What the questions choose from. */
export interface TenantParts {
  readonly connections: readonly ConnectionRecord[];
  readonly generation: Generation;
  /** By name. */
  readonly clients: readonly ClientRecord[];
}

/** Reads connections and applications; throws `access.scope`, since without them there is nothing to set up. */
export async function loadTenantParts(tenant: Tenant): Promise<TenantParts> {
  const [{ connections, generation }, clients] = await Promise.all([
    listForJudging(tenant),
    collect(tenant.clients.list()),
  ]);
  const byName = clients.toSorted((left, right) => left.name.localeCompare(right.name, 'en'));
  return { connections, generation, clients: byName };
}
