import type { Spool } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { TokensetSource } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { nearest, plural, quotedList } from '../../core/text.ts';
import {
  type AccountOwner,
  type DeletionTarget,
  type PlannedDeletion,
  planDeletion,
  toTarget,
} from './delete.ts';
import { readDeletionFile } from './deletion-file.ts';
import { isEmptyFilter, type TokensetFilter } from './filter.ts';
import { type FailedUser, type Failures, type Listing, listTokensets } from './list.ts';
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

/** What a plan is made with. */
export interface PlanTools {
  readonly spool: Spool<DeletionTarget>;
  readonly owner: AccountOwner | null;
  /** Refuse as soon as more than this would go. */
  readonly max: number | undefined;
  readonly warn: (code: string, message: string) => void;
  /** Told of each user that cannot be read while others can. */
  readonly tellFailed: (failed: FailedUser) => void;
  /** Called when reading begins; what it gives is told how many users are done. */
  readonly watch: (listing: Listing) => (users: number) => void;
}

/** What would be deleted, counted; the targets themselves stay in the spool. */
export interface DeletionPlan {
  /** How many can be deleted. */
  readonly possible: number;
  /** How many cannot, for lack of their user's token. */
  readonly kept: number;
  /** Where those that can be deleted are kept. */
  readonly sources: ReadonlySet<TokensetSource>;
  /** How many of each connection can be deleted. */
  readonly byConnection: ReadonlyMap<string, number>;
  /** The first few that can be deleted. */
  readonly sample: readonly DeletionTarget[];
  /** Users that could not be read, among many. */
  readonly unread: Failures;
  targets(): AsyncIterable<PlannedDeletion>;
}

const sampleSize = 10;

/** Reads what is there and counts what is meant; throws `not_found.tokenset` and `refused.guard` before anything is deleted. */
export async function planDeletions(
  tenant: Tenant,
  request: DeletionRequest,
  tools: PlanTools,
): Promise<DeletionPlan> {
  const tally = new Tally(tools);
  const unread =
    request.kind === 'file'
      ? await fileTargets(tenant, request, tally)
      : await userTargets(tenant, request, tally, tools);
  return {
    possible: tally.possible,
    kept: tools.spool.count - tally.possible,
    sources: tally.sources,
    byConnection: tally.byConnection,
    sample: tally.sample,
    unread,
    targets: () => planned(tools.spool, tools.owner),
  };
}

async function* planned(
  spool: Spool<DeletionTarget>,
  owner: AccountOwner | null,
): AsyncGenerator<PlannedDeletion> {
  for await (const target of spool.rows()) yield planDeletion(target, owner);
}

class Tally {
  possible = 0;
  readonly sources = new Set<TokensetSource>();
  readonly byConnection = new Map<string, number>();
  readonly sample: DeletionTarget[] = [];
  readonly #tools: PlanTools;

  constructor(tools: PlanTools) {
    this.#tools = tools;
  }

  async add(target: DeletionTarget): Promise<void> {
    const { spool, owner, max } = this.#tools;
    await spool.add(target);
    if (planDeletion(target, owner).obstacle !== null) return;
    this.possible += 1;
    this.sources.add(target.source);
    this.byConnection.set(target.connection, (this.byConnection.get(target.connection) ?? 0) + 1);
    if (this.sample.length < sampleSize) this.sample.push(target);
    if (max !== undefined && this.possible > max) throw tooMany(max);
  }
}

function tooMany(max: number): TvError {
  return new TvError(
    'refused.guard',
    `More than ${plural(max, 'tokenset')} would be deleted, which \`--max ${max}\` does not allow`,
    {
      hint: 'Nothing was deleted; count them with `--dry-run` and without `--max`',
    },
  );
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
  const progress = tools.watch(listing);
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
      await tally.add(toTarget(tokenset));
    }
  }
  tellGaps(listing.reader.leftOut(), unknown, tools);
  if (byId) assertAllFound(request, known, { suggestions, leftOut: listing.reader.leftOut() }, tools);
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

async function fileTargets(tenant: Tenant, request: FileDeletion, tally: Tally): Promise<Failures> {
  const seen = new SeenKeys();
  for await (const target of readDeletionFile(request.lines, request.path, tenant.domain)) {
    if (seen.add(`${target.source} ${target.user_id} ${target.id}`)) await tally.add(target);
  }
  return { count: 0, first: undefined };
}
