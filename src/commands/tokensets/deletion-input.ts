import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { DeletionRequest } from '../../vault/tokensets/deletion-plan.ts';
import { isEmptyFilter, type TokensetFilter } from '../../vault/tokensets/filter.ts';
import type { UserSelection } from '../../vault/tokensets/selection.ts';
import {
  readFilter,
  readMatchPolicy,
  readSelection,
  readSource,
  requireSelection,
} from './selection-input.ts';

/** Reads what is to be deleted, and refuses what does not say enough; throws `usage.*`. */
export async function readDeletionRequest(context: Context, input: Input): Promise<DeletionRequest> {
  const path = input.text('from');
  const filter = readFilter(input);
  const ids = [...new Set(input.list('id'))];
  if (path !== undefined) {
    assertOnlyFile(context, input, ids, filter);
    const ignoreNotFound = input.flag('ignore-not-found');
    return { kind: 'file', path, lines: context.files.lines(path), ignoreNotFound };
  }
  assertEnough(input, ids, filter);
  const selection = await requireSelection(context, input, true);
  assertCounted(context, input, selection);
  return {
    kind: 'users',
    selection,
    ids,
    all: input.flag('all'),
    filter,
    source: readSource(input),
    policy: await readMatchPolicy(context, input),
    ignoreNotFound: input.flag('ignore-not-found'),
    now: context.clock.now(),
  };
}

function assertOnlyFile(
  context: Context,
  input: Input,
  ids: readonly string[],
  filter: TokensetFilter,
): void {
  const named = readSelection(context, input, true) !== undefined;
  if (ids.length === 0 && !input.flag('all') && isEmptyFilter(filter) && !named) return;
  throw new TvError(
    'usage.conflict',
    '`--from` deletes exactly the rows of its file and takes no ids, users or filters',
  );
}

function assertEnough(input: Input, ids: readonly string[], filter: TokensetFilter): void {
  if (ids.length === 0 && !input.flag('all') && isEmptyFilter(filter)) {
    throw new TvError('usage.missing_argument', 'Which tokensets? Give ids, a filter, `--all` or `--from`', {
      hint: 'Run `tv tokensets list` first to see what there is',
    });
  }
  if (input.flag('all') && ids.length > 0) {
    throw new TvError('usage.conflict', '`--all` and ids exclude each other', { hint: 'Give one of them' });
  }
  if (filter.expired && filter.unusedFor === undefined && ids.length === 0) {
    throw new TvError('usage.conflict', '`--expired` alone does not say enough to delete', {
      cause: 'The expiry may be that of an access token, which the vault refreshes by itself',
      hint: 'Add `--unused-for 90d`, or name the ids',
    });
  }
}

/** `--yes` over users that nobody has counted wants a number. */
function assertCounted(context: Context, input: Input, { kind }: UserSelection): void {
  const uncounted = kind === 'query' || kind === 'all';
  const { yes, dryRun } = context.globals;
  if (!uncounted || !yes || dryRun || input.integer('max') !== undefined) return;
  throw new TvError('usage.missing_argument', '`--yes` over users of a whole tenant needs `--max`', {
    hint: 'Count with `--dry-run`, then add `--max <n>`',
  });
}
