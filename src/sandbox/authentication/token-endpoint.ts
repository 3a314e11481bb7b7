import { isObject } from '../../core/json.ts';
import { Refusal, type Reply, refuseOAuth } from '../server/reply.ts';
import type { Call } from '../server/router.ts';
import { tokenVaultGrant } from '../state/identifiers.ts';
import type { Tenant } from '../tenant.ts';
import { authenticateClient, type Form } from './client-authentication.ts';
import { clientCredentials } from './client-credentials.ts';
import { codeGrant } from './code-grant.ts';
import { exchange } from './exchange.ts';
import { refreshGrant } from './refresh-grant.ts';

/** The generic grant of RFC 8693, which Token Vault does not use. */
const genericExchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** `POST /oauth/token`, form or JSON. */
export function tokenEndpoint(tenant: Tenant, call: Call): Reply {
  const form = formOf(call.body);
  const headers = { 'cache-control': 'no-store', pragma: 'no-cache' };
  try {
    const reply = answer(tenant, call, form);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...error.reply, headers: { ...headers, ...error.reply.headers } };
  }
}

function answer(tenant: Tenant, call: Call, form: Form): Reply {
  const grant = form.grant_type;
  switch (grant) {
    case undefined:
      throw refuseOAuth(400, 'invalid_request', 'Missing required parameter: grant_type');
    case tokenVaultGrant:
      return exchange(tenant, call, form);
    case 'client_credentials':
      return clientCredentials(tenant, authenticateClient(tenant, call, form), form);
    case 'refresh_token':
      return refreshGrant(tenant, authenticateClient(tenant, call, form), form);
    case 'authorization_code':
      return codeGrant(tenant, authenticateClient(tenant, call, form), form);
    case genericExchangeGrant:
      authenticateClient(tenant, call, form);
      throw refuseOAuth(
        400,
        'invalid_request',
        'Invalid subject_token_type and requested_token_type combination',
      );
    default:
      throw refuseOAuth(403, 'unsupported_grant_type', `Unsupported grant type: ${grant}`);
  }
}

function formOf(body: unknown): Form {
  if (body === null) throw refuseOAuth(400, 'invalid_request', 'The request body could not be parsed');
  if (!isObject(body)) return {};
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
