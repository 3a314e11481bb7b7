import { TvError } from '../../core/errors.ts';
import type { Tokenset } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { nearest, plural, quotedList } from '../../core/text.ts';
import { type DeletionTarget, toTarget } from './delete.ts';
import { readDeletionFile } from './deletion-file.ts';
import type { TokensetFilter } from './filter.ts';
import { listTokensets } from './list.ts';
import { isBulk, type UserSelection } from './selection.ts';
import type { SourceChoice } from './sources.ts';
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
  readonly filter: TokensetFilter;
  readonly all: boolean;
  readonly source: SourceChoice;
  readonly policy: MatchPolicy;
  readonly ignoreNotFound: boolean;
  readonly now: number;
  readonly warn: (code: string, message: string) => void;
}

/** Reads what is there and picks what is meant; throws `not_found.tokenset` before anything is deleted. */
export async function findTargets(
  tenant: Tenant,
  request: DeletionRequest,
): Promise<readonly DeletionTarget[]> {
  return request.kind === 'file' ? fileTargets(tenant, request) : userTargets(tenant, request);
}

async function userTargets(tenant: Tenant, request: UserDeletion): Promise<readonly DeletionTarget[]> {
  const listing = listTokensets(tenant, { ...request, complete: request.ids.length === 0, withEmail: false });
  const found: Tokenset[] = [];
  let unknown = 0;
  for await (const read of listing.users) {
    found.push(...read.tokensets);
    unknown += read.unknownTimes;
  }
  for (const { source, error } of listing.reader.leftOut()) {
    request.warn(
      'tokensets.source_left_out',
      `\`${source}\` were not looked at: the token lacks ${error.details.missingScopes?.join(' or ') ?? ''}`,
    );
  }
  for (const { user_id, error } of listing.failed)
    request.warn('tokensets.user_failed', `\`${user_id}\`: ${error.message}`);
  if (unknown > 0) {
    request.warn(
      'tokensets.unknown_time',
      `${plural(unknown, 'record')} left out because the time asked about is unknown`,
    );
  }
  if (request.ids.length === 0) return found.map(toTarget);
  assertAllFound(request, found);
  return found.filter((tokenset) => request.ids.includes(tokenset.id)).map(toTarget);
}

function assertAllFound(request: UserDeletion, found: readonly Tokenset[]): void {
  const known = found.map((tokenset) => tokenset.id);
  const missing = request.ids.filter((id) => !known.includes(id));
  if (missing.length === 0) return;
  if (request.ignoreNotFound) {
    request.warn('tokensets.not_found', `${quotedList(missing)} not found, passed over`);
    return;
  }
  const near = nearest(missing[0] ?? '', known);
  throw new TvError('not_found.tokenset', `No such tokenset: ${quotedList(missing)}`, {
    cause: isBulk(request.selection)
      ? 'None of these users has it'
      : 'The user has no tokenset of that id that fits the filters',
    hint: `${near === undefined ? '' : `Did you mean \`${near}\`? `}Nothing was deleted; \`--ignore-not-found\` passes over what is gone`,
    extra: { missing },
  });
}

async function fileTargets(tenant: Tenant, request: FileDeletion): Promise<readonly DeletionTarget[]> {
  const targets = new Map<string, DeletionTarget>();
  for await (const target of readDeletionFile(request.lines, request.path, tenant.domain)) {
    targets.set(`${target.user_id} ${target.source} ${target.id}`, target);
  }
  return [...targets.values()];
}
