import { ok, Refusal, type Reply, refuseOAuth } from '../server/reply.ts';
import type { Call } from '../server/router.ts';
import { tokenVaultGrant } from '../state/identifiers.ts';
import type { ClientRecord, ConnectionRecord, UserRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import { authenticateClient, type Form } from './client-authentication.ts';
import { type ExchangeAttempt, logFailure, logSuccess } from './exchange-log.ts';
import { mfaRequired } from './mfa.ts';
import { type StoredToken, storedToken } from './stored-token.ts';
import { accessTokenSubject, refreshTokenSubject } from './subject-tokens.ts';
import { workerSubject } from './worker-subject.ts';

const subjectPrefix = 'urn:ietf:params:oauth:token-type:';
const federatedType = 'http://auth0.com/oauth/token-type/federated-connection-access-token';
const vaultType = 'http://auth0.com/oauth/token-type/token-vault-access-token';
const accessTokenType = `${subjectPrefix}access_token`;

type SubjectKind = 'refresh_token' | 'access_token' | 'jwt';

/** Whom a subject token speaks for, and what it may have. */
export interface Subject {
  readonly user: UserRecord;
  /** Scopes the exchange is limited to; undefined for all that are stored. */
  readonly limit?: readonly string[];
  readonly organization?: string;
  readonly auditContext?: string;
}

/**
 * The Token Vault exchange (grant `…federated-connection-access-token`) with its three kinds of subject token.
 * Every attempt is written to the tenant log.
 * https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault
 */
export function exchange(tenant: Tenant, call: Call, form: Form): Reply {
  const attempt: ExchangeAttempt = { call, form };
  try {
    const { token, issuedType } = perform(tenant, call, form, attempt);
    logSuccess(tenant, attempt, token, issuedType);
    return ok({
      access_token: token.accessToken,
      scope: token.scopes.join(' '),
      expires_in: token.expiresIn,
      issued_token_type: issuedType,
      token_type: 'Bearer',
    });
  } catch (error) {
    if (error instanceof Refusal) logFailure(tenant, attempt, error);
    throw error;
  }
}

function perform(
  tenant: Tenant,
  call: Call,
  form: Form,
  attempt: ExchangeAttempt,
): { readonly token: StoredToken; readonly issuedType: string } {
  const kind = subjectKind(form);
  const authenticated = authenticateClient(tenant, call, form);
  const { client } = authenticated;
  attempt.client = client;
  if (authenticated.method === 'none' || !isEligible(client)) throw grantNotAllowed();
  const connection = tenant.store.find('connections', ({ name }) => name === form.connection);
  if (connection !== undefined) attempt.connection = connection;
  const subject = subjectOf(kind, tenant, call, form, client);
  attempt.subject = subject;
  requireVault(tenant, connection, client);
  if (tenant.record().mfaPolicies.includes('all-applications')) throw mfaRequired();
  const token = storedToken(tenant, subject, connection, form.login_hint);
  const current = token.source === 'connected_accounts' ? federatedType : accessTokenType;
  return { token, issuedType: kind === 'jwt' ? vaultType : current };
}

function subjectKind(form: Form): SubjectKind {
  for (const name of ['subject_token', 'subject_token_type', 'requested_token_type', 'connection']) {
    if ((form[name] ?? '') === '') throw refuseOAuth(400, 'invalid_request', `${name} is required`);
  }
  const kind = form.subject_token_type?.replace(subjectPrefix, '');
  const known = kind === 'refresh_token' || kind === 'access_token' || kind === 'jwt';
  const wanted = kind === 'jwt' ? vaultType : federatedType;
  if (!known || form.requested_token_type !== wanted) {
    const description = 'Invalid subject_token_type and requested_token_type combination';
    throw refuseOAuth(400, 'invalid_request', description);
  }
  return kind;
}

function isEligible(client: ClientRecord): boolean {
  return (
    (client.grant_types ?? []).includes(tokenVaultGrant) &&
    client.is_first_party === true &&
    client.oidc_conformant === true &&
    client.global !== true
  );
}

function grantNotAllowed(): Refusal {
  const description = `Grant type '${tokenVaultGrant}' not allowed for the client.`;
  return refuseOAuth(403, 'unauthorized_client', description);
}

function subjectOf(kind: SubjectKind, tenant: Tenant, call: Call, form: Form, client: ClientRecord): Subject {
  const token = form.subject_token ?? '';
  if (kind === 'refresh_token') return refreshTokenSubject(tenant, client, token);
  if (kind === 'access_token') return accessTokenSubject(tenant, client, token);
  return workerSubject(tenant, client, {
    token,
    ip: call.ip,
    connection: form.connection ?? '',
    scope: form.scope,
  });
}

/** Whether a connection's vault is on, by a switch of a generation the tenant speaks. */
export function vaultIsOn(tenant: Tenant, connection: ConnectionRecord): boolean {
  const early = connection.options.federated_connections_access_tokens;
  const earlyOn = typeof early === 'object' && early !== null && 'active' in early && early.active === true;
  const currentOn = connection.connected_accounts?.active === true;
  return (earlyOn && tenant.speaks('tokensets')) || (currentOn && tenant.speaks('connected_accounts'));
}

function requireVault(
  tenant: Tenant,
  connection: ConnectionRecord | undefined,
  client: ClientRecord,
): asserts connection is ConnectionRecord {
  if (connection === undefined || !vaultIsOn(tenant, connection)) {
    throw refuseOAuth(403, 'access_denied', 'Token Vault is not enabled for the provided connection');
  }
  if (!connection.enabled_clients.includes(client.client_id)) {
    throw refuseOAuth(403, 'access_denied', 'The connection is not enabled for the client');
  }
}
