import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit-codes.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Chart, Column, Result } from '../../core/result.ts';
import { grouped, plural } from '../../core/text.ts';
import { type Listing, listTokensets } from '../../vault/tokensets/list.ts';
import {
  type ConnectionReport,
  type HistogramBar,
  ReportBuilder,
  type TokensetReport,
} from '../../vault/tokensets/report.ts';
import { BulkProgress } from './bulk-progress.ts';
import { sourceColumn } from './columns.ts';
import { partialFailure, tellFailedUser, tellInterrupted, tellListing } from './listing-notes.ts';
import { readFilter, readMatchPolicy, readSelection, readSource } from './selection-input.ts';

/** `tv tokensets report` */
export async function run(context: Context, input: Input): Promise<Result> {
  const selection = readSelection(context, input, true);
  if (selection === undefined) {
    throw new TvError(
      'usage.missing_argument',
      'Over which users? Give `--user`, `--users-file`, `--query` or `--all-users`',
      { hint: '`--all-users` counts the whole tenant' },
    );
  }
  const tenant = await context.tenant();
  const now = context.clock.now();
  const listing = listTokensets(tenant, {
    selection,
    policy: await readMatchPolicy(context, input),
    filter: readFilter(input),
    source: readSource(input),
    complete: true,
    withEmail: false,
    now,
    tellFailed: tellFailedUser(context),
  });
  const builder = new ReportBuilder(now);
  await addUsers(context, tenant, listing, builder);
  const failures = listing.failures();
  return showReport(builder.report(tenant.domain, failures.count), partialFailure(failures));
}

async function addUsers(
  context: Context,
  tenant: Tenant,
  listing: Listing,
  builder: ReportBuilder,
): Promise<void> {
  const progress = new BulkProgress(context, tenant, {
    label: 'users read',
    noun: 'users',
    total: listing.total,
    requestsEach: () => listing.reader.requestsPerUser(),
  });
  let unknown = 0;
  try {
    for await (const read of listing.users) {
      builder.add(read);
      unknown += read.unknownTimes;
      progress.update(builder.usersRead + listing.failures().count);
    }
  } catch (error) {
    tellInterrupted(context, error, `${plural(builder.usersRead, 'user')}, so there is no report`);
  }
  progress.end();
  tellListing(context, listing, unknown);
}

const count = { align: 'right', optional: true } as const;

const columns: readonly Column<ConnectionReport>[] = [
  { key: 'connection', header: 'Connection', weight: 8 },
  { ...sourceColumn, weight: 9 },
  { key: 'users', header: 'Users', ...count, weight: 7 },
  { key: 'tokensets', header: 'Tokensets', align: 'right', weight: 9 },
  { key: 'expired', header: 'Expired', ...count, weight: 6 },
  { key: 'median_age_days', header: 'Median days', ...count, weight: 3 },
  { key: 'unused_90d', header: 'Unused 90d', ...count, weight: 5 },
  { key: 'unknown_use', header: 'Use unknown', ...count, weight: 2 },
  {
    key: 'oldest_issued_at',
    header: 'Oldest',
    value: (row) => row.oldest_issued_at?.slice(0, 10) ?? null,
    weight: 4,
    optional: true,
  },
];

function showReport(report: TokensetReport, failure: TvError | undefined): Result {
  const scopes = report.by_scope
    .slice(0, 10)
    .map(({ scope, tokensets }) => ({ label: scope, value: tokensets }));
  return {
    data: report,
    view: {
      kind: 'dashboard',
      title: `Token Vault of ${report.tenant}`,
      facts: [
        ['Users read', grouped(report.users_read)],
        ['Users that could not be read', grouped(report.users_failed)],
        ['Tokensets', grouped(report.tokensets)],
      ],
      charts: [
        { title: 'Tokensets by connection', bars: report.by_connection.map(connectionBar) },
        { title: 'Tokensets by scope, the ten most common', bars: scopes },
        histogram('Age of tokensets', report.age_histogram),
        histogram('Time since last use or issue', report.last_use_histogram),
      ],
      table: {
        title: 'By connection',
        columns,
        rows: report.by_connection,
        id: (row: ConnectionReport) => row.connection,
      },
    },
    ...(failure === undefined ? {} : { exit: exitCodes.partial, error: failure }),
  };
}

function connectionBar(row: ConnectionReport): { readonly label: string; readonly value: number } {
  const label = row.source === 'tokensets' ? row.connection : `${row.connection} (connected)`;
  return { label, value: row.tokensets };
}

function histogram(title: string, bars: readonly HistogramBar[]): Chart {
  return { title, bars: bars.map((bar) => ({ label: barLabel(bar), value: bar.tokensets })) };
}

function barLabel({ from_days, to_days }: HistogramBar): string {
  if (from_days === null) return 'unknown';
  if (to_days === null) return `${from_days} d and more`;
  return from_days === 0 ? 'under a day' : `${from_days} to ${to_days - 1} d`;
}
