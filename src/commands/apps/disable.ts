import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { tokenVaultGrant } from '../../core/protocol.ts';
import type { Result } from '../../core/result.ts';
import { sentenceList } from '../../core/text.ts';
import { assertGrantsVisible, removeGrantType } from '../../vault/apps/changes.ts';
import { carryOut, changesResult } from '../../vault/changes/carry-out.ts';
import { requireScopes } from '../../vault/changes/scopes.ts';
import { resolveApps } from '../../vault/resolve.ts';

/** `tv apps disable` */
export async function run(context: Context, input: Input): Promise<Result> {
  const tenant = await context.tenant();
  const clients = await resolveApps(tenant, input.list('app'));
  if (!context.globals.dryRun) await requireScopes(tenant, ['update:clients']);
  await assertGrantsVisible(tenant, clients);
  const planned = clients.map((client) => removeGrantType(client, tokenVaultGrant));
  const carried = await carryOut(context, tenant, planned, {
    question: `Take the Token Vault grant away from ${sentenceList(clients.map(({ name }) => name))}`,
    items: clients.length,
  });
  return changesResult(carried);
}
