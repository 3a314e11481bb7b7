import { TvError } from '../../core/errors.ts';
import type { ClientRecord, ConnectionRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { isClientId, resolveApps, resolveConnection } from '../resolve.ts';
import { isUserId, type MatchPolicy, resolveUser, type UserRef } from '../tokensets/users.ts';
import { assertUserExists } from '../user-exists.ts';

/** What was named on the command line. */
export interface Wanted {
  readonly app: string;
  readonly connection: string;
  /** Id or e-mail. */
  readonly user: string | undefined;
  /** Whose the token says it is, which is surer than what was typed. */
  readonly speaker: string | undefined;
  /** Whether it does not work without the user, so that an e-mail nobody can look up is refused. */
  readonly userNeeded: boolean;
  readonly match: MatchPolicy;
}

/** The application, connection and user of an exchange, as far as the tenant could be read. */
export interface Participants {
  /** Undefined when there are no management credentials, or they were rejected. */
  readonly tenant: Tenant | undefined;
  readonly app: { readonly id: string; readonly name: string };
  readonly client: ClientRecord | undefined;
  /** Name of the connection, which is what the token endpoint wants. */
  readonly connectionName: string;
  readonly connection: ConnectionRecord | undefined;
  readonly user: UserRef | undefined;
  /** Why something had to be taken as it was typed, each reason once. */
  readonly unread: readonly TvError[];
}

/**
 * Finds what was named. What the tenant does not have is refused (`not_found.*`, `usage.ambiguous`); what it does not let us
 * read is taken as it was typed, since the token endpoint needs no management credentials; but a name is no client id.
 */
export async function findParticipants(tenant: Tenant | undefined, wanted: Wanted): Promise<Participants> {
  const unread: TvError[] = [];
  const reading = async <T>(read: (tenant: Tenant) => Promise<T>): Promise<T | undefined> => {
    if (tenant === undefined || unread.some(endsReading)) return undefined;
    try {
      return await read(tenant);
    } catch (error) {
      if (!(error instanceof TvError) || !isUnreadable(error)) throw error;
      if (unread.every(({ message }) => message !== error.message)) unread.push(error);
      return undefined;
    }
  };
  const client = await reading(async (open) => (await resolveApps(open, [wanted.app]))[0]);
  const [hidden] = unread;
  if (hidden !== undefined && !isClientId(wanted.app)) throw unfindable(wanted.app, hidden);
  const connection = await reading((open) => resolveConnection(open, wanted.connection));
  const named = await findUser(wanted, reading);
  const user = wanted.speaker === undefined ? named : { user_id: wanted.speaker, email: null };
  return {
    tenant: unread.some(endsReading) ? undefined : tenant,
    app:
      client === undefined
        ? { id: wanted.app, name: wanted.app }
        : { id: client.client_id, name: client.name },
    client,
    connectionName: connection?.name ?? wanted.connection,
    connection,
    user,
    unread,
  };
}

/** A name is not sent in place of a client id, with the secret of the application beside it. */
function unfindable(app: string, cause: TvError): TvError {
  if (cause.code !== 'access.scope') return cause;
  return new TvError(
    'access.scope',
    `\`${app}\` is a name, and applications cannot be read to find its client id`,
    {
      hint: 'Give the client id, or add `read:clients` to the Management API grant of your application',
      missingScopes: ['read:clients'],
    },
  );
}

type Reading = <T>(read: (tenant: Tenant) => Promise<T>) => Promise<T | undefined>;

async function findUser({ user, userNeeded, match }: Wanted, reading: Reading): Promise<UserRef | undefined> {
  if (user === undefined) return undefined;
  if (isUserId(user)) {
    await reading((open) => assertUserExists(open, user));
    return { user_id: user, email: null };
  }
  const found = await reading((open) => oneUser(open, user, match));
  if (found !== undefined || !userNeeded) return found;
  throw new TvError(
    'usage.invalid_value',
    `\`${user}\` is an e-mail, and the tenant could not be read to find its user`,
    {
      hint: 'Give the user id, such as `auth0|…`, or management credentials with `read:users`',
    },
  );
}

async function oneUser(tenant: Tenant, word: string, match: MatchPolicy): Promise<UserRef | undefined> {
  try {
    return (await resolveUser(tenant, word, match))[0];
  } catch (error) {
    if (!(error instanceof TvError) || error.code !== 'usage.ambiguous') throw error;
    throw new TvError(error.code, error.message, { ...error.details, hint: 'Name one by its id' });
  }
}

/** Whether an error means that the tenant keeps something from us, or cannot be asked just now. */
function isUnreadable({ code }: TvError): boolean {
  return /^(access|api|network)\./.test(code) || code === 'refused.feature';
}

/** Whether after an error nothing else can be read either. */
function endsReading({ code }: TvError): boolean {
  return code === 'access.credentials' || code === 'access.expired' || code.startsWith('network.');
}
