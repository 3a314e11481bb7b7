import { issueRefreshToken, issueUserToken } from '../authentication/user-tokens.ts';
import { type MintedToken, type MintRequest, SandboxError } from '../options.ts';
import { myAccountAudience, myAccountScopes } from '../state/identifiers.ts';
import type { ClientRecord, UserRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';

/** Makes a user's token without a login. Throws `SandboxError`. */
export function mintToken(tenant: Tenant, request: MintRequest): MintedToken {
  const user = userNamed(tenant, request.user);
  const client = appNamed(tenant, request.app);
  switch (request.type) {
    case 'refresh_token':
      return refreshToken(tenant, user, client);
    case 'access_token':
      return apiToken(tenant, user, client);
    case 'my_account':
      return myAccountToken(tenant, user, client);
  }
}

function userNamed(tenant: Tenant, name: string): UserRecord {
  const byId = tenant.directory.user(name);
  if (byId !== undefined) return byId;
  const [user, ...more] = tenant.directory.byEmail(name);
  if (user === undefined) throw new SandboxError('user', `The sandbox has no user \`${name}\``);
  if (more.length > 0) {
    const ids = [user, ...more].map((each) => `\`${each.user_id}\``).join(', ');
    throw new SandboxError('user', `Several users have the e-mail \`${name}\`: ${ids}`);
  }
  return user;
}

/** The application of that client id or exact name. Throws `SandboxError`. */
export function appNamed(tenant: Tenant, name: string): ClientRecord {
  const byId = tenant.store.get('clients', name);
  if (byId !== undefined) return byId;
  const [client, ...more] = tenant.store.values('clients').filter((candidate) => candidate.name === name);
  if (client === undefined) throw new SandboxError('app', `The sandbox has no application \`${name}\``);
  if (more.length > 0) throw new SandboxError('app', `Several applications are named \`${name}\``);
  return client;
}

function refreshToken(tenant: Tenant, user: UserRecord, client: ClientRecord): MintedToken {
  if (!(client.grant_types ?? []).includes('refresh_token')) {
    const message = `\`${client.name}\` has no refresh_token grant, so its users get no refresh token`;
    throw new SandboxError('not_possible', message);
  }
  const scope = 'openid profile email offline_access';
  const token = issueRefreshToken(tenant, { userId: user.user_id, client, audience: null, scope });
  return minted('refresh_token', token, user, client, { audience: null, scope, lifetime: null });
}

function apiToken(tenant: Tenant, user: UserRecord, client: ClientRecord): MintedToken {
  const custom = tenant.store.find('resourceServers', (server) => server.is_system !== true);
  const audience = client.resource_server_identifier ?? custom?.identifier;
  const server = tenant.store.find('resourceServers', (candidate) => candidate.identifier === audience);
  if (audience === undefined || server === undefined) {
    throw new SandboxError('not_possible', 'The tenant has no API of its own to make an access token for');
  }
  const scope = ['openid', 'profile', ...(server.scopes ?? []).map(({ value }) => value)].join(' ');
  const issued = issueUserToken(tenant, { userId: user.user_id, client, audience, scope });
  return minted('access_token', issued.token, user, client, { audience, scope, lifetime: issued.lifetime });
}

function myAccountToken(tenant: Tenant, user: UserRecord, client: ClientRecord): MintedToken {
  const audience = myAccountAudience;
  if (!tenant.speaks('connected_accounts')) {
    throw new SandboxError('not_possible', 'This tenant does not speak the connected-accounts generation');
  }
  if (tenant.store.find('resourceServers', (server) => server.identifier === audience) === undefined) {
    throw new SandboxError('not_possible', 'The My Account API is not active on this tenant');
  }
  const grant = tenant.store.find(
    'grants',
    (candidate) =>
      candidate.client_id === client.client_id &&
      candidate.audience === audience &&
      candidate.subject_type === 'user',
  );
  if (grant === undefined) {
    const message = `\`${client.name}\` has no user grant for the My Account API`;
    throw new SandboxError('not_possible', message);
  }
  const allowed = grant.allow_all_scopes === true ? myAccountScopes : grant.scope;
  const scope = allowed.join(' ');
  const issued = issueUserToken(tenant, { userId: user.user_id, client, audience, scope });
  const shown = tenant.shown(audience);
  return minted('my_account', issued.token, user, client, {
    audience: shown,
    scope,
    lifetime: issued.lifetime,
  });
}

function minted(
  type: MintRequest['type'],
  token: string,
  user: UserRecord,
  client: ClientRecord,
  what: { readonly audience: string | null; readonly scope: string; readonly lifetime: number | null },
): MintedToken {
  return {
    token,
    type,
    user_id: user.user_id,
    client_id: client.client_id,
    audience: what.audience,
    scope: what.scope,
    expires_in: what.lifetime,
  };
}
