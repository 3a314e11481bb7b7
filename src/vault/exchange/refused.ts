import { ApiError, TvError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { type Secret, withoutSecrets } from '../../core/secret.ts';
import { commandLine } from '../rules/command-line.ts';
import { findRefusals, type Told } from './catalogue.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Refusal } from './refusals/refusal.ts';

/** A refusal of the token endpoint, understood as far as the catalogue goes. */
export interface Refused {
  readonly error: ApiError;
  readonly told: Told;
  readonly refusals: readonly Refusal[];
}

/** Whether an error is a refused exchange, which can be diagnosed; undefined for faults, rate limits and bugs. */
export function readRefused(error: unknown): Refused | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const isRefusal = error.code === 'access.app_credentials' || error.code.startsWith('exchange.');
  if (!isRefusal) return undefined;
  const told: Told = {
    error: error.errorCode ?? 'unknown',
    description: error.details.description ?? null,
  };
  return { error, told, refusals: findRefusals(told) };
}

/** The error to show: Auth0's words, what they mean, and the likely causes; no secret that was sent is in it. */
export function explainRefused(
  { error, told, refusals }: Refused,
  scene: {
    readonly app: string;
    readonly connection: string;
    readonly diagnosis: readonly Diagnosis[];
    /** Profile that commands must name; null with environment credentials. */
    readonly profile: string | null;
    /** What was sent, so that an answer which repeats it does not show it. */
    readonly secrets: readonly Secret[];
    /** Said where the diagnosis could have seen more. */
    readonly hint?: string | undefined;
  },
): TvError {
  const description = told.description === null ? null : withoutSecrets(told.description, scene.secrets);
  const [refusal] = refusals;
  const extra: JsonObject = {
    oauth_error: told.error,
    oauth_description: description,
    diagnosis: scene.diagnosis.map(({ cause, fix }) => ({ cause, fix })),
  };
  const { status, requestId } = error.details;
  const what =
    error.code === 'access.app_credentials'
      ? `Auth0 rejected the credentials of application \`${scene.app}\``
      : `Auth0 refused the token exchange for \`${scene.connection}\``;
  const cause = causeOf(refusal, description);
  return new TvError(error.code, `${what}: \`${told.error}\``, {
    ...(cause === undefined ? {} : { cause }),
    hint: scene.hint ?? usualHint(told, refusal, scene.profile),
    ...(refusal === undefined ? {} : { docs: refusal.docs }),
    status,
    ...(requestId === undefined ? {} : { requestId }),
    extra,
  });
}

function causeOf(refusal: Refusal | undefined, description: string | null): string | undefined {
  if (refusal === undefined || description === null) return refusal?.meaning ?? description ?? undefined;
  return `${refusal.meaning} (Auth0 says: ${description.replace(/\.$/, '')})`;
}

function usualHint(told: Told, refusal: Refusal | undefined, profile: string | null): string {
  return refusal === undefined
    ? `This refusal is not known to \`tv\`; look at the tenant log with \`${commandLine({ profile }, ['logs', '--failed'])}\``
    : `Run \`tv exchange explain ${told.error}\` for everything that is known about it`;
}
