import type { ConnectionRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { detectGeneration, type Generation, showsCurrent } from '../facts/generation.ts';

/** The generation of a tenant of which some connections were read; asks for more only when these do not settle it. */
export function loadGenerationFor(
  tenant: Tenant,
  connections: readonly ConnectionRecord[],
): Promise<Generation> {
  return connections.some(showsCurrent)
    ? Promise.resolve('connected_accounts')
    : detectGeneration(tenant.connections.list());
}
