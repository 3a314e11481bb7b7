import type { Spool } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Tenant } from '../../core/ports.ts';
import { nearest, plural, quotedList } from '../../core/text.ts';
import { type AccountOwner, type DeletionTarget, type PlannedDeletion, toTarget } from './delete.ts';
import { readDeletionFile } from './deletion-file.ts';
import { type KeptTarget, lookUpRows } from './deletion-rows.ts';
import { type Deletable, judgeKept, Tally } from './deletion-tally.ts';
import { isEmptyFilter, type TokensetFilter } from './filter.ts';
import { type FailedUser, type Failures, listTokensets } from './list.ts';
import { SeenKeys } from './seen-keys.ts';
import { isBulk, type UserSelection } from './selection.ts';
import { assertNotHidden, type LeftOut, type SourceChoice } from './sources.ts';
import type { MatchPolicy } from './users.ts';

/** What is to be deleted: rows of a file, or tokensets of users by id, filter or all. */
export type DeletionRequest = FileDeletion | UserDeletion;

interface FileDeletion {
  readonly kind: 'file';
  readonly path: string;
  readonly lines: AsyncIterable<string>;
  readonly ignoreNotFound: boolean;
}

interface UserDeletion {
  readonly kind: 'users';
  readonly selection: UserSelection;
  readonly ids: readonly string[];
  /** `--all` was said, so that what could not be looked at may not be passed over. */
  readonly all: boolean;
  readonly filter: TokensetFilter;
  readonly source: SourceChoice;
  readonly policy: MatchPolicy;
  readonly ignoreNotFound: boolean;
  readonly now: number;
}

/** Reading under way. */
export interface Reading {
  /** How many users there are in all; undefined until that is known. */
  readonly total: () => number | undefined;
  /** Requests that one of them takes. */
  readonly requestsEach: () => number;
}

/** What a plan is made with. */
export interface PlanTools {
  readonly openSpool: <Row>() => Promise<Spool<Row>>;
  readonly owner: AccountOwner | null;
  /** Refuse as soon as more than this would go. */
  readonly max: number | undefined;
  /** Why the token may not delete tokensets, which is judged before `max`; null when it may. */
  readonly barrier: () => Promise<TvError | null>;
  readonly warn: (code: string, message: string) => void;
  /** Told of each user that cannot be read while others can. */
  readonly tellFailed: (failed: FailedUser) => void;
  /** Called when reading begins; what it gives is told how many users are done. */
  readonly watch: (reading: Reading) => (users: number) => void;
}

/** What would be deleted, counted; the targets themselves stay in the spool. */
export interface DeletionPlan extends Deletable {
  /** Of these, connected accounts, which need no scope of the Management API token. */
  readonly accounts: Deletable;
  /** How many cannot, for lack of their user's token. */
  readonly kept: number;
  /** Rows of a file whose tokenset is gone. */
  readonly missing: number;
  /** Rows of a file whose user could not be read. */
  readonly unreadable: number;
  /** Users that could not be read, among many. */
  readonly unread: Failures;
  targets(): AsyncIterable<PlannedDeletion>;
}

/** Reads what is there and counts what is meant; throws `not_found.tokenset` and `refused.guard` before anything is deleted. */
export async function planDeletions(
  tenant: Tenant,
  request: DeletionRequest,
  tools: PlanTools,
): Promise<DeletionPlan> {
  const spool = await tools.openSpool<KeptTarget>();
  const tally = new Tally(spool, tools);
  const unread =
    request.kind === 'file'
      ? await fileTargets(tenant, request, tally, tools)
      : await userTargets(tenant, request, tally, tools);
  const { all, accounts, obstacles } = tally;
  const kept = obstacles.get('refused.my_account_token') ?? 0;
  const missing = obstacles.get('not_found.tokenset') ?? 0;
  return {
    possible: all.possible,
    byConnection: all.byConnection,
    sample: all.sample,
    accounts,
    kept,
    missing,
    unreadable: spool.count - all.possible - kept - missing,
    unread,
    targets: () => planned(spool, tools.owner),
  };
}

async function* planned(
  spool: Spool<KeptTarget>,
  owner: AccountOwner | null,
): AsyncGenerator<PlannedDeletion> {
  for await (const kept of spool.rows()) yield judgeKept(kept, owner);
}

async function userTargets(
  tenant: Tenant,
  request: UserDeletion,
  tally: Tally,
  tools: PlanTools,
): Promise<Failures> {
  const byId = request.ids.length > 0;
  const listing = listTokensets(tenant, {
    ...request,
    complete: !byId && (request.all || isEmptyFilter(request.filter)),
    withEmail: false,
    tellFailed: tools.tellFailed,
  });
  const progress = tools.watch({
    total: listing.total,
    requestsEach: () => listing.reader.requestsPerUser(),
  });
  const known = new Set<string>();
  const suggestions: string[] = [];
  let unknown = 0;
  let users = 0;
  for await (const read of listing.users) {
    users += 1;
    unknown += read.unknownTimes;
    progress(users + listing.failures().count);
    for (const tokenset of read.tokensets) {
      if (byId && !request.ids.includes(tokenset.id)) {
        if (suggestions.length < 100) suggestions.push(tokenset.id);
        continue;
      }
      known.add(byId ? tokenset.id : '');
      await tally.add({ target: toTarget(tokenset) });
      // Whether all ids exist is judged first.
      if (!byId) await tally.guard();
    }
  }
  tellGaps(listing.reader.leftOut(), unknown, tools);
  if (byId) assertAllFound(request, known, { suggestions, leftOut: listing.reader.leftOut() }, tools);
  await tally.guard();
  return listing.failures();
}

function tellGaps(leftOut: readonly LeftOut[], unknown: number, tools: PlanTools): void {
  for (const { source, error } of leftOut) {
    const scopes = error.details.missingScopes?.join(' or ') ?? '';
    tools.warn('tokensets.source_left_out', `\`${source}\` were not looked at: the token lacks ${scopes}`);
  }
  if (unknown > 0) {
    tools.warn(
      'tokensets.unknown_time',
      `${plural(unknown, 'record')} left out because the time asked about is unknown`,
    );
  }
}

function assertAllFound(
  request: UserDeletion,
  known: ReadonlySet<string>,
  { suggestions, leftOut }: { readonly suggestions: readonly string[]; readonly leftOut: readonly LeftOut[] },
  tools: PlanTools,
): void {
  const missing = request.ids.filter((id) => !known.has(id));
  if (missing.length === 0) return;
  assertNotHidden(missing, leftOut);
  if (request.ignoreNotFound) {
    tools.warn('tokensets.not_found', `${quotedList(missing)} not found, passed over`);
    return;
  }
  const near = nearest(missing[0] ?? '', suggestions);
  throw new TvError('not_found.tokenset', `No such tokenset: ${quotedList(missing)}`, {
    cause: isBulk(request.selection)
      ? 'None of these users has it'
      : 'The user has no tokenset of that id that fits the filters',
    hint: `${near === undefined ? '' : `Did you mean \`${near}\`? `}Nothing was deleted; \`--ignore-not-found\` passes over what is gone`,
    extra: { missing },
  });
}

/** Counts users whose rows stand together. */
class Runs {
  count = 0;
  #last: string | undefined;

  add(userId: string): void {
    if (userId !== this.#last) this.count += 1;
    this.#last = userId;
  }
}

/** The whole file is judged before anything is asked; then each user of it is read once. */
async function fileTargets(
  tenant: Tenant,
  request: FileDeletion,
  tally: Tally,
  tools: PlanTools,
): Promise<Failures> {
  const seen = new SeenKeys();
  const rows = await tools.openSpool<DeletionTarget>();
  const users = new Runs();
  for await (const target of readDeletionFile(request.lines, request.path, tenant.domain)) {
    if (!seen.add(`${target.source} ${target.user_id} ${target.id}`)) continue;
    await rows.add(target);
    users.add(target.user_id);
  }
  const progress = tools.watch({ total: () => users.count, requestsEach: () => 1 });
  const read = new Runs();
  let passedOver = 0;
  for await (const kept of lookUpRows(tenant, rows.rows(), tools.owner)) {
    read.add(kept.target.user_id);
    progress(read.count);
    if (request.ignoreNotFound && kept.gone !== undefined) passedOver += 1;
    else await tally.add(kept);
    await tally.guard();
  }
  if (passedOver > 0) {
    tools.warn('tokensets.not_found', `${plural(passedOver, 'row')} not found, passed over`);
  }
  return { count: 0, first: undefined };
}
