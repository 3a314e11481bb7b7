import { TvError } from '../../core/errors.ts';
import type { ClientRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { type ExchangeKind, tokenVaultGrant } from '../../core/protocol.ts';
import { sentenceList } from '../../core/text.ts';
import { type Planned, uniteChanges } from '../changes/change.ts';
import type { Facts } from '../facts/facts.ts';
import type { Case } from '../rules/case.ts';
import { commandLine } from '../rules/command-line.ts';
import { judge, type Question } from '../rules/evaluate.ts';
import { scopesToAdd } from '../rules/exit.ts';
import { type FixPlan, type FixScope, planFixes } from '../rules/fix.ts';
import { appRules, eligibilityRules } from '../rules/registry.ts';
import type { Judged, Rule } from '../rules/rule.ts';
import { addGrantTypes, assertGrantsVisible } from './changes.ts';
import { planMyAccount } from './my-account.ts';

/** What `apps enable` was asked for. */
export interface EnableRequest {
  readonly exchanges: readonly ExchangeKind[];
  readonly fix: FixScope;
  readonly withMyAccount: boolean;
}

/** Changes that give one application the grant; throws `access.scope`, `refused.ineligible` with the rules that fail. */
export async function planEnable(
  tenant: Tenant,
  facts: Facts,
  client: ClientRecord,
  subject: Case,
  request: EnableRequest,
): Promise<readonly Planned[]> {
  const judged = await judgePreconditions(facts, subject, request);
  assertTold(client, judged);
  const fixes = planFixes(judged, request.fix);
  const left = fixes.left.filter(({ finding }) => finding.severity === 'error');
  if (left.length > 0) throw ineligible(client, left, fixes, request);
  await assertGrantsVisible(tenant, [client]);
  assertGrantsListed(client);
  return uniteChanges([
    addGrantTypes(client, [tokenVaultGrant]),
    ...fixes.planned,
    ...(request.withMyAccount ? await planMyAccount(tenant, facts, client) : []),
  ]);
}

/** An old application without a list of grants may use them all, so a list with one grant would take the others away. */
function assertGrantsListed(client: ClientRecord): void {
  if (client.grant_types !== undefined) return;
  throw new TvError('refused.precondition', `Application \`${client.name}\` has no list of grant types`, {
    cause:
      'Auth0 replaces `grant_types` whole, and without a list the application may be using grants that a new list would take away',
    hint: 'Choose its grant types in the dashboard, under Settings, Advanced Settings, Grant Types, then run the command again',
  });
}

/** Judges what must hold before an application gets the grant. */
export function judgePreconditions(
  facts: Facts,
  subject: Case,
  request: EnableRequest,
): Promise<readonly Judged[]> {
  return judge(facts, preconditions(subject, request));
}

/** Rules that are no precondition: the grant is what is given, the others have options of their own. */
const apart = ['app/grant', 'app/connection-enabled', 'app/my-account-grant', 'app/my-account-policy'];

/** The rules that must hold first: eligibility, those of the exchange, and those that `--fix` names. */
function preconditions(subject: Case, { fix }: EnableRequest): readonly Question[] {
  const named = typeof fix === 'string' ? [] : fix;
  const belongs = (rule: Rule): boolean =>
    eligibilityRules.includes(rule) || (rule.applies?.(subject) === true && !apart.includes(rule.id));
  return appRules
    .filter((rule) => belongs(rule) || named.includes(rule.id))
    .map((rule) => ({ rule, case: subject }));
}

function assertTold(client: ClientRecord, judged: readonly Judged[]): void {
  const open = judged
    .map(({ finding }) => finding)
    .filter(({ status, severity }) => status === 'unknown' && severity === 'error');
  const [first] = open;
  if (first === undefined) return;
  const scopes = scopesToAdd(open);
  const message = `Whether application \`${client.name}\` may have Token Vault cannot be told`;
  throw new TvError(scopes.length > 0 ? 'access.scope' : 'access.unknown', message, {
    cause: [...new Set(open.map((finding) => finding.message))].join('; '),
    ...(scopes.length > 0
      ? { hint: `Add \`${scopes.join(' ')}\` to the Management API grant of your application` }
      : {}),
    missingScopes: scopes,
  });
}

function ineligible(
  client: ClientRecord,
  left: readonly Judged[],
  fixes: FixPlan,
  request: EnableRequest,
): TvError {
  const rules = left.map(({ rule }) => rule.id);
  return new TvError(
    'refused.ineligible',
    `Application \`${client.name}\` may not have Token Vault: ${sentenceList(rules)} ${rules.length === 1 ? 'fails' : 'fail'}`,
    {
      cause: left.map(({ finding }) => finding.message).join('; '),
      hint: wayOut(client, left, fixes, request),
      extra: {
        rules,
        findings: left.map(({ finding }) => ({ ...finding, subject: { ...finding.subject } })),
      },
    },
  );
}

/** The exact command where every failure has a fix, else what to do about those that have none. */
function wayOut(
  client: ClientRecord,
  left: readonly Judged[],
  { mended }: FixPlan,
  request: EnableRequest,
): string {
  const hopeless = left.filter(({ rule }) => rule.fix === undefined);
  if (hopeless.length > 0) {
    return hopeless.map(({ rule }) => rule.advice ?? rule.docs).join('; ');
  }
  const named = [...mended, ...left].map(({ rule }) => rule.id);
  const exchange = request.exchanges.flatMap((kind) => ['--exchange', kind]);
  const first = left[0]?.case;
  const account = request.withMyAccount ? ['--with-my-account'] : [];
  const command = ['apps', 'enable', client.client_id, ...exchange, ...account, '--fix', ...named];
  const advice = left.flatMap(({ rule, facts, case: subject }) =>
    rule.advice !== undefined && rule.fixPolicy?.(facts, subject) === 'when_named' ? [rule.advice] : [],
  );
  const run = commandLine(first ?? { profile: null }, command);
  return advice.length === 0
    ? `Run \`${run}\` to change that`
    : `${advice.join('; ')}; where it is right all the same, \`${run}\` changes it`;
}
