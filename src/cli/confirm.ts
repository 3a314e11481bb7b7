import { nobodyToAsk } from '../core/confirmation.ts';
import type { Confirmation } from '../core/context.ts';
import { TvError } from '../core/errors.ts';
import type { Globals } from '../core/globals.ts';
import type { Credentials } from '../core/profiles.ts';
import type { Prompter, Reporter } from '../core/terminal-ports.ts';

interface Gate {
  readonly globals: Globals;
  readonly credentials: Credentials;
  readonly prompter: () => Promise<Prompter>;
  readonly reporter: Reporter;
}

/** Throws `refused.read_only` when writes are switched off. */
export function assertWritable(globals: Globals, credentials: Credentials): void {
  if (globals.readOnly) {
    throw new TvError('refused.read_only', '`TV_READ_ONLY` is set, so nothing is written', {
      hint: 'Unset `TV_READ_ONLY` to allow writes',
    });
  }
  if (credentials.readOnly) {
    throw new TvError(
      'refused.read_only',
      `Profile \`${credentials.profile}\` is read-only, so nothing is written`,
      {
        hint: `Use another profile, or run \`tv profiles update ${credentials.profile} --no-read-only\``,
      },
    );
  }
}

/** Whether a write may go ahead: asks on a terminal, takes `--yes` elsewhere (product section 9). */
export async function confirm(confirmation: Confirmation, gate: Gate): Promise<void> {
  const { globals, credentials, reporter } = gate;
  assertWritable(globals, credentials);
  if (!confirmation.needed && !credentials.protected) return;
  const prompter = await gate.prompter();
  if (!vouched(gate) && !prompter.interactive) {
    throw new TvError('refused.protected', `Profile \`${credentials.profile}\` is protected`, {
      cause: 'Off a terminal a protected profile needs `--yes` and a matching `--expect-tenant`',
      hint: `Add \`--yes --expect-tenant ${credentials.tenant.label}\``,
    });
  }
  if (globals.yes && vouched(gate)) return;
  if (!prompter.interactive) throw nobodyToAsk(confirmation.question);
  if (confirmation.plan !== undefined) reporter.show(confirmation.plan);
  await ask(confirmation, prompter);
}

/** A protected profile takes `--yes` only beside the tenant's name. */
function vouched({ globals, credentials }: Gate): boolean {
  return !credentials.protected || globals.expectTenant !== undefined;
}

async function ask(confirmation: Confirmation, prompter: Prompter): Promise<void> {
  const typed = confirmation.typed;
  if (typed === undefined) {
    const agreed = await prompter.confirm({
      message: `${confirmation.question}?`,
      flag: '--yes',
      initial: false,
    });
    if (!agreed) throw declined();
    return;
  }
  const answer = await prompter.text({
    message: `${confirmation.question}? Type ${typed} to go on`,
    flag: '--yes',
  });
  if (answer.trim() !== typed) throw declined();
}

function declined(): TvError {
  return new TvError('cancelled.declined', 'Declined, so nothing was changed');
}
