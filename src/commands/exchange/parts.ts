import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Tenant } from '../../core/ports.ts';
import { findParticipants, type Participants } from '../../vault/exchange/participants.ts';
import { subjectOf } from '../../vault/exchange/subject-token.ts';
import { createFacts, type Facts } from '../../vault/facts/facts.ts';
import { isUserId } from '../../vault/tokensets/users.ts';
import type { ExchangeOrder } from './order.ts';
import type { Subject } from './subject.ts';

/** The tenant, where there are management credentials; a domain alone is enough to exchange. */
export async function openReadable(context: Context): Promise<Tenant | undefined> {
  try {
    return await context.tenant();
  } catch (error) {
    if (error instanceof TvError && error.code === 'config.incomplete_environment') {
      context.reporter.note(
        'There are no management credentials, so names are taken as they are and the tenant is not looked at',
        'exchange.tenant_unread',
      );
      return undefined;
    }
    throw error;
  }
}

/** Finds application, connection and user, and says what had to be taken as it was typed. */
export async function findParts(
  context: Context,
  tenant: Tenant | undefined,
  order: ExchangeOrder,
  subject: Subject,
): Promise<Participants> {
  const speaker = subject.from === 'token' ? subjectOf(subject.token) : undefined;

  const prompter = await context.prompter();
  const found = await findParticipants(tenant, {
    app: order.app,
    connection: order.connection,
    user: order.user,
    speaker: speaker !== undefined && isUserId(speaker) ? speaker : undefined,
    userNeeded: subject.from === 'worker',
    match: {
      all: false,
      choose: prompter.interactive
        ? (email, users) =>
            prompter.select({
              message: `${users.length} accounts have the e-mail ${email}`,
              flag: '--user',
              choices: users.map((match) => ({ value: match, name: match.user_id })),
            })
        : undefined,
    },
  });
  for (const { message } of found.unread) {
    context.reporter.warn('exchange.tenant_unread', `${message}; the exchange goes on without it`);
  }
  if (found.client === undefined && /\s/.test(order.app)) {
    context.reporter.warn(
      'exchange.app_unread',
      `\`${order.app}\` is taken as a client id, since applications cannot be read to look for that name`,
    );
  }
  return found;
}

/** Facts of the tenant for checks and diagnosis; what was read already is not read again. */
export function factsOf({ tenant, client, connection }: Participants): Facts | undefined {
  if (tenant === undefined) return undefined;
  const facts = createFacts(tenant);
  if (client !== undefined) facts.seed('client', client.client_id, client);
  if (connection !== undefined) facts.seed('connection', connection.id, connection);
  return facts;
}
