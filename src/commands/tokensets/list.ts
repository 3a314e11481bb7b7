import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { type ExitCode, exitCodes } from '../../core/exit-codes.ts';
import type { Tenant } from '../../core/ports.ts';
import { type Result, table } from '../../core/result.ts';
import { plural } from '../../core/text.ts';
import { type Listing, listTokensets } from '../../vault/tokensets/list.ts';
import { isBulk } from '../../vault/tokensets/selection.ts';
import { type TokensetRow, tokensetColumns } from './columns.ts';
import { tellListing } from './listing-notes.ts';
import { readFilter, readMatchPolicy, readSource, requireSelection } from './selection-input.ts';

/** `tv tokensets list` */
export async function run(context: Context, input: Input): Promise<Result> {
  const selection = await requireSelection(context, input, true);
  const tenant = await context.tenant();
  const withEmail = input.flag('with-user');
  const now = context.clock.now();
  const listing = listTokensets(tenant, {
    selection,
    policy: await readMatchPolicy(context, input),
    filter: readFilter(input),
    source: readSource(input),
    complete: false,
    withEmail,
    now,
  });
  const manyUsers = selection.kind !== 'named' || selection.words.length > 1 || input.flag('all-matches');
  const rows = listRows(context, tenant, listing, { withEmail, limit: input.integer('limit') });
  const exit = (): ExitCode => (listing.failed.length > 0 ? exitCodes.partial : exitCodes.ok);
  return {
    ...table<TokensetRow>(isBulk(selection) ? rows : await collect(rows), {
      columns: tokensetColumns(now, { manyUsers, withEmail, terminal: context.columns() }),
      id: (row) => row.id,
      empty: 'No tokensets',
    }),
    rowContext: { tenant: tenant.domain },
    exit,
    error: () => partialFailure(listing),
  };
}

async function collect<T>(rows: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

async function* listRows(
  context: Context,
  tenant: Tenant,
  listing: Listing,
  options: { readonly withEmail: boolean; readonly limit: number | undefined },
): AsyncGenerator<TokensetRow> {
  let rows = 0;
  let users = 0;
  let unknown = 0;
  for await (const read of listing.users) {
    users += 1;
    unknown += read.unknownTimes;
    context.reporter.progress({
      label: 'users read',
      done: users,
      ...listing.totalOf(),
      rate: tenant.bulk.rate(),
    });
    for (const tokenset of read.tokensets) {
      if (rows === options.limit) break;
      rows += 1;
      yield options.withEmail ? { ...tokenset, email: read.user.email } : tokenset;
    }
    if (rows === options.limit) break;
  }
  context.reporter.progress(null);
  tellListing(context, listing, unknown);
}

function partialFailure(listing: Listing): TvError | undefined {
  const first = listing.failed[0];
  if (first === undefined) return undefined;
  return new TvError('api.partial', `${plural(listing.failed.length, 'user')} could not be read`, {
    cause: first.error.message,
    hint: 'The others are complete; run the command again for those named above',
  });
}
