import { TvError } from '../../core/errors.ts';
import type { Tenant } from '../../core/ports.ts';
import { plural, quotedList } from '../../core/text.ts';
import { optionsScopes } from '../facts/visibility.ts';
import { isPending, type Planned } from './change.ts';

/** Management API scopes that sending these changes needs, once each (facts 7.3). */
export function scopesFor(planned: readonly Planned[]): readonly string[] {
  return [...new Set(planned.filter(isPending).flatMap(scopesOf))];
}

function scopesOf({ change, target }: Planned): readonly string[] {
  switch (target.kind) {
    case 'connection':
      return change.field.startsWith('options.')
        ? ['update:connections', optionsScopes.read, optionsScopes.write]
        : ['update:connections'];
    case 'connection_clients':
      return ['update:connections'];
    case 'app':
      return ['update:clients'];
    case 'client_grant':
      return [change.before === null ? 'create:client_grants' : 'update:client_grants'];
    case 'resource_server':
      return ['create:resource_servers'];
  }
}

/** Which of these scopes the token lacks; none when it does not say what it holds. */
export async function lackingScopes(tenant: Tenant, wanted: readonly string[]): Promise<readonly string[]> {
  if (wanted.length === 0) return [];
  const held = await tenant.heldScopes(wanted);
  return held === undefined ? [] : wanted.filter((scope) => !held.has(scope));
}

/** Throws `access.scope` naming what the token lacks, before anything is written (product section 4). */
export async function requireScopes(tenant: Tenant, wanted: readonly string[]): Promise<void> {
  const missing = await lackingScopes(tenant, wanted);
  if (missing.length === 0) return;
  throw new TvError(
    'access.scope',
    `The Management API token lacks ${plural(missing.length, 'scope')} for this: ${quotedList(missing)}`,
    {
      hint: `Add ${quotedList(missing)} to the Management API grant of your application (\`tv scopes\` lists what each command needs)`,
      missingScopes: missing,
    },
  );
}
