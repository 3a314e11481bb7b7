import type { JsonObject } from '../../core/json.ts';
import { isObject } from '../../core/json.ts';
import type { LogEvent } from '../../core/model.ts';
import { type ExchangeKind, subjectTokenTypes } from '../../core/protocol.ts';
import { maskSecrets, scrub } from '../../core/secret.ts';
import { findRefusals } from '../exchange/catalogue.ts';
import { possibleCauses } from '../exchange/diagnosis.ts';
import { fillFix, fillSentence } from '../exchange/placeholders.ts';

/** Types of Token Vault events, and whether each is a success (facts 4.6). */
export const vaultEventTypes: Readonly<Record<string, 'success' | 'failure'>> = {
  seta: 'success',
  feta: 'failure',
  connected_accounts_connection_succeeded: 'success',
  connected_accounts_connection_failed: 'failure',
  connected_accounts_delete_succeeded: 'success',
  connected_accounts_delete_failed: 'failure',
};

/** One Token Vault event with the likely cause of a failure (product section 12). */
export interface VaultEvent {
  readonly id: string;
  readonly date: string | null;
  readonly type: string;
  readonly outcome: 'success' | 'failure';
  readonly user_id: string | null;
  readonly client_id: string | null;
  readonly client_name: string | null;
  readonly connection: string | null;
  /** What Auth0 wrote down as the reason. */
  readonly reason: string | null;
  readonly cause: string | null;
  readonly fix: string | null;
  readonly details: JsonObject;
}

/** Reads a log entry as a Token Vault event; null when it is none. */
export function toVaultEvent(event: LogEvent, profile: string | null): VaultEvent | null {
  const outcome = vaultEventTypes[event.type];
  if (outcome === undefined) return null;
  const reason = outcome === 'failure' ? reasonOf(event) : null;
  return {
    id: event.log_id,
    date: event.date,
    type: event.type,
    outcome,
    user_id: event.user_id,
    client_id: event.client_id,
    client_name: event.client_name,
    connection: event.connection,
    reason: reason === null ? null : scrub(reason),
    ...likelyCause(event, reason, profile),
    details: maskSecrets(event.details) as JsonObject,
  };
}

/** `failure_reason` of an exchange; title and detail of a failed connect or delete (facts 4.6). */
function reasonOf({ details, description }: LogEvent): string | null {
  if (typeof details.failure_reason === 'string') return details.failure_reason;
  const { error } = details;
  if (isObject(error)) {
    const words = [error.title, error.detail].filter((word) => typeof word === 'string');
    if (words.length > 0) return words.join(': ');
  }
  return description;
}

function likelyCause(
  event: LogEvent,
  reason: string | null,
  profile: string | null,
): Pick<VaultEvent, 'cause' | 'fix'> {
  if (reason === null) return { cause: null, fix: null };
  const names = {
    profile,
    ...(event.client_id === null ? {} : { app: event.client_id }),
    ...(event.connection === null ? {} : { connection: event.connection }),
    ...(event.user_id === null ? {} : { user: event.user_id }),
  };
  const refusals = findRefusals({ error: reason.trim(), description: reason });
  const [first] = possibleCauses(refusals.slice(0, 1), { names, exchange: exchangeIn(event) });
  if (first === undefined) return { cause: null, fix: null };
  return { cause: fillSentence(first.cause, names), fix: fillFix(first.fix, names) };
}

/** Which exchange an entry is about; undefined for other events. */
function exchangeIn({ details }: LogEvent): ExchangeKind | undefined {
  if (details.is_privileged_worker === true) return 'privileged_worker';
  const type = details.subject_token_type;
  return (['refresh_token', 'access_token'] as const).find((kind) => subjectTokenTypes[kind] === type);
}
