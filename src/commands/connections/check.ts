import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { ClientRecord, ConnectionRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Result } from '../../core/result.ts';
import { connectionsOn, listForJudging } from '../../vault/connections/list.ts';
import { createFacts, type Facts } from '../../vault/facts/facts.ts';
import { resolveApps, resolveConnections } from '../../vault/resolve.ts';
import { appCase, connectionCase, type RunOfCases } from '../../vault/rules/cases.ts';
import { judge, type Question } from '../../vault/rules/evaluate.ts';
import { exitOf } from '../../vault/rules/exit.ts';
import { connectionRules, linkRules } from '../../vault/rules/registry.ts';
import { parseFailOn, parseSelection, questionsFor, type Selection } from '../../vault/rules/select.ts';
import { assertOneChoice, checkView } from '../options/check-choice.ts';

/** `tv connections check` */
export async function run(context: Context, input: Input): Promise<Result> {
  const judgeable = input.text('app') === undefined ? connectionRules : [...connectionRules, ...linkRules];
  const selection = parseSelection(input.list('only'), input.list('skip'), judgeable);
  const failOn = parseFailOn(input.text('fail-on'));
  assertOneChoice(input, 'connection', 'connections');
  const tenant = await context.tenant();
  const facts = createFacts(tenant);
  const [connections, [app]] = await Promise.all([
    chosen(tenant, facts, input),
    resolveApps(tenant, input.list('app')),
  ]);
  if (app !== undefined) facts.seed('client', app.client_id, app);
  const cases: RunOfCases = { tenant, mode: 'check', now: context.clock.now() };
  const data = await Promise.all(
    connections.map(async (connection) => {
      const judged = await judge(facts, questions(cases, connection, app, selection));
      return {
        id: connection.id,
        name: connection.name,
        findings: judged.map(({ finding }) => finding),
      };
    }),
  );
  const findings = data.flatMap((one) => one.findings);
  const empty = input.flag('enabled') ? 'No connection has Token Vault on' : 'There is no connection';
  return { data, ...checkView(context, data.length, empty), exit: exitOf(findings, failOn) };
}

function questions(
  cases: RunOfCases,
  connection: ConnectionRecord,
  app: ClientRecord | undefined,
  selection: Selection,
): readonly Question[] {
  const { id, name } = connection;
  const onConnection = questionsFor(connectionRules, connectionCase(cases, connection), selection);
  if (app === undefined) return onConnection;
  const link = appCase(cases, app, { connection: { id, name } });
  return [...onConnection, ...questionsFor(linkRules, link, selection)];
}

async function chosen(tenant: Tenant, facts: Facts, input: Input): Promise<readonly ConnectionRecord[]> {
  const names = input.list('connection');
  if (names.length > 0) return seeded(facts, await resolveConnections(tenant, names));
  const { connections, generation } = await listForJudging(tenant);
  facts.seed('generation', '', generation);
  seeded(facts, connections);
  return input.flag('all') ? connections : connectionsOn(facts, connections, generation);
}

function seeded(facts: Facts, connections: readonly ConnectionRecord[]): readonly ConnectionRecord[] {
  for (const connection of connections) facts.seed('connection', connection.id, connection);
  return connections;
}
