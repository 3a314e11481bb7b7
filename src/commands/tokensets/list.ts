import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { exitCodes } from '../../core/exit-codes.ts';
import type { Tenant } from '../../core/ports.ts';
import { type Result, table } from '../../core/result.ts';
import { plural } from '../../core/text.ts';
import { type Listing, listTokensets } from '../../vault/tokensets/list.ts';
import { isBulk, mayBeSeveral } from '../../vault/tokensets/selection.ts';
import { BulkProgress } from './bulk-progress.ts';
import { type TokensetRow, tokensetColumns } from './columns.ts';
import { midway, partialFailure, tellFailedUser, tellInterrupted, tellListing } from './listing-notes.ts';
import { readFilter, readMatchPolicy, readSource, requireSelection } from './selection-input.ts';

/** Users begun ahead when only few rows are wanted, and at most. */
const narrowest = 8;
const widest = 128;

/** `tv tokensets list` */
export async function run(context: Context, input: Input): Promise<Result> {
  const selection = await requireSelection(context, input, true);
  const tenant = await context.tenant();
  const withEmail = input.flag('with-user');
  const now = context.clock.now();
  const limit = input.integer('limit');
  const filter = readFilter(input);
  const policy = await readMatchPolicy(context, input);
  const listing = listTokensets(tenant, {
    selection,
    policy,
    filter,
    source: readSource(input),
    complete: false,
    withEmail,
    now,
    width: limit === undefined ? undefined : Math.max(narrowest, Math.min(widest, limit)),
    tellFailed: tellFailedUser(context),
  });
  const manyUsers = mayBeSeveral(selection, policy);
  const holders: Holders = { count: 0 };
  const rows = listRows(context, tenant, listing, { bulk: isBulk(selection), withEmail, limit, holders });
  return {
    ...table<TokensetRow>(isBulk(selection) ? rows : await collect(rows), {
      columns: tokensetColumns(now, { manyUsers, withEmail, filter }),
      id: (row) => row.id,
      empty: 'No tokensets',
      summary: (count) =>
        `${plural(count, 'tokenset')}${manyUsers ? ` of ${plural(holders.count, 'user')}` : ''}`,
    }),
    rowContext: { tenant: tenant.domain },
    exit: () => (listing.failures().count > 0 ? exitCodes.partial : exitCodes.ok),
    error: () => partialFailure(listing.failures()),
  };
}

async function collect<T>(rows: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** How many users have a tokenset among the rows. */
interface Holders {
  count: number;
}

interface RowOptions {
  readonly bulk: boolean;
  readonly withEmail: boolean;
  readonly limit: number | undefined;
  readonly holders: Holders;
}

async function* listRows(
  context: Context,
  tenant: Tenant,
  listing: Listing,
  { bulk, withEmail, limit = Number.POSITIVE_INFINITY, holders }: RowOptions,
): AsyncGenerator<TokensetRow> {
  const progress = new BulkProgress(context, tenant, {
    label: 'users read',
    noun: 'users',
    total: listing.total,
    requestsEach: () => listing.reader.requestsPerUser(),
  });
  let rows = 0;
  let users = 0;
  let unknown = 0;
  try {
    for await (const read of listing.users) {
      users += 1;
      unknown += read.unknownTimes;
      if (bulk) progress.update(users + listing.failures().count);
      if (read.tokensets.length > 0) holders.count += 1;
      for (const tokenset of read.tokensets.slice(0, limit - rows)) {
        rows += 1;
        yield withEmail ? { ...tokenset, email: read.user.email } : tokenset;
      }
      if (rows >= limit) break;
    }
  } catch (error) {
    const failure = rows > 0 ? midway(error) : error;
    tellInterrupted(context, failure, `${plural(rows, 'tokenset')} of ${plural(users, 'user')}`);
  }
  progress.end();
  tellListing(context, listing, unknown);
}
