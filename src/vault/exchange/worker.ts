import { TvError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { OAuthPort } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { quotedList } from '../../core/text.ts';
import type { Facts } from '../facts/facts.ts';
import { connectionEnabled } from '../rules/app/connection-enabled.ts';
import { worker } from '../rules/app/worker.ts';
import { appCase } from '../rules/cases.ts';
import type { Diagnosis } from './diagnosis.ts';
import { judgeReadable } from './examine.ts';
import { readJwt } from './jwt.ts';
import type { Participants } from './participants.ts';
import { chooseSigning, registeredKeys } from './signing-key.ts';
import { checkWorkerJwt, workerClaims, workerTokenType } from './worker-jwt.ts';

/** What a worker's JWT is made of, when it is made here. */
export interface WorkerOrder {
  readonly userId: string;
  readonly auditContext: string;
  readonly organization: string | undefined;
  readonly key: Secret;
  readonly alg: string | undefined;
  readonly kid: string | undefined;
}

/** Makes a worker's JWT; `ambiguousKey` when several keys are registered and none could be told to be this one. */
export async function signWorkerJwt(
  oauth: OAuthPort,
  order: WorkerOrder,
  scene: {
    readonly participants: Participants;
    readonly facts: Facts | undefined;
    /** Milliseconds since the epoch. */
    readonly now: number;
  },
): Promise<{ readonly jwt: Secret; readonly ambiguousKey: boolean }> {
  const { participants, facts, now } = scene;
  const registered = await registeredKeys(facts, participants.client, 'worker');
  const { alg, kid, ambiguous } = chooseSigning(order.key, registered, order);
  const payload: JsonObject = workerClaims({
    clientId: participants.app.id,
    baseUrl: oauth.baseUrl,
    userId: order.userId,
    auditContext: order.auditContext,
    organization: order.organization,
    now,
  });
  const header = { alg, typ: workerTokenType, ...(kid === undefined ? {} : { kid }) };
  return { jwt: await oauth.signJwt({ header, payload, key: order.key }), ambiguousKey: ambiguous };
}

/** What a worker's request is judged by before it is sent. */
export interface WorkerScene {
  readonly participants: Participants;
  readonly facts: Facts | undefined;
  readonly scopes: readonly string[];
  readonly baseUrl: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Seconds this machine is ahead of the tenant; null when it cannot be told. */
  readonly clockSkew: number | null;
}

/** Refuses a worker's request that Auth0 would refuse, with everything that is off; throws `usage.invalid_value`. */
export async function assertWorkerRequest(jwt: Secret, scene: WorkerScene): Promise<void> {
  const read = readJwt(jwt);
  const problems =
    read === undefined
      ? [
          {
            cause: 'The subject token is no JWT',
            fix: 'Give a JWT that the worker signed, or `--worker-key-file`',
          },
        ]
      : [
          ...checkWorkerJwt(read, { ...scene, clientId: scene.participants.app.id }),
          ...(await setUpProblems(scene)),
          ...scopeProblems(scene),
        ];
  if (problems.length === 0) return;
  throw new TvError(
    'usage.invalid_value',
    'Auth0 would refuse this request of the worker, so it was not sent',
    {
      hint: 'Mend the causes above; nothing was sent to the token endpoint',
      extra: { diagnosis: problems.map(({ cause, fix }) => ({ cause, fix })) },
    },
  );
}

/** What the rules say of the privileged access, its grants, and the link to the connection. */
async function setUpProblems({ participants, facts, now }: WorkerScene): Promise<readonly Diagnosis[]> {
  const { tenant, client, connection } = participants;
  if (tenant === undefined || client === undefined || facts === undefined) return [];
  const link = connection === undefined ? {} : { connection: { id: connection.id, name: connection.name } };
  const subject = appCase({ tenant, mode: 'exchange', now }, client, {
    exchanges: ['privileged_worker'],
    ...link,
  });
  const rules = connection === undefined ? [worker] : [worker, connectionEnabled];
  const { findings } = await judgeReadable(
    facts,
    rules.map((rule) => ({ rule, case: subject })),
  );
  return findings
    .filter(({ status }) => status === 'fail')
    .map(({ message, fix }) => ({ cause: message, fix }));
}

function scopeProblems({ participants, scopes }: WorkerScene): readonly Diagnosis[] {
  const { client, connectionName } = participants;
  const grants = client?.token_vault_privileged_access?.grants;
  const grant = grants?.find(({ connection }) => connection === connectionName);
  const beyond = scopes.filter((scope) => grant !== undefined && !grant.scopes.includes(scope));
  if (beyond.length === 0) return [];
  return [
    {
      cause: `The grants of the application for \`${connectionName}\` do not hold ${quotedList(beyond)}`,
      fix: 'Ask for less with `--scope`, or add the scopes to `token_vault_privileged_access.grants`',
    },
  ];
}
