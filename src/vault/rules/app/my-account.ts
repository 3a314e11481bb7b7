import { isObject } from '../../../core/json.ts';
import type { ClientRecord } from '../../../core/model.ts';
import { myAccountScopes } from '../../../core/protocol.ts';
import { quotedList } from '../../../core/text.ts';
import type { Loaded } from '../../facts/catalogue.ts';
import type { Case } from '../case.ts';
import type { Verdict } from '../rule.ts';
import { enableCommand } from './may-have-vault.ts';

/** Severity of the rules on the My Account API: an error only where users connect accounts through this application. */
export function connectingSeverity(subject: Case): 'error' | 'warning' {
  return subject.mode !== 'check' && subject.connects ? 'error' : 'warning';
}

/** The rules belong to applications that users sign in to: those of the refresh-token exchange, or where they were said to connect. */
export function connectsHere(subject: Case): boolean {
  return subject.connects || subject.exchanges.includes('refresh_token');
}

/** The one command that sets up both. */
export function myAccountCommand(subject: Case, facts: Pick<Loaded, 'client' | 'heldScopes'>): string | null {
  return enableCommand(subject, facts, ['--with-my-account']);
}

/** Messages that the two rules share. */
export const sharedMessages = {
  early: 'The tenant speaks the early-access generation, in which nobody connects accounts',
  no_sign_in:
    'Users do not sign in to an application of type `{type}`, so nobody connects accounts through it',
} as const;

/** Why nobody connects accounts through this application, if so. */
export function nobodyConnects(
  client: ClientRecord,
  generation: Loaded['generation'],
): Verdict<keyof typeof sharedMessages> | undefined {
  if (generation.known && generation.value === 'tokensets') return { status: 'skip', say: 'early' };
  const type = client.app_type ?? 'generic';
  return type === 'resource_server' || type === 'non_interactive'
    ? { status: 'skip', say: 'no_sign_in', args: { type } }
    : undefined;
}

/** Which of the scopes for connecting, listing and deleting accounts are not there. */
export function lackingScopes(scopes: readonly string[]): readonly string[] {
  return myAccountScopes.filter((scope) => !scopes.includes(scope));
}

/** Connecting needs its scope; the other two are worth a word only. */
export function judgeScopes(lacking: readonly string[]): Verdict<'yes' | 'partly' | 'lacks_scopes'> {
  const args = { scopes: quotedList(lacking) };
  if (lacking.length === 0) return { status: 'pass', say: 'yes' };
  return lacking.includes('create:me:connected_accounts')
    ? { status: 'fail', say: 'lacks_scopes', args }
    : { status: 'pass', say: 'partly', args };
}

/** Scopes of the refresh-token policy of an application for one API; null without such a policy (facts 6.4). */
export function policyScopes(client: ClientRecord, audience: string): readonly string[] | null {
  const policies = client.refresh_token?.policies;
  if (!Array.isArray(policies)) return null;
  const policy: unknown = policies.find((item: unknown) => isObject(item) && item.audience === audience);
  if (!isObject(policy)) return null;
  const scope = policy.scope;
  return Array.isArray(scope) ? scope.filter((item) => typeof item === 'string') : [];
}
