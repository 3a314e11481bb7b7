import { createHash } from 'node:crypto';
import { isObject } from '../../core/json.ts';
import type { Refusal } from '../server/reply.ts';
import type { Call } from '../server/router.ts';
import type { ClientRecord, ConnectionRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import type { Form } from './client-authentication.ts';
import type { Subject } from './exchange.ts';
import type { StoredToken } from './stored-token.ts';

/** What is known of an exchange so far; filled in as it goes on. */
export interface ExchangeAttempt {
  readonly call: Call;
  readonly form: Form;
  client?: ClientRecord;
  connection?: ConnectionRecord;
  subject?: Subject;
}

/** Writes the `seta` event of an exchange that succeeded. */
export function logSuccess(
  tenant: Tenant,
  attempt: ExchangeAttempt,
  token: StoredToken,
  issuedType: string,
): void {
  tenant.log.write({
    type: 'seta',
    description: 'Successful Token Vault exchange',
    ...whoAndWhat(attempt),
    identity_user_id: token.idpUserId,
    details: {
      ...sharedDetails(attempt),
      issued_token_type: issuedType,
      scope: token.scopes.join(' '),
      expires_at: new Date(tenant.clock.now() + token.expiresIn * 1000).toISOString(),
      token_thumbprint: createHash('sha256').update(token.accessToken).digest('hex'),
    },
  });
}

/** Writes the `feta` event of an exchange that was refused. */
export function logFailure(tenant: Tenant, attempt: ExchangeAttempt, refusal: Refusal): void {
  const { body } = refusal.reply;
  const description = isObject(body) ? body.error_description : undefined;
  const reason = typeof description === 'string' ? description : 'unknown';
  tenant.log.write({
    type: 'feta',
    description: reason,
    ...whoAndWhat(attempt),
    details: { ...sharedDetails(attempt), failure_reason: reason },
  });
}

function whoAndWhat({ call, form, client, connection, subject }: ExchangeAttempt): Record<string, unknown> {
  return {
    client_id: client?.client_id ?? form.client_id,
    client_name: client?.name ?? '',
    connection: connection?.name ?? form.connection,
    connection_id: connection?.id,
    strategy: connection?.strategy,
    strategy_type: connection === undefined ? undefined : 'social',
    user_id: subject?.user.user_id,
    user_name: subject?.user.email ?? subject?.user.name,
    organization_id: subject?.organization,
    ip: call.ip,
    user_agent: call.headers['user-agent'],
  };
}

function sharedDetails({ form, subject }: ExchangeAttempt) {
  return {
    subject_token_type: form.subject_token_type ?? 'unknown',
    is_privileged_worker: form.subject_token_type?.endsWith(':jwt') ?? false,
    ...(subject?.auditContext === undefined ? {} : { audit_context: subject.auditContext }),
  };
}
