import { randomBytes } from 'node:crypto';
import { isObject } from '../../core/json.ts';
import { errorPage, escapeHtml, htmlPage, redirectTo } from '../authentication/pages.ts';
import type { Reply } from '../server/reply.ts';
import type { Call, Route } from '../server/router.ts';
import type { Tenant } from '../tenant.ts';
import { logAccountEvent } from './account-log.ts';

const providerNames: Readonly<Record<string, string>> = {
  'google-oauth2': 'Google',
  github: 'GitHub',
  'sign-in-with-slack': 'Slack',
  windowslive: 'Microsoft',
};

const path = '/connected-accounts/connect';

/** The browser step of the Connected Accounts flow: the pretend provider's consent page. */
export function consentRoutes(tenant: Tenant): readonly Route[] {
  return [
    { method: 'GET', path, handle: (call) => show(tenant, call) },
    { method: 'POST', path, handle: (call) => decide(tenant, call) },
  ];
}

function show(tenant: Tenant, { query }: Call): Reply {
  const ticket = query.get('ticket') ?? '';
  const found = tenant.transient.connects.find((session) => session.ticket === ticket);
  if (found === undefined)
    return errorPage(400, 'The connect session is unknown or has expired; start again');
  const { connection, user_id: userId, scopes, client_id: clientId } = found.value;
  const provider = providerNames[connection] ?? connection;
  const user = tenant.directory.user(userId);
  const application = tenant.store.get('clients', clientId)?.name ?? clientId;
  const items = scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('\n');
  return htmlPage(
    200,
    `Connect your ${provider} account`,
    `<p>${escapeHtml(application)} asks to keep access to the ${escapeHtml(provider)} account of
<strong>${escapeHtml(user?.email ?? userId)}</strong>:</p>
<ul>
${items}
</ul>
<form method="post" action="${path}"><input type="hidden" name="ticket" value="${escapeHtml(ticket)}">
<button type="submit" name="action" value="accept">Allow</button>
<button type="submit" name="action" value="deny">Deny</button></form>`,
  );
}

function decide(tenant: Tenant, call: Call): Reply {
  const form = isObject(call.body) ? call.body : {};
  const found = tenant.transient.connects.find((session) => session.ticket === form.ticket);
  if (found === undefined)
    return errorPage(400, 'The connect session is unknown or has expired; start again');
  const { key, value: session } = found;
  if (form.action !== 'accept') {
    tenant.transient.connects.take(key);
    logDenial(tenant, call, session);
    const description = 'The user denied the request';
    const fault = { error: 'access_denied', error_description: description, state: session.state };
    return redirectTo(session.redirect_uri, fault);
  }
  const connectCode = randomBytes(24).toString('base64url');
  tenant.transient.connects.update(key, { ...session, connect_code: connectCode });
  return redirectTo(session.redirect_uri, { connect_code: connectCode, state: session.state });
}

function logDenial(
  tenant: Tenant,
  call: Call,
  session: { readonly user_id: string; readonly client_id: string; readonly connection: string },
): void {
  const detail = 'The user denied the request';
  logAccountEvent(tenant, {
    type: 'connected_accounts_connection_failed',
    description: detail,
    call,
    client: tenant.store.get('clients', session.client_id),
    user: tenant.directory.user(session.user_id),
    connection: session.connection,
    details: {
      error: {
        type: 'https://auth0.com/api-errors#A0E-403-0001',
        status: 403,
        title: 'Access Denied',
        detail,
      },
      request: { method: call.method, path: call.path },
    },
  });
}
