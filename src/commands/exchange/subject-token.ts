import type { Context } from '../../core/context.ts';
import type { OAuthPort } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';
import type { AppProof } from '../../vault/apps/app-authentication.ts';
import type { Participants } from '../../vault/exchange/participants.ts';
import { checkSubjectToken } from '../../vault/exchange/subject-token.ts';
import { assertWorkerRequest, signWorkerJwt } from '../../vault/exchange/worker.ts';
import type { Facts } from '../../vault/facts/facts.ts';
import { logIn } from './log-in.ts';
import type { ExchangeOrder } from './order.ts';
import type { Subject, WorkerSubject } from './subject.ts';

/** What a subject token is made ready with. */
export interface SubjectScene {
  readonly order: ExchangeOrder;
  readonly oauth: OAuthPort;
  readonly participants: Participants;
  readonly facts: Facts | undefined;
  readonly proof: AppProof;
}

/** A token that is ready to be sent. */
export interface ReadySubject {
  readonly token: Secret;
  readonly participants: Participants;
  /** What to try first when Auth0 does not accept the token. */
  readonly hint?: string;
}

/**
 * Makes the token ready: a user's with what is off said, a worker's signed and checked, or that of a user who signs in. Throws
 * `usage.invalid_value` for a worker's that Auth0 would refuse, and what signing in throws.
 */
export async function readySubject(
  context: Context,
  subject: Subject,
  scene: SubjectScene,
): Promise<ReadySubject> {
  const { participants } = scene;
  switch (subject.from) {
    case 'login':
      if (context.globals.dryRun) return { token: new Secret('of the sign-in'), participants };
      return logIn(context, scene);
    case 'worker':
      return readyWorker(context, subject, scene);
    case 'token':
      if (subject.kind === 'jwt') await checkWorker(context, subject.token, scene);
      else warnAbout(context, { ...subject, kind: subject.kind }, scene);
      return { token: subject.token, participants };
  }
}

function warnAbout(
  context: Context,
  { token, kind }: { readonly token: Secret; readonly kind: 'refresh_token' | 'access_token' },
  { oauth, participants }: SubjectScene,
): void {
  const { baseUrl } = oauth;
  const { client } = participants;
  for (const { code, message } of checkSubjectToken(token, {
    kind,
    baseUrl,
    client,
    now: context.clock.now(),
  })) {
    context.reporter.warn(code, message);
  }
}

async function readyWorker(
  context: Context,
  subject: WorkerSubject,
  scene: SubjectScene,
): Promise<ReadySubject> {
  const { participants, oauth } = scene;
  const { jwt, ambiguousKey } = await signWorkerJwt(
    oauth,
    { ...subject, userId: participants.user?.user_id ?? subject.user },
    { ...scene, now: context.clock.now() },
  );
  await checkWorker(context, jwt, scene);
  return {
    token: jwt,
    participants,
    ...(ambiguousKey
      ? {
          hint: 'Several keys are registered for the worker, and which of them this one is could not be told; name it with `--worker-key-id`',
        }
      : {}),
  };
}

async function checkWorker(context: Context, jwt: Secret, scene: SubjectScene): Promise<void> {
  await assertWorkerRequest(jwt, {
    participants: scene.participants,
    facts: scene.facts,
    scopes: scene.order.scopes,
    baseUrl: scene.oauth.baseUrl,
    clockSkew: await scene.oauth.clockSkew(),
    now: context.clock.now(),
  });
}
