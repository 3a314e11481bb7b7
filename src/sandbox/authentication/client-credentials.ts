import { ok, type Reply, refuseOAuth } from '../server/reply.ts';
import { managementAudience } from '../state/identifiers.ts';
import type { ClientGrantRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';
import type { AuthenticatedClient, Form } from './client-authentication.ts';
import { accessToken, managementLifetime } from './tokens.ts';

/** The client_credentials grant (RFC 6749 4.4): a token of what the client grant holds, narrowed by `scope`. */
export function clientCredentials(
  tenant: Tenant,
  { client, method }: AuthenticatedClient,
  form: Form,
): Reply {
  if (method === 'none' || !(client.grant_types ?? []).includes('client_credentials')) {
    throw refuseOAuth(
      403,
      'unauthorized_client',
      "Grant type 'client_credentials' not allowed for the client.",
    );
  }
  const audience = form.audience ?? tenant.shown(managementAudience);
  const stored = tenant.stored(audience);
  const server = tenant.store.find('resourceServers', (api) => api.identifier === stored);
  if (server === undefined) {
    throw refuseOAuth(403, 'access_denied', `Service not enabled within domain: ${audience}`);
  }
  const grant = clientGrantOf(tenant, client.client_id, stored);
  if (grant === undefined) throw notAuthorized(audience);
  const asked = form.scope?.split(' ').filter((scope) => scope !== '');
  const scope = grant.scope.filter((name) => asked === undefined || asked.includes(name)).join(' ');
  const token = accessToken(tenant, {
    subject: `${client.client_id}@clients`,
    clientId: client.client_id,
    audience: tenant.shown(stored),
    scope,
    lifetime: managementLifetime,
    more: { gty: 'client-credentials' },
  });
  return ok({ access_token: token, scope, expires_in: managementLifetime, token_type: 'Bearer' });
}

function clientGrantOf(tenant: Tenant, clientId: string, audience: string): ClientGrantRecord | undefined {
  return tenant.store.find(
    'grants',
    (grant) => grant.client_id === clientId && grant.audience === audience && grant.subject_type === 'client',
  );
}

function notAuthorized(audience: string): Error {
  const description = `Client is not authorized to access "${audience}". You need to create a "client-grant" associated to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants`;
  return refuseOAuth(403, 'access_denied', description);
}
