import type { TvError } from '../../core/errors.ts';
import type { Tenant } from '../../core/ports.ts';
import { grouped, plural } from '../../core/text.ts';
import { revocationPage } from '../strategies.ts';
import type { DeletionPlan } from './deletion-plan.ts';

/**
 * What a person must know before tokensets go: where, what, and that the provider's own tokens stay valid. `barrier` is why the token may
 * not delete tokensets.
 */
export function describeDeletion(tenant: Tenant, plan: DeletionPlan, barrier: TvError | null): string {
  const profile = tenant.profile === null ? '' : `, profile ${tenant.profile}`;
  const going = barrier === null ? plan : plan.accounts;
  const more = going.possible - going.sample.length;
  return [
    `Tenant ${tenant.domain}${profile}`,
    `${plural(going.possible, 'tokenset')} to delete${counts(going.byConnection)}`,
    ...sampleRows(going.sample),
    ...(more > 0 ? [`  … and ${grouped(more)} more`] : []),
    ...line(plan.possible - going.possible, 'tokenset', `will stay: ${barrier?.message}`),
    ...line(plan.kept, 'connected account', 'will stay: only a My Account token of the user can delete one'),
    ...line(plan.missing, 'row', 'of the file will be reported: the user has no such tokenset any more'),
    ...line(plan.unreadable, 'row', 'of the file will be reported: the user could not be read'),
    ...line(plan.unread.count, 'user', 'could not be read, so what they have will stay'),
    ...revocation([...going.byConnection.keys()]),
  ].join('\n');
}

function sampleRows(sample: DeletionPlan['sample']): readonly string[] {
  const id = Math.max(...sample.map((target) => target.id.length));
  const connection = Math.max(...sample.map((target) => target.connection.length));
  return sample.map(
    (target) => `  ${target.id.padEnd(id)}  ${target.connection.padEnd(connection)}  ${target.user_id}`,
  );
}

function line(count: number, noun: string, text: string): readonly string[] {
  return count === 0 ? [] : [`${plural(count, noun)} ${text}`];
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
