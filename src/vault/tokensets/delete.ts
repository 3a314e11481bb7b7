import { ApiError, asTvError, TvError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Tokenset, TokensetSource } from '../../core/model.ts';
import type { MyAccountPort, Receipts, Tenant, Written } from '../../core/ports.ts';
import { isEntryError } from './selection.ts';

/** The part of a tokenset that deleting needs; also what a row of `--from` must hold. */
export interface DeletionTarget {
  readonly id: string;
  readonly user_id: string;
  readonly connection: string;
  readonly source: TokensetSource;
}

/** What became of one tokenset (product section 6). */
export interface Deletion extends DeletionTarget {
  readonly deleted: boolean;
  /** Whether it was, or would be, tried. */
  readonly planned: boolean;
  readonly error: JsonObject | null;
}

/** The report on one target, and the error behind it. */
export interface DeletionOutcome {
  readonly report: Deletion;
  readonly error: TvError | null;
}

/** A target with the reason why it cannot be deleted, when there is one. */
export interface PlannedDeletion {
  readonly target: DeletionTarget;
  readonly obstacle: TvError | null;
}

/** The My Account API opened with a user's token, and whose token it is when that can be told. */
export interface AccountOwner {
  readonly account: MyAccountPort;
  /** `sub` of the token; null when the token is opaque. */
  readonly subject: string | null;
}

/** Takes of a tokenset what deleting needs. */
export function toTarget(tokenset: Tokenset): DeletionTarget {
  const { id, user_id, connection, source } = tokenset;
  return { id, user_id, connection, source };
}

/** Decides for one target whether it can be deleted; connected accounts need their user's token (facts 1.5). */
export function planDeletion(target: DeletionTarget, owner: AccountOwner | null): PlannedDeletion {
  if (target.source === 'tokensets') return { target, obstacle: null };
  if (owner === null) return { target, obstacle: tokenNeeded(target) };
  if (owner.subject !== null && owner.subject !== target.user_id) {
    return {
      target,
      obstacle: new TvError(
        'refused.my_account_token',
        `The My Account token belongs to \`${owner.subject}\`, not to \`${target.user_id}\``,
        {
          hint: 'Pass a token of the user whose account is to be deleted',
        },
      ),
    };
  }
  return { target, obstacle: null };
}

function tokenNeeded(target: DeletionTarget): TvError {
  return new TvError(
    'refused.my_account_token',
    `Connected account \`${target.id}\` can only be deleted with a My Account token of \`${target.user_id}\``,
    {
      cause: 'The Management API has no route that deletes one connected account',
      hint: `Let the user do it with \`tv connect --app <app> --connection ${target.connection} --delete ${target.id}\` or in your own application, pass the token with \`--my-account-token-stdin\`, or block or delete the user`,
    },
  );
}

/**
 * Deletes one target and reports; a failure becomes data, a lost answer is settled by trying once more (deleting is idempotent). Throws when
 * the run is cancelled, the tenant out of reach or the rate limit beyond `--max-wait`.
 */
export async function runDeletion(
  tenant: Tenant,
  plan: PlannedDeletion,
  owner: AccountOwner | null,
  receipts: Receipts,
): Promise<DeletionOutcome> {
  const { target, obstacle } = plan;
  if (obstacle !== null) return { report: failed(target, obstacle, false), error: obstacle };
  try {
    await receipts.prepare();
  } catch (cause) {
    const error = asTvError(cause);
    return { report: failed(target, error, true), error };
  }
  try {
    const written = await send(tenant, target, owner);
    await receipts.append(entry(target, 'applied', written.requestId));
    return { report: { ...target, deleted: true, planned: true, error: null }, error: null };
  } catch (cause) {
    const error = asTvError(cause);
    if (isGone(error, target, owner) || (await hasGone(tenant, error, target))) {
      await receipts.append(entry(target, 'applied', null));
      return { report: { ...target, deleted: true, planned: true, error: null }, error: null };
    }
    if (error.code === 'internal.bug' || error.code.startsWith('cancelled.')) throw error;
    const lost = error.code.startsWith('network.');
    await receipts.append(
      entry(
        target,
        lost ? 'unknown' : 'failed',
        error instanceof ApiError ? (error.details.requestId ?? null) : null,
      ),
    );
    if (endsAll(error)) throw error;
    return { report: failed(target, error, true), error };
  }
}

/** Whether every other deletion would end the same way, so that trying them all would only take hours. */
function endsAll(error: TvError): boolean {
  const unreachable = error.code.startsWith('network.') || error.code === 'api.rate_limit';
  return unreachable && !isEntryError(error);
}

/** An account that its own user does not have any more has gone since it was listed, as a tokenset that answers 404 has. */
function isGone(error: TvError, target: DeletionTarget, owner: AccountOwner | null): boolean {
  const own = target.source === 'connected_accounts' && owner?.subject === target.user_id;
  return own && error.code === 'not_found.tokenset';
}

/** A 404 without a word may mean the tokenset or its route (facts 1.4, 1.6): reading the user's tells which. */
async function hasGone(tenant: Tenant, error: TvError, target: DeletionTarget): Promise<boolean> {
  if (error.code !== 'refused.feature' || target.source !== 'tokensets') return false;
  try {
    const left = await tenant.tokensets.listTokensets(target.user_id);
    return !left.some(({ id }) => id === target.id);
  } catch (cause) {
    return asTvError(cause).code === 'not_found.user';
  }
}

function send(tenant: Tenant, target: DeletionTarget, owner: AccountOwner | null): Promise<Written<null>> {
  if (target.source === 'tokensets') return tenant.tokensets.deleteTokenset(target.user_id, target.id);
  if (owner === null) throw tokenNeeded(target);
  return owner.account.deleteAccount(target.id);
}

/** The report on a target that was not deleted. */
export function failed(target: DeletionTarget, error: TvError, tried: boolean): Deletion {
  return { ...target, deleted: false, planned: tried, error: error.toJSON() };
}

function entry(
  target: DeletionTarget,
  outcome: 'applied' | 'failed' | 'unknown',
  requestId: string | null,
): Parameters<Receipts['append']>[0] {
  const before = { connection: target.connection, source: target.source, user_id: target.user_id };
  return {
    resource: 'tokenset',
    id: target.id,
    name: target.connection,
    field: 'tokenset',
    before,
    after: null,
    requestId,
    outcome,
  };
}
