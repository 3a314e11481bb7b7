import { type Input, required } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { Change } from '../../core/model.ts';
import type { Result } from '../../core/result.ts';
import { plural } from '../../core/text.ts';
import { apiClientBody, listApiClients } from '../../vault/apps/api-client.ts';
import { createApplication, creationChange } from '../../vault/apps/create.ts';
import { placeOf } from '../../vault/changes/carry-out.ts';
import { requireScopes } from '../../vault/changes/scopes.ts';
import { resolveApi } from '../../vault/resolve.ts';

/** `tv apps create-api-client` */
export async function run(context: Context, input: Input): Promise<Result> {
  const file = required(input, 'secret-out');
  const identifier = required(input, 'api');
  const tenant = await context.tenant();
  const api = await resolveApi(tenant, identifier);
  const name = input.text('name') ?? `${api.name ?? api.identifier} (Token Vault)`;
  const body = apiClientBody(api, name);
  const existing = await listApiClients(tenant, api);
  const notes =
    existing.length === 0
      ? []
      : [
          `The API had ${plural(existing.length, 'client')} before: ${existing.map((client) => client.client_id).join(', ')}`,
        ];
  if (context.globals.dryRun) return result(true, creationChange(body), notes);
  await context.assertWritable();
  await requireScopes(tenant, ['create:clients']);
  await context.confirm({ question: `Create application ${name} on ${placeOf(tenant)}`, needed: false });
  const receipts = await context.receipts();
  let change = creationChange(body);
  await context.files.createPrivate(file, async () => {
    const created = await createApplication(
      tenant,
      { body, existing, relist: () => listApiClients(tenant, api) },
      receipts,
    );
    change = created.change;
    return `${created.secret.reveal()}\n`;
  });
  return result(false, change, [...notes, `The secret is in ${file}, which only you can read`]);
}

function result(dryRun: boolean, change: Change, notes: readonly string[]): Result {
  return { data: { dry_run: dryRun, changes: [change] }, view: { kind: 'changes' }, notes };
}
