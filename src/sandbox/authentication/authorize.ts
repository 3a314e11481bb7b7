import { randomBytes } from 'node:crypto';
import { isObject } from '../../core/json.ts';
import { Refusal, type Reply } from '../server/reply.ts';
import type { Call, Route } from '../server/router.ts';
import type { ClientRecord, UserRecord } from '../state/model.ts';
import type { LoginSession } from '../state/transient.ts';
import type { Tenant } from '../tenant.ts';
import { errorPage, escapeHtml, htmlPage, redirectTo } from './pages.ts';
import { grantedScopes } from './user-tokens.ts';

/** Users the login page offers. */
const usersShown = 20;
const standardScopes = new Set(['openid', 'profile', 'email', 'offline_access', 'address', 'phone']);

/** `/authorize` and the login page behind it (RFC 6749 4.1, RFC 7636). */
export function authorizeRoutes(tenant: Tenant): readonly Route[] {
  return [
    { method: 'GET', path: '/authorize', handle: (call) => authorize(tenant, call) },
    { method: 'POST', path: '/u/login', handle: (call) => login(tenant, call) },
  ];
}

function authorize(tenant: Tenant, { query }: Call): Reply {
  const client = tenant.store.get('clients', query.get('client_id') ?? '');
  const redirectUri = query.get('redirect_uri') ?? '';
  if (client === undefined) return errorPage(400, `Unknown client: ${query.get('client_id') ?? ''}`);
  if (!(client.callbacks ?? []).includes(redirectUri)) {
    return errorPage(
      403,
      `Callback URL mismatch. ${redirectUri} is not in the list of allowed callback URLs`,
    );
  }
  const fault = requestFault(client, query);
  const state = query.get('state');
  if (fault !== undefined) return redirectTo(redirectUri, { ...fault, state });
  const session = sessionOf(tenant, client, query);
  if ('error' in session) return redirectTo(redirectUri, { ...session, state });
  const id = randomBytes(16).toString('base64url');
  tenant.transient.logins.put(id, session);
  return loginPage(tenant, client, id, query.get('login_hint') ?? '');
}

type OAuthFault = { readonly error: string; readonly error_description: string };

function requestFault(client: ClientRecord, query: URLSearchParams): OAuthFault | undefined {
  const refused = (error: string, error_description: string): OAuthFault => ({ error, error_description });
  if (query.get('response_type') !== 'code') {
    return refused('unsupported_response_type', 'The sandbox supports response_type code only');
  }
  if (!(client.grant_types ?? []).includes('authorization_code')) {
    return refused('unauthorized_client', "Grant type 'authorization_code' not allowed for the client.");
  }
  const method = query.get('code_challenge_method');
  if (query.has('code_challenge') && method !== 'S256') {
    return refused('invalid_request', 'The sandbox supports code_challenge_method S256 only');
  }
  if (query.get('prompt') === 'none') return refused('login_required', 'Login required');
  return undefined;
}

function sessionOf(tenant: Tenant, client: ClientRecord, query: URLSearchParams): LoginSession | OAuthFault {
  const asked = (query.get('scope') ?? 'openid').split(' ').filter((scope) => scope !== '');
  const standard = asked.filter((scope) => standardScopes.has(scope));
  const audience = query.get('audience');
  const stored = audience === null ? null : tenant.stored(audience);
  let granted: readonly string[] = [];
  try {
    granted = stored === null ? [] : grantedScopes(tenant, client, stored, asked);
  } catch (error) {
    const body = error instanceof Refusal ? error.reply.body : undefined;
    if (!isObject(body)) throw error;
    return { error: String(body.error), error_description: String(body.error_description) };
  }
  return {
    client_id: client.client_id,
    redirect_uri: query.get('redirect_uri') ?? '',
    scope: [...standard, ...granted].join(' '),
    state: query.get('state'),
    code_challenge: query.get('code_challenge'),
    audience: stored,
    nonce: query.get('nonce'),
  };
}

function loginPage(tenant: Tenant, client: ClientRecord, id: string, hint: string): Reply {
  const users: UserRecord[] = [];
  for (const user of tenant.directory.all()) {
    if (users.length >= usersShown) break;
    users.push(user);
  }
  const hinted = users.find((user) => user.user_id === hint || user.email === hint) ?? users[0];
  const choices = users.map((user) => {
    const checked = user === hinted ? ' checked' : '';
    const value = escapeHtml(user.user_id);
    const label = `${escapeHtml(user.name ?? user.user_id)} <small>${escapeHtml(user.email ?? '')} · ${value}</small>`;
    return `<label><input type="radio" name="user" value="${value}"${checked}> ${label}</label>`;
  });
  return htmlPage(
    200,
    `Log in to ${client.name}`,
    `<form method="post" action="/u/login"><input type="hidden" name="session" value="${id}">
<fieldset><legend>Who are you?</legend>
${choices.join('\n')}
</fieldset>
<label>Another user <input type="text" name="other" placeholder="user id or e-mail"></label>
<p><button type="submit" name="action" value="accept">Continue</button>
<button type="submit" name="action" value="deny">Cancel</button></p></form>`,
  );
}

function login(tenant: Tenant, { body }: Call): Reply {
  const form = isObject(body) ? body : {};
  const session = tenant.transient.logins.get(String(form.session ?? ''));
  if (session === undefined) return errorPage(400, 'The login session has expired; start again');
  const { redirect_uri: target, state } = session;
  if (form.action === 'deny') {
    tenant.transient.logins.take(String(form.session));
    const description = 'User did not authorize the request';
    return redirectTo(target, { error: 'access_denied', error_description: description, state });
  }
  const named = typeof form.other === 'string' && form.other !== '' ? form.other : String(form.user ?? '');
  const user = tenant.directory.user(named) ?? tenant.directory.byEmail(named)[0];
  if (user === undefined) return errorPage(400, `There is no user ${named}`);
  tenant.transient.logins.take(String(form.session));
  if (user.blocked === true) {
    return redirectTo(target, { error: 'unauthorized', error_description: 'user is blocked', state });
  }
  const code = randomBytes(24).toString('base64url');
  tenant.transient.codes.put(code, { ...session, user_id: user.user_id });
  tenant.directory.put({
    ...user,
    last_login: tenant.iso(),
    logins_count: (user.logins_count ?? 0) + 1,
  });
  return redirectTo(target, { code, state });
}
