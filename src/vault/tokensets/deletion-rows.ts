import type { ErrorCode } from '../../core/error-codes.ts';
import { asTvError, type ErrorDetails, TvError } from '../../core/errors.ts';
import type { TokensetSource } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { type AccountOwner, type DeletionTarget, planDeletion, toTarget } from './delete.ts';
import { isEntryError } from './selection.ts';
import { createTokensetReader, type TokensetReader } from './sources.ts';

/** A target, and why it cannot be deleted where reading told; plain and small, because many are kept aside. */
export interface KeptTarget {
  readonly target: DeletionTarget;
  /** It is not there any more; why not, where there is more to say. */
  readonly gone?: string;
  /** Its user could not be read. */
  readonly why?: { readonly code: ErrorCode; readonly message: string; readonly details: ErrorDetails };
}

/** Why reading told that a target cannot be deleted; null when it did not. */
export function keptObstacle({ target, gone, why }: KeptTarget): TvError | null {
  if (why !== undefined) return new TvError(why.code, why.message, why.details);
  if (gone === undefined) return null;
  return new TvError('not_found.tokenset', `User \`${target.user_id}\` has no tokenset \`${target.id}\``, {
    cause: gone,
    hint: '`--ignore-not-found` passes over rows that are gone',
  });
}

const deletedSince = 'It may have been deleted since the file was made';

/** Users whose tokensets are remembered; rows of one user usually stand together. */
const rememberedUsers = 256;

/**
 * Reads for each row of a file whether it is still there, side by side and each user once; in memory are only the tokensets of the
 * users under way. Rows that cannot be deleted anyway are not looked for. Throws what every row would meet.
 */
export function lookUpRows(
  tenant: Tenant,
  rows: AsyncIterable<DeletionTarget>,
  owner: AccountOwner | null,
): AsyncIterable<KeptTarget> {
  const readers: Readonly<Record<TokensetSource, TokensetReader>> = {
    tokensets: createTokensetReader(tenant, { choice: 'tokensets', complete: true }),
    connected_accounts: createTokensetReader(tenant, { choice: 'connected_accounts', complete: true }),
  };
  const recent = new Map<string, Promise<ReadonlyMap<string, DeletionTarget>>>();
  const held = ({ source, user_id }: DeletionTarget): Promise<ReadonlyMap<string, DeletionTarget>> => {
    const key = `${source} ${user_id}`;
    const known = recent.get(key);
    if (known !== undefined) return known;
    const reading = readers[source]
      .read(user_id)
      .then((tokensets) => new Map(tokensets.map((tokenset) => [tokenset.id, toTarget(tokenset)])));
    recent.set(key, reading);
    for (const oldest of recent.size > rememberedUsers ? recent.keys() : []) {
      recent.delete(oldest);
      break;
    }
    return reading;
  };
  const lookUp = async (row: DeletionTarget): Promise<KeptTarget> => {
    if (planDeletion(row, owner).obstacle !== null) return { target: row };
    try {
      const target = (await held(row)).get(row.id);
      return target === undefined ? { target: row, gone: deletedSince } : { target };
    } catch (cause) {
      const error = asTvError(cause);
      if (error.code === 'not_found.user') return { target: row, gone: error.message };
      if (!isEntryError(error)) throw error;
      return kept(row, error);
    }
  };
  return tenant.bulk.map(rows, lookUp);
}

function kept(target: DeletionTarget, { code, message, details }: TvError): KeptTarget {
  const { origin: _, ...plain } = details;
  return { target, why: { code, message, details: plain } };
}
