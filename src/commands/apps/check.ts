import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { ClientRecord, ConnectionRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { exchangeKinds } from '../../core/protocol.ts';
import type { Result } from '../../core/result.ts';
import { judgeEligibility, seedClients } from '../../vault/apps/eligibility.ts';
import { hasGrant } from '../../vault/apps/summary.ts';
import { createFacts } from '../../vault/facts/facts.ts';
import { collect } from '../../vault/facts/sources.ts';
import { resolveApps, resolveConnections } from '../../vault/resolve.ts';
import type { Case } from '../../vault/rules/case.ts';
import { appCase, connectionCase, type RunOfCases } from '../../vault/rules/cases.ts';
import { judge, type Question } from '../../vault/rules/evaluate.ts';
import { exitOf } from '../../vault/rules/exit.ts';
import { appRules, connectionRules } from '../../vault/rules/registry.ts';
import { parseFailOn, parseSelection, questionsFor, type Selection } from '../../vault/rules/select.ts';
import { assertOneChoice, checkView } from '../options/check-choice.ts';

/** `tv apps check` */
export async function run(context: Context, input: Input): Promise<Result> {
  const judgeable = input.text('connection') === undefined ? appRules : [...appRules, ...connectionRules];
  const selection = parseSelection(input.list('only'), input.list('skip'), judgeable);
  const failOn = parseFailOn(input.text('fail-on'));
  assertOneChoice(input, 'app', 'applications');
  const tenant = await context.tenant();
  const [clients, [connection]] = await Promise.all([
    chosen(tenant, input),
    resolveConnections(tenant, input.list('connection')),
  ]);
  const facts = createFacts(tenant);
  seedClients(facts, clients);
  if (connection !== undefined) facts.seed('connection', connection.id, connection);
  const exchanges = exchangeKinds.filter((kind) => kind === input.text('exchange'));
  const cases: RunOfCases = { tenant, mode: 'check', now: context.clock.now() };
  const data = await Promise.all(
    clients.map(async (client) => {
      const subject = appCase(cases, client, {
        exchanges,
        ...(connection === undefined ? {} : { connection: { id: connection.id, name: connection.name } }),
      });
      const judged = await judge(facts, questions(cases, subject, connection, selection));
      return {
        client_id: client.client_id,
        name: client.name,
        eligible: await judgeEligibility(facts, subject),
        findings: judged.map(({ finding }) => finding),
      };
    }),
  );
  const findings = data.flatMap((one) => one.findings);
  const empty = input.flag('enabled')
    ? 'No application has the Token Vault grant'
    : 'There is no application';
  return { data, ...checkView(context, data.length, empty), exit: exitOf(findings, failOn) };
}

function questions(
  cases: RunOfCases,
  subject: Case,
  connection: ConnectionRecord | undefined,
  selection: Selection,
): readonly Question[] {
  const onApp = questionsFor(appRules, subject, selection);
  if (connection === undefined) return onApp;
  return [...onApp, ...questionsFor(connectionRules, connectionCase(cases, connection), selection)];
}

/** Those whose grants are hidden stay in, so that the check says that it cannot tell. */
async function chosen(tenant: Tenant, input: Input): Promise<readonly ClientRecord[]> {
  const names = input.list('app');
  if (names.length > 0) return resolveApps(tenant, names);
  const listed = await collect(tenant.clients.list());
  const clients = listed.toSorted((left, right) => left.name.localeCompare(right.name, 'en'));
  return input.flag('all') ? clients : clients.filter((client) => hasGrant(client) !== false);
}
