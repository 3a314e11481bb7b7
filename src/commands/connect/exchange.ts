import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { ConnectedAccount } from '../../vault/connect/connect-account.ts';
import type { Stage } from '../../vault/connect/stage.ts';
import { diagnose } from '../../vault/exchange/diagnosis.ts';
import { examine } from '../../vault/exchange/examine.ts';
import { describeOutcome } from '../../vault/exchange/outcome.ts';
import { explainRefused, type Refused, readRefused } from '../../vault/exchange/refused.ts';
import { exchangeParameters } from '../../vault/exchange/request.ts';
import { createFacts } from '../../vault/facts/facts.ts';
import type { Exchanged } from './result.ts';

/** `--exchange`: trades the refresh token for the provider's; a failure is told beside the account that was connected. */
export async function exchangeAfter(
  context: Context,
  stage: Stage,
  { account, refreshToken }: ConnectedAccount,
  expectedScopes: readonly string[],
): Promise<Exchanged> {
  const { app } = stage.request;
  const { connection } = account;
  const oauth = await context.oauth();
  try {
    const response = await oauth.requestToken(
      app.clientId,
      app.authentication,
      exchangeParameters({ kind: 'refresh_token', subjectToken: refreshToken, connection }),
    );
    const scene = { connection, clientId: app.clientId, kind: 'refresh_token', expectedScopes } as const;
    return { exchange: describeOutcome(response, { ...scene, reveal: false, now: context.clock.now() }) };
  } catch (error) {
    const refused = readRefused(error);
    if (refused !== undefined) {
      return { exchange: null, error: await explain(context, stage, refused, account.user_id, refreshToken) };
    }
    if (error instanceof TvError) return { exchange: null, error };
    throw error;
  }
}

async function explain(
  context: Context,
  stage: Stage,
  refused: Refused,
  userId: string,
  refreshToken: ConnectedAccount['refreshToken'],
): Promise<TvError> {
  const { tenant, client, connection, request } = stage;
  const { findings } = await examine(createFacts(tenant), {
    tenant,
    client,
    connection: connection ?? undefined,
    user: { user_id: userId, email: null },
    exchange: 'refresh_token',
    now: context.clock.now(),
  });
  const { profile } = tenant;
  const names = { app: client.name, connection: connection?.name ?? '', user: userId, profile };
  const diagnosis = diagnose({
    refusals: refused.refusals,
    findings,
    names,
    exchange: 'refresh_token',
    strategy: connection?.strategy,
  });
  const { authentication } = request.app;
  const secrets = [refreshToken, ...('secret' in authentication ? [authentication.secret] : [])];
  return explainRefused(refused, { ...names, diagnosis, secrets });
}
