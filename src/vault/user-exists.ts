import type { Tenant } from '../core/ports.ts';
import { attempt } from './facts/fact.ts';

/** Looks a user id up, so that one that does not exist is told before anything else; a token that may not read users goes on. Throws `not_found.user`. */
export async function assertUserExists(tenant: Tenant, userId: string): Promise<void> {
  await attempt(() => tenant.users.load(userId), 'read:users');
}
