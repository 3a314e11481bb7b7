import type { Context } from '../../core/context.ts';
import { exitCodes } from '../../core/exit-codes.ts';
import { type Result, record } from '../../core/result.ts';
import { quotedList } from '../../core/text.ts';
import { formatRelative } from '../../core/time.ts';
import type { ExchangeOutcome } from '../../vault/exchange/outcome.ts';

/** Names for people beside what is told. */
export interface OutcomeNames {
  readonly app: string;
  /** Undefined when the token does not say whose it is. */
  readonly user: string | undefined;
}

/** Shows what an exchange gave; missing scopes make it exit 3. */
export function outcomeResult(context: Context, outcome: ExchangeOutcome, names: OutcomeNames): Result {
  tell(context, outcome);
  const now = context.clock.now();
  const shown = record(outcome, {
    id: (value) => value.token_thumbprint,
    fields: [
      { key: 'ok', header: 'Exchanged', tone: () => 'good' },
      ...(names.user === undefined ? [] : [{ key: 'user', header: 'User', value: () => names.user }]),
      { key: 'client_id', header: 'Application', value: () => names.app },
      { key: 'connection', header: 'Connection' },
      { key: 'subject_token_type', header: 'From', value: (value) => lastPart(value.subject_token_type) },
      { key: 'issued_token_type', header: 'To', value: (value) => lastPart(value.issued_token_type) },
      { key: 'scopes', header: 'Scopes' },
      ...(outcome.missing_scopes.length === 0
        ? []
        : [{ key: 'missing_scopes', header: 'Missing scopes', tone: () => 'bad' as const }]),
      { key: 'expires_at', header: 'Expires', value: (value) => expiry(value, now) },
      { key: 'access_token', header: 'Token', weight: 9 },
      { key: 'token_thumbprint', header: 'Thumbprint', weight: 9 },
    ],
  });
  return outcome.missing_scopes.length === 0 ? shown : { ...shown, exit: exitCodes.findings };
}

/** The bare token, for a pipe: in every format, since who asks for it alone wants nothing around it. */
export function tokenResult(context: Context, outcome: ExchangeOutcome): Result {
  tell(context, outcome);
  return {
    data: outcome.access_token,
    view: { kind: 'raw', text: outcome.access_token, bare: true },
    ...(outcome.missing_scopes.length === 0 ? {} : { exit: exitCodes.findings }),
  };
}

function tell({ reporter }: Context, { missing_scopes: missing, scopes }: ExchangeOutcome): void {
  if (missing.length === 0) return;
  const why =
    scopes.length === 0
      ? 'Auth0 did not tell the scopes of the provider token, so'
      : 'The provider token lacks scopes that were expected:';
  reporter.warn(
    'exchange.missing_scopes',
    scopes.length === 0
      ? `${why} ${quotedList(missing)} could not be found in it`
      : `${why} ${quotedList(missing)}; let the user connect the account again with them`,
  );
}

/** The telling end of a token type: `urn:ietf:params:oauth:token-type:refresh_token` → `refresh_token`. */
function lastPart(type: string | null): string | null {
  return type === null ? null : (type.split(/[:/]/).at(-1) ?? type);
}

function expiry({ expires_at: iso }: ExchangeOutcome, now: number): string | null {
  return iso === null ? null : `${formatRelative(iso, now)} (${iso})`;
}
