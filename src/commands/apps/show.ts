import { type Input, required } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { type Result, record } from '../../core/result.ts';
import { judgeEligibility, seedClients } from '../../vault/apps/eligibility.ts';
import { summariseApp } from '../../vault/apps/summary.ts';
import { createFacts } from '../../vault/facts/facts.ts';
import { resolveApp } from '../../vault/resolve.ts';
import { appCase } from '../../vault/rules/cases.ts';
import { commandLine } from '../../vault/rules/command-line.ts';
import { recordFields } from './columns.ts';

/** `tv apps show` */
export async function run(context: Context, input: Input): Promise<Result> {
  const tenant = await context.tenant();
  const client = await resolveApp(tenant, required(input, 'app'));
  const facts = createFacts(tenant);
  seedClients(facts, [client]);
  const subject = appCase({ tenant, mode: 'check', now: context.clock.now() }, client);
  const eligible = await judgeEligibility(facts, subject);
  return {
    ...record(summariseApp(client, eligible), { fields: recordFields, id: (app) => app.client_id }),
    notes:
      eligible === true ? [] : [`\`${commandLine(tenant, ['apps', 'check', client.client_id])}\` says why`],
  };
}
