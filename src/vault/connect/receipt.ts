import type { ReceiptEntry } from '../../core/ports.ts';
import type { ConnectedAccount } from './connect-account.ts';

/** The line of the receipt file for an account that was connected. */
export function keepReceipt({ account, scopes }: ConnectedAccount): ReceiptEntry {
  const what = { connection: account.connection, source: account.source, user_id: account.user_id };
  return {
    resource: 'tokenset',
    id: account.id,
    name: account.connection,
    field: 'tokenset',
    before: scopes.before.length === 0 ? null : { ...what, scopes: [...scopes.before] },
    after: { ...what, scopes: [...account.scopes] },
    requestId: null,
    outcome: 'applied',
  };
}
