import type { Tenant } from '../../core/ports.ts';
import { grouped, plural } from '../../core/text.ts';
import { revocationPage } from '../strategies.ts';
import type { DeletionPlan } from './deletion-plan.ts';

/** What a person must know before tokensets go: where, what, and that the provider's own tokens stay valid. */
export function describeDeletion(tenant: Tenant, plan: DeletionPlan): string {
  const profile = tenant.profile === null ? '' : `, profile ${tenant.profile}`;
  const more = plan.possible - plan.sample.length;
  return [
    `Tenant ${tenant.domain}${profile}`,
    `${plural(plan.possible, 'tokenset')} to delete${counts(plan.byConnection)}`,
    ...sampleRows(plan.sample),
    ...(more > 0 ? [`  … and ${grouped(more)} more`] : []),
    ...(plan.kept === 0
      ? []
      : [
          `${plural(plan.kept, 'connected account')} will stay: only a My Account token of the user can delete one`,
        ]),
    ...(plan.unread.count === 0
      ? []
      : [`${plural(plan.unread.count, 'user')} could not be read, so what they have will stay`]),
    ...revocation([...plan.byConnection.keys()]),
  ].join('\n');
}

function sampleRows(sample: DeletionPlan['sample']): readonly string[] {
  const id = Math.max(...sample.map((target) => target.id.length));
  const connection = Math.max(...sample.map((target) => target.connection.length));
  return sample.map(
    (target) => `  ${target.id.padEnd(id)}  ${target.connection.padEnd(connection)}  ${target.user_id}`,
  );
}

function counts(byConnection: ReadonlyMap<string, number>): string {
  if (byConnection.size === 0) return '';
  return `: ${[...byConnection].map(([connection, count]) => `${grouped(count)} ${connection}`).join(', ')}`;
}

function revocation(connections: readonly string[]): readonly string[] {
  if (connections.length === 0) return [];
  const pages = connections.map(
    (connection) =>
      `  ${connection}: ${revocationPage(connection) ?? 'in the account settings of the provider'}`,
  );
  return ["The provider's own tokens are not revoked; the owner of the account can do that here:", ...pages];
}
