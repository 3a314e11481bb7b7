import { TvError } from '../../core/errors.ts';
import type { Tenant } from '../../core/ports.ts';
import { tokensetScopes } from '../../core/protocol.ts';

/**
 * Why the token may not delete tokensets; null when it may, or does not say what it may. A cached token is replaced by a
 * fresh one before it is said to lack something.
 */
export async function deletionBarrier(tenant: Pick<Tenant, 'heldScopes'>): Promise<TvError | null> {
  const [scope] = tokensetScopes.delete;
  const mayDelete = (held: ReadonlySet<string> | undefined): boolean =>
    held === undefined || tokensetScopes.delete.some((name) => held.has(name));
  if (mayDelete(await tenant.heldScopes()) || mayDelete(await tenant.heldScopes([scope]))) return null;
  return new TvError('access.scope', `The Management API token lacks \`${scope}\` to delete tokensets`, {
    hint: `Add \`${scope}\` to the Management API grant of your application (\`tv scopes\` lists what each command needs)`,
    missingScopes: [scope],
  });
}
