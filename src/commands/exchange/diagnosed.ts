import type { Context } from '../../core/context.ts';
import type { TvError } from '../../core/errors.ts';
import { diagnose } from '../../vault/exchange/diagnosis.ts';
import { examine } from '../../vault/exchange/examine.ts';
import { explainRefused, type Refused } from '../../vault/exchange/refused.ts';
import { exchangeOf } from '../../vault/exchange/request.ts';
import type { ReadyExchange } from './exchange.ts';

/** A refused exchange with its likely causes: the catalogue joined with what the rules find on this tenant. */
export async function diagnosed(
  context: Context,
  refused: Refused,
  { kind, participants, facts, token, proof, hint }: ReadyExchange,
): Promise<TvError> {
  const { tenant, client, connection, app, connectionName, user } = participants;
  const profile = tenant?.profile ?? null;
  const exchange = exchangeOf[kind];
  const { findings, unread } =
    tenant === undefined || facts === undefined
      ? { findings: [], unread: [] }
      : await examine(facts, { tenant, client, connection, user, exchange, now: context.clock.now() });
  for (const { message } of unread) {
    context.reporter.warn('exchange.tenant_unread', `${message}; the diagnosis does without it`);
  }
  const diagnosis = diagnose({
    refusals: refused.refusals,
    findings,
    exchange,
    proof: proof.method === 'private_key_jwt' ? 'key' : 'secret',
    strategy: connection?.strategy,
    names: {
      app: app.name,
      connection: connectionName,
      ...(user === undefined ? {} : { user: user.email ?? user.user_id }),
      profile,
    },
  });
  const secrets = [token, proof.method === 'private_key_jwt' ? proof.key : proof.secret];
  return explainRefused(refused, {
    app: app.name,
    connection: connectionName,
    diagnosis,
    profile,
    secrets,
    // A key that could not be told explains a token that was not accepted, and nothing else.
    hint: refused.told.error === 'invalid_grant' ? hint : undefined,
  });
}
