import {
  type ExchangeKind,
  federatedAccessTokenType,
  subjectTokenTypes,
  tokenVaultGrant,
  vaultAccessTokenType,
} from '../../core/protocol.ts';
import type { Secret } from '../../core/secret.ts';

/** What `--subject` takes: the kind of token that is exchanged. */
export type SubjectKind = keyof typeof subjectTokenTypes;

/** The exchange that goes with each kind of subject token. */
export const exchangeOf: Readonly<Record<SubjectKind, ExchangeKind>> = {
  refresh_token: 'refresh_token',
  access_token: 'access_token',
  jwt: 'privileged_worker',
};

/** One exchange, as it is asked for. */
export interface ExchangeRequest {
  readonly kind: SubjectKind;
  readonly subjectToken: Secret;
  /** Name, not id. */
  readonly connection: string;
  /** Id of the user at the provider; not with a worker's JWT. */
  readonly loginHint?: string | undefined;
  /** Narrower scopes; with a worker's JWT only. */
  readonly scopes?: readonly string[];
}

/**
 * The parameters of an exchange, exactly those that Auth0 documents, without the client authentication (facts 4.1).
 * https://auth0.com/docs/api/authentication/token-vault-token-exchange/get-token
 */
export function exchangeParameters(request: ExchangeRequest): Readonly<Record<string, string>> {
  const { kind, loginHint, scopes = [] } = request;
  return {
    grant_type: tokenVaultGrant,
    subject_token: request.subjectToken.reveal(),
    subject_token_type: subjectTokenTypes[kind],
    requested_token_type: kind === 'jwt' ? vaultAccessTokenType : federatedAccessTokenType,
    connection: request.connection,
    ...(loginHint === undefined ? {} : { login_hint: loginHint }),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
  };
}
