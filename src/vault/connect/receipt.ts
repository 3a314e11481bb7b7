import { asTvError } from '../../core/errors.ts';
import type { ConnectionRecord, Tokenset } from '../../core/model.ts';
import type { ReceiptEntry, Written } from '../../core/ports.ts';
import type { ScopePlan } from './scopes.ts';

/** What the completion of a connect flow was about. */
export interface Completion {
  readonly connection: ConnectionRecord;
  readonly userId: string | null;
  readonly scopes: ScopePlan;
}

/** The line of the receipt file for an account that was connected. */
export function connectedReceipt(
  completion: Completion,
  { value: account, requestId }: Written<Tokenset>,
): ReceiptEntry {
  return { ...entry(completion, account.scopes), id: account.id, requestId, outcome: 'applied' };
}

/** The line for a completion that failed, or whose answer was lost; the id of the account is not known then. */
export function failedReceipt(completion: Completion, cause: unknown): ReceiptEntry {
  const { code, details } = asTvError(cause);
  return {
    ...entry(completion, completion.scopes.requested),
    id: completion.connection.id,
    requestId: details.requestId ?? null,
    outcome: code.startsWith('network.') ? 'unknown' : 'failed',
  };
}

function entry(
  { connection, userId, scopes }: Completion,
  after: readonly string[],
): Omit<ReceiptEntry, 'id' | 'outcome' | 'requestId'> {
  const what = { connection: connection.name, source: 'connected_accounts', user_id: userId };
  return {
    resource: 'tokenset',
    name: connection.name,
    field: 'tokenset',
    before: scopes.before.length === 0 ? null : { ...what, scopes: [...scopes.before] },
    after: { ...what, scopes: [...after] },
  };
}
