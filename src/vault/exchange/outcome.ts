import { createHash } from 'node:crypto';
import type { TokenResponse } from '../../core/ports.ts';
import { subjectTokenTypes } from '../../core/protocol.ts';
import { maskedHint } from '../../core/secret.ts';
import { words } from '../../core/text.ts';
import type { SubjectKind } from './request.ts';

/** A token that was exchanged, as it is told (product section 10). */
export interface ExchangeOutcome {
  readonly ok: true;
  readonly connection: string;
  readonly client_id: string;
  readonly subject_token_type: string;
  readonly issued_token_type: string | null;
  readonly token_type: string | null;
  /** Seconds left of the provider token. */
  readonly expires_in: number | null;
  readonly expires_at: string | null;
  readonly scopes: readonly string[];
  readonly missing_scopes: readonly string[];
  /** Masked unless it was asked for. */
  readonly access_token: string;
  /** SHA-256 of the token in hex, as `token_thumbprint` of the tenant log. */
  readonly token_thumbprint: string;
}

/** What an answer is told by. */
export interface OutcomeScene {
  readonly connection: string;
  readonly clientId: string;
  readonly kind: SubjectKind;
  readonly expectedScopes: readonly string[];
  readonly reveal: boolean;
  /** Milliseconds since the epoch, when the answer came. */
  readonly now: number;
}

/** Tells what an exchange gave; scopes may come separated by spaces or commas (facts 4.2). */
export function describeOutcome(response: TokenResponse, scene: OutcomeScene): ExchangeOutcome {
  const token = response.accessToken.reveal();
  const scopes = words(response.scope ?? '');
  const { expiresIn } = response;
  return {
    ok: true,
    connection: scene.connection,
    client_id: scene.clientId,
    subject_token_type: subjectTokenTypes[scene.kind],
    issued_token_type: response.issuedTokenType,
    token_type: response.tokenType,
    expires_in: expiresIn,
    expires_at: expiresIn === null ? null : new Date(scene.now + expiresIn * 1000).toISOString(),
    scopes,
    missing_scopes: scene.expectedScopes.filter((scope) => !scopes.includes(scope)),
    access_token: scene.reveal ? token : maskedHint(token),
    token_thumbprint: thumbprint(token),
  };
}

/** SHA-256 of a token in hex, which tells it apart without showing it. */
export function thumbprint(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
