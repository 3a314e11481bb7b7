import type { TvError } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit-codes.ts';
import type { JsonObject } from '../../core/json.ts';
import { type Result, record } from '../../core/result.ts';
import type { ConnectedAccount } from '../../vault/connect/connect-account.ts';
import type { LoginApp } from '../../vault/connect/login.ts';
import type { ExchangeOutcome } from '../../vault/exchange/outcome.ts';

/** What became of the exchange after it; `error` is why it was refused. */
export interface Exchanged {
  readonly exchange: ExchangeOutcome | null;
  readonly error?: TvError;
}

/** `{"ok","connection","client_id","user_id","account","scopes_before","scopes_requested","scopes_granted","exchange"}` */
export function connectedResult(connected: ConnectedAccount, app: LoginApp, after: Exchanged): Result {
  const { account, scopes, userId } = connected;
  const { exchange, error } = after;
  const data = {
    ok: true,
    connection: account.connection,
    client_id: app.clientId,
    user_id: userId,
    account,
    scopes_before: scopes.before,
    scopes_requested: scopes.requested,
    scopes_granted: account.scopes,
    exchange: toldExchange(after),
  };
  return {
    ...record(data, {
      id: (value) => value.account.id,
      fields: [
        { key: 'account.id', header: 'Connected account', weight: 9 },
        { key: 'connection', header: 'Connection' },
        { key: 'user_id', header: 'User' },
        { key: 'client_id', header: 'Application', value: () => `${app.name} (${app.clientId})` },
        { key: 'scopes_before', header: 'Scopes before' },
        { key: 'scopes_requested', header: 'Scopes asked for' },
        { key: 'scopes_granted', header: 'Scopes granted' },
        { key: 'account.access_type', header: 'Access type' },
        { key: 'account.expires_at', header: 'Expires' },
        { key: 'exchange', header: 'Exchange', value: ({ exchange: told }) => describeExchange(told) },
      ],
    }),
    ...(error === undefined ? {} : { error }),
    ...(exchange !== null && exchange.missing_scopes.length > 0 ? { exit: exitCodes.findings } : {}),
  };
}

type ToldExchange = ExchangeOutcome | { readonly ok: false; readonly error: JsonObject } | null;

function toldExchange({ exchange, error }: Exchanged): ToldExchange {
  return error === undefined ? exchange : { ok: false, error: error.toJSON() };
}

function describeExchange(told: ToldExchange): string | null {
  if (told === null) return null;
  if (!told.ok) return 'refused';
  const left = told.expires_in === null ? '' : `, ${told.expires_in} s left`;
  return `${told.access_token}${left}, scopes ${told.scopes.join(' ')}`;
}
