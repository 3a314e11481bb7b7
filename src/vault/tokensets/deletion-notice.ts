import type { Tenant } from '../../core/ports.ts';
import { plural } from '../../core/text.ts';
import { revocationPage } from '../strategies.ts';
import type { PlannedDeletion } from './delete.ts';

const sampleSize = 10;

/** What a person must know before tokensets go: where, what, and that the provider's own tokens stay valid. */
export function describeDeletion(tenant: Tenant, plans: readonly PlannedDeletion[]): string {
  const possible = plans.filter(({ obstacle }) => obstacle === null).map(({ target }) => target);
  const profile = tenant.profile === null ? '' : `, profile ${tenant.profile}`;
  const rows = possible
    .slice(0, sampleSize)
    .map((target) => `  ${target.id}  ${target.connection}  ${target.user_id}`);
  const kept = plans.length - possible.length;
  const more = possible.length > sampleSize ? [`  … and ${possible.length - sampleSize} more`] : [];
  return [
    `Tenant ${tenant.domain}${profile}: ${plural(possible.length, 'tokenset')} to delete${byConnection(possible.map((target) => target.connection))}`,
    ...rows,
    ...more,
    ...(kept === 0
      ? []
      : [
          `${plural(kept, 'connected account')} can only go with a My Account token of the user, and will stay`,
        ]),
    ...revocation(possible.map((target) => target.connection)),
  ].join('\n');
}

function byConnection(connections: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const connection of connections) counts.set(connection, (counts.get(connection) ?? 0) + 1);
  if (counts.size === 0) return '';
  return ` (${[...counts].map(([connection, count]) => `${count} ${connection}`).join(', ')})`;
}

function revocation(connections: readonly string[]): readonly string[] {
  if (connections.length === 0) return [];
  const pages = [...new Set(connections)].map((connection) => {
    const page = revocationPage(connection);
    return `  ${connection}: ${page ?? 'in the account settings of the provider'}`;
  });
  return ["The provider's own tokens are not revoked; whoever owns the account can do that here:", ...pages];
}
