import type { LogRecord } from '../state/model.ts';
import { type LogEvent, logEntry } from '../state/tenant-log.ts';
import { applicationNames } from './applications.ts';
import { clientIdOf, connectionIdOf, derived } from './names.ts';

const minute = 60_000;

/** A past event: how long ago, and what happened. */
export interface PastEvent {
  readonly minutesAgo: number;
  readonly event: LogEvent;
}

/** Who and what an exchange of the past was about. */
export interface PastExchange {
  readonly userId: string;
  readonly userName: string;
  readonly application: string;
  readonly connection: string;
  readonly strategy: string;
}

/** Ada's everyday use of Acme Web. */
export const adaWithGoogle: PastExchange = {
  userId: 'auth0|ada',
  userName: 'ada@example.com',
  application: applicationNames.web,
  connection: 'google-oauth2',
  strategy: 'google-oauth2',
};

/** A successful exchange of the past. */
export function pastSuccess(about: PastExchange, scope: string, expiresAt: string): LogEvent {
  return {
    type: 'seta',
    description: 'Successful Token Vault exchange',
    ...whoAndWhat(about),
    identity_user_id: derived(`${about.userId} at ${about.connection}`, 21),
    details: {
      subject_token_type: 'urn:ietf:params:oauth:token-type:refresh_token',
      issued_token_type: 'http://auth0.com/oauth/token-type/federated-connection-access-token',
      scope,
      expires_at: expiresAt,
      is_privileged_worker: false,
      token_thumbprint: Buffer.from(derived(`thumbprint ${about.userId} ${expiresAt}`, 32)).toString('hex'),
    },
  };
}

/** A failed exchange of the past. */
export function pastFailure(about: PastExchange, reason: string): LogEvent {
  return {
    type: 'feta',
    description: reason,
    ...whoAndWhat(about),
    details: {
      subject_token_type: 'urn:ietf:params:oauth:token-type:refresh_token',
      failure_reason: reason,
      is_privileged_worker: false,
    },
  };
}

/** A connect flow of the past that ended well. */
export function pastConnect(about: PastExchange): LogEvent {
  return {
    type: 'connected_accounts_connection_succeeded',
    description: 'Connected account created',
    ...whoAndWhat(about),
    details: {
      connected_account: {
        id: `cac_${derived(`${about.userId} ${about.connection} account`, 22)}`,
        idp_user_id: derived(`${about.userId} at ${about.connection}`, 21),
      },
    },
  };
}

/** Past events as log rows. */
export function pastLogs(events: readonly PastEvent[], now: number): Record<string, LogRecord> {
  const rows = events.map(({ minutesAgo, event }, index) => {
    const salt = Buffer.from(derived(`log ${index}`, 6)).toString('hex');
    return logEntry(event, now - minutesAgo * minute, salt, { hostname: 'acme-sandbox' });
  });
  rows.sort((a, b) => (a.log_id < b.log_id ? -1 : 1));
  return Object.fromEntries(rows.map((row) => [row.log_id, row]));
}

/** The log of a tenant where Ada's exchanges work. */
export function everydayEvents(now: number): readonly PastEvent[] {
  const scope = 'openid profile email https://www.googleapis.com/auth/calendar.readonly';
  const success = (minutesAgo: number): PastEvent => ({
    minutesAgo,
    event: pastSuccess(adaWithGoogle, scope, new Date(now - minutesAgo * minute + 60 * minute).toISOString()),
  });
  return [
    { minutesAgo: 28_800, event: pastConnect(adaWithGoogle) },
    success(8640),
    success(4320),
    success(1500),
  ];
}

function whoAndWhat(about: PastExchange): Readonly<Record<string, string>> {
  return {
    client_id: clientIdOf(about.application),
    client_name: about.application,
    connection: about.connection,
    connection_id: connectionIdOf(about.connection),
    strategy: about.strategy,
    strategy_type: 'social',
    user_id: about.userId,
    user_name: about.userName,
  };
}
