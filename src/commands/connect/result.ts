import { TvError } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit-codes.ts';
import type { JsonObject } from '../../core/json.ts';
import { type Cell, type Result, record } from '../../core/result.ts';
import { formatRelative } from '../../core/time.ts';
import type { ConnectedAccount } from '../../vault/connect/connect-account.ts';
import type { LoginApp } from '../../vault/connect/login.ts';
import type { ExchangeOutcome } from '../../vault/exchange/outcome.ts';

/** What became of the exchange after it; `error` is why it failed. */
export interface Exchanged {
  readonly exchange: ExchangeOutcome | null;
  readonly error?: TvError;
}

/** Result of `tv connect`; `now` is in milliseconds since the epoch. `{"ok","connection","client_id","user_id","account","scopes_before","scopes_requested","scopes_granted","exchange"}` */
export function connectedResult(
  connected: ConnectedAccount,
  app: LoginApp,
  after: Exchanged,
  now: number,
): Result {
  const { account, scopes, userId } = connected;
  const { exchange, error } = after;
  const data = {
    ok: error === undefined,
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
        {
          key: 'exchange',
          header: 'Exchange',
          extra: data.exchange === null,
          value: (value) => describeExchange(value, now),
        },
      ],
    }),
    ...(error === undefined ? {} : { error: afterConnecting(error) }),
    ...(exchange !== null && exchange.missing_scopes.length > 0 ? { exit: exitCodes.findings } : {}),
  };
}

/** The account was connected, so that what was refused after it leaves half of the work done; a failure of another kind keeps its code. */
function afterConnecting(error: TvError): TvError {
  if (error.exit !== exitCodes.refused && error.exit !== exitCodes.access) return error;
  return new TvError('api.partial', `The account was connected, but then: ${error.message}`, error.details);
}

type ToldExchange = ExchangeOutcome | { readonly ok: false; readonly error: JsonObject } | null;

function toldExchange({ exchange, error }: Exchanged): ToldExchange {
  return error === undefined ? exchange : { ok: false, error: error.toJSON() };
}

/** The token and how long it lasts; its scopes only where they are not those that were granted. */
function describeExchange(
  { exchange, scopes_granted: granted }: { exchange: ToldExchange; scopes_granted: readonly string[] },
  now: number,
): Cell {
  if (exchange === null) return null;
  if (!exchange.ok) return 'failed';
  const left = exchange.expires_at === null ? '' : `, expires ${formatRelative(exchange.expires_at, now)}`;
  const same =
    exchange.scopes.length === granted.length && exchange.scopes.every((scope) => granted.includes(scope));
  return `${exchange.access_token}${left}${same ? '' : `, scopes ${exchange.scopes.join(' ')}`}`;
}
