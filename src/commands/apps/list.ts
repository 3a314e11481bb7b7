import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { type Result, table } from '../../core/result.ts';
import { plural } from '../../core/text.ts';
import { judgeEligibility, seedClients } from '../../vault/apps/eligibility.ts';
import { type AppSummary, summariseApp } from '../../vault/apps/summary.ts';
import { createFacts } from '../../vault/facts/facts.ts';
import { collect } from '../../vault/facts/sources.ts';
import { appCase } from '../../vault/rules/cases.ts';
import { listColumns } from './columns.ts';

/** `tv apps list` */
export async function run(context: Context, input: Input): Promise<Result> {
  const keep = readFilter(input);
  const tenant = await context.tenant();
  const facts = createFacts(tenant);
  const type = input.text('type');
  const clients = await collect(tenant.clients.list(type === undefined ? {} : { appType: type }));
  seedClients(facts, clients);
  const run = { tenant, mode: 'check', now: context.clock.now() } as const;
  const rows = await Promise.all(
    clients.map(async (client) => summariseApp(client, await judgeEligibility(facts, appCase(run, client)))),
  );
  const hidden = rows.filter(({ token_vault: vault }) => vault.enabled === null).length;
  if (hidden > 0 && input.flag('enabled')) {
    context.reporter.warn(
      'apps.hidden_grants',
      `Whether ${plural(hidden, 'application')} ${hidden === 1 ? 'has' : 'have'} the grant is hidden without \`read:clients\``,
    );
  }
  const shown = rows.filter(keep).sort((left, right) => left.name.localeCompare(right.name, 'en'));
  const unknown = shown.filter((app) => app.eligible === null).length;
  return {
    ...table(shown, {
      columns: listColumns,
      id: (app) => app.client_id,
      empty: 'No applications',
      summary: (count) => plural(count, 'application'),
    }),
    notes:
      unknown === 0 ? [] : [`\`tv apps check\` says why ${plural(unknown, 'application')} cannot be told`],
  };
}

function readFilter(input: Input): (app: AppSummary) => boolean {
  const filters: readonly (readonly [string, (app: AppSummary) => boolean])[] = [
    ['enabled', (app) => app.token_vault.enabled === true],
    ['eligible', (app) => app.eligible === true],
    ['ineligible', (app) => app.eligible === false],
  ];
  const given = filters.filter(([name]) => input.flag(name));
  if (given.length > 1) {
    throw new TvError(
      'usage.conflict',
      `${given.map(([name]) => `\`--${name}\``).join(' and ')} exclude each other`,
    );
  }
  return given[0]?.[1] ?? (() => true);
}
