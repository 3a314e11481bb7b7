import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { type Result, record } from '../../core/result.ts';
import { maskSecrets } from '../../core/secret.ts';
import { assertProvable, chooseProof, readGivenProof } from '../../vault/apps/app-authentication.ts';
import { describeOutcome } from '../../vault/exchange/outcome.ts';
import { readRefused } from '../../vault/exchange/refused.ts';
import { exchangeParameters, type SubjectKind } from '../../vault/exchange/request.ts';
import { diagnosed } from './diagnosed.ts';
import { readOrder } from './order.ts';
import { factsOf, findParts, openReadable } from './parts.ts';
import { outcomeResult, tokenResult } from './result.ts';
import { readSubject } from './subject.ts';
import { type ReadySubject, readySubject, type SubjectScene } from './subject-token.ts';

/** Everything that is needed to send one exchange. */
export interface ReadyExchange extends SubjectScene, ReadySubject {
  readonly kind: SubjectKind;
}

/** `tv exchange` */
export async function run(context: Context, input: Input): Promise<Result> {
  const order = readOrder(context, input);
  // Standard input is read to its end first: the command that feeds it may still be writing the state of the sandbox.
  const subject = await readSubject(context, input, order);
  const given = await readGivenProof(context, input);
  await assertProvable(context, given, order.app);
  const oauth = await context.oauth();
  const tenant = await openReadable(context);
  const participants = await findParts(context, tenant, order, subject);
  const facts = factsOf(participants);
  const { client, app } = participants;
  const proof = await chooseProof(context, input, given, { name: app.name, client, facts });
  const scene: SubjectScene = { order, oauth, participants, facts, proof };
  return send(context, { ...scene, ...(await readySubject(context, subject, scene)), kind: subject.kind });
}

async function send(context: Context, ready: ReadyExchange): Promise<Result> {
  const { order, kind, participants, proof } = ready;
  const parameters = exchangeParameters({
    kind,
    subjectToken: ready.token,
    connection: participants.connectionName,
    loginHint: order.loginHint,
    scopes: order.scopes,
  });
  if (context.globals.dryRun) return planned(ready, parameters);
  try {
    const response = await ready.oauth.requestToken(participants.app.id, proof, parameters);
    const outcome = describeOutcome(response, {
      connection: participants.connectionName,
      clientId: participants.app.id,
      kind,
      expectedScopes: order.expectedScopes,
      reveal: order.reveal,
      now: context.clock.now(),
    });
    if (order.tokenOnly) return tokenResult(context, outcome);
    const user = participants.user?.email ?? participants.user?.user_id;
    return outcomeResult(context, outcome, { app: participants.app.name, user });
  } catch (error) {
    const refused = readRefused(error);
    throw refused === undefined ? error : await diagnosed(context, refused, ready);
  }
}

function planned(
  { oauth, participants, proof }: ReadyExchange,
  parameters: Readonly<Record<string, string>>,
): Result {
  const plan = {
    dry_run: true,
    token_endpoint: `${oauth.baseUrl}/oauth/token`,
    client_id: participants.app.id,
    client_auth: proof.method,
    parameters: maskSecrets(parameters) as Readonly<Record<string, string>>,
  };
  return {
    ...record(plan, {
      id: (value) => value.client_id,
      fields: [
        { key: 'token_endpoint', header: 'Token endpoint' },
        { key: 'client_id', header: 'Client id' },
        { key: 'client_auth', header: 'Authentication' },
        ...Object.keys(plan.parameters).map((name) => ({ key: `parameters.${name}`, header: name })),
      ],
    }),
    notes: ['Nothing was sent to the token endpoint'],
  };
}
