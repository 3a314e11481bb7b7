import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { ExitCode } from '../../core/exit-codes.ts';
import { isMachineFormat } from '../../core/globals.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Result } from '../../core/result.ts';
import { quotedList, sentenceList } from '../../core/text.ts';
import { placeOf } from '../../vault/changes/carry-out.ts';
import type { Surgery } from '../../vault/doctor/examine.ts';
import { closing, tellChanges } from '../../vault/doctor/telling.ts';
import { exitOf, isOpen, scopesToAdd } from '../../vault/rules/exit.ts';
import { createAsker } from '../../vault/setup/asker.ts';
import { carryOutSetup, type SetupOutcome } from '../../vault/setup/carry-out.ts';
import { type Decisions, decide } from '../../vault/setup/decide.ts';
import { equivalentCommand } from '../../vault/setup/equivalent.ts';
import { readFlags, type SetupFlags } from '../../vault/setup/flags.ts';
import { nextSteps, works } from '../../vault/setup/next-steps.ts';
import { openTenant } from '../../vault/setup/open-tenant.ts';
import { loadTenantParts } from '../../vault/setup/tenant-parts.ts';
import { offerTrial, type Trial } from '../../vault/setup/trial.ts';

/** `tv setup` */
export async function run(context: Context, input: Input): Promise<Result> {
  const flags = readFlags(input);
  const prompter = await context.prompter();
  const tenant = await openTenant(context);
  const asker = createAsker(prompter);
  const parts = await loadTenantParts(tenant);
  const decisions = await decide({ tenant, parts, flags, asker });
  const surgery: Surgery = { tenant, local: await context.local(), now: context.clock.now() };
  const agreement = { flags, asked: asker.asked };
  const outcome = await carryOutSetup(context, surgery, decisions, agreement);
  if (outcome.changes.length === 0) tellNothing(context, outcome);
  await tellChanges(context, outcome.changes, outcome);
  const shown = await result(context, tenant, decisions, flags, outcome);
  const trial = asker.asked ? trialOf(context, tenant, decisions, outcome) : undefined;
  return trial === undefined ? shown : { ...shown, afterwards: () => offerTrial(context, trial) };
}

/** Says that no change is planned, and whether that is because all is well or because something is hidden. */
function tellNothing({ reporter }: Context, { findings }: SetupOutcome): void {
  const open = findings.filter(isOpen);
  if (open.length === 0) {
    reporter.note('Nothing is left to change', 'setup.nothing');
    return;
  }
  const rules = [...new Set(open.map(({ id, subject }) => `${id} of ${subject.name}`))];
  const scopes = scopesToAdd(open);
  const wayOut = scopes.length === 0 ? '' : `; ${quotedList(scopes)} would tell`;
  reporter.warn(
    'setup.untold',
    `Nothing is changed, but whether something is left to change could not be told: ${sentenceList(rules)}${wayOut}`,
  );
}

/** What can be tried at once: the exchange of a user who signs in here, in a browser. */
function trialOf(
  context: Context,
  { profile }: Tenant,
  { app, connections, generation }: Decisions,
  outcome: SetupOutcome,
): Trial | undefined {
  const { client } = outcome;
  const [connection] = connections;
  const connects = app.exchange === 'refresh_token' && generation !== 'tokensets';
  const possible = connects && works(outcome) && !context.globals.dryRun;
  if (!possible || client === undefined || connection === undefined) return undefined;
  const secretFile = app.kind === 'new' ? app.secretOut : undefined;
  return { clientId: client.client_id, connection: connection.name, secretFile, profile };
}

/** A plan ends as its changes would leave things. */
function exitAfter(context: Context, { findings, left }: SetupOutcome): ExitCode {
  if (!context.globals.dryRun) return exitOf(findings, 'error');
  const unknown = findings.filter(({ status }) => status === 'unknown');
  return exitOf([...unknown, ...left.map(({ finding }) => finding)], 'error');
}

async function result(
  context: Context,
  tenant: Tenant,
  decisions: Decisions,
  flags: SetupFlags,
  outcome: SetupOutcome,
): Promise<Result> {
  const { changes, findings, error } = outcome;
  const command = equivalentCommand({
    decisions,
    flags,
    profile: tenant.profile,
    consent: outcome.consent,
    expectTenant: (await context.credentials()).protected ? tenant.domain : undefined,
  });
  return {
    data: { dry_run: context.globals.dryRun, changes, findings, command },
    ...closing(context, `Token Vault on ${placeOf(tenant)}`, [
      ...nextSteps(tenant, decisions, outcome),
      // A machine has it in the data.
      ...(isMachineFormat(context.globals.output) ? [] : [`The same without questions: ${command}`]),
    ]),
    ...(error === undefined ? { exit: exitAfter(context, outcome) } : { error, exit: error.exit }),
  };
}
