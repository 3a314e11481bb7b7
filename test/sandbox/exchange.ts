import type { SandboxOptions } from '../../src/sandbox/index.ts';
import { type Answer, type Driven, drive } from './start.ts';

/** The scopes Ada granted to Google. */
export const googleScopes = 'openid profile email https://www.googleapis.com/auth/calendar.readonly';

const grantType = 'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token';
const federated = 'http://auth0.com/oauth/token-type/federated-connection-access-token';

type Fields = Readonly<Record<string, string>>;

/** The form of a refresh-token exchange, with fields changed. */
export function exchangeForm(fields: Fields): URLSearchParams {
  return new URLSearchParams({
    grant_type: grantType,
    subject_token_type: 'urn:ietf:params:oauth:token-type:refresh_token',
    requested_token_type: federated,
    connection: 'google-oauth2',
    ...fields,
  });
}

/** A sandbox and how tests exchange tokens with it. */
export interface Exchanger extends Driven {
  app(name: string): { readonly clientId: string; readonly secret: string };
  refreshToken(app?: string, user?: string): string;
  withRefreshToken(fields: Fields): Promise<Answer>;
  withAccessToken(fields: Fields): Promise<Answer>;
  /** Status, error and description of an exchange that is refused. */
  refusal(fields: Fields): Promise<readonly unknown[]>;
  patchApp(name: string, change: unknown): Promise<Answer>;
  patchConnection(name: string, change: unknown): Promise<Answer>;
  unlink(connection: string, app: string): Promise<Answer>;
}

/** Starts a sandbox for exchanges. */
export async function exchanger(options: SandboxOptions = {}): Promise<Exchanger> {
  const driven = await drive(options);
  const { sandbox, api, call } = driven;
  const clients: readonly { client_id: string; name: string; client_secret: string }[] = (
    await api('GET', '/clients')
  ).body;
  const connections: readonly { id: string; name: string }[] = (await api('GET', '/connections')).body;

  function app(name: string): { readonly clientId: string; readonly secret: string } {
    const client = clients.find((each) => each.name === name);
    if (client === undefined) throw new Error(`no application ${name}`);
    return { clientId: client.client_id, secret: client.client_secret };
  }
  function connectionId(name: string): string {
    const connection = connections.find((each) => each.name === name);
    if (connection === undefined) throw new Error(`no connection ${name}`);
    return connection.id;
  }
  const refreshToken = (name = 'Acme Web', user = 'auth0|ada') =>
    sandbox.mintToken({ user, app: name, type: 'refresh_token' }).token;
  const withRefreshToken = (fields: Fields) => {
    const { clientId, secret } = app('Acme Web');
    const token = refreshToken();
    return call(
      'POST',
      '/oauth/token',
      exchangeForm({ client_id: clientId, client_secret: secret, subject_token: token, ...fields }),
    );
  };
  return {
    ...driven,
    app,
    refreshToken,
    withRefreshToken,
    withAccessToken: (fields) => {
      const { clientId, secret } = app('Acme Assistant API');
      const request = { user: 'auth0|ada', app: 'Acme Assistant API', type: 'access_token' } as const;
      return withRefreshToken({
        client_id: clientId,
        client_secret: secret,
        subject_token: sandbox.mintToken(request).token,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        ...fields,
      });
    },
    refusal: async (fields) => {
      const { status, body } = await withRefreshToken(fields);
      return [status, body.error, body.error_description];
    },
    patchApp: (name, change) => api('PATCH', `/clients/${app(name).clientId}`, change),
    patchConnection: (name, change) => api('PATCH', `/connections/${connectionId(name)}`, change),
    unlink: (connection, name) =>
      api('PATCH', `/connections/${connectionId(connection)}/clients`, [
        { client_id: app(name).clientId, status: false },
      ]),
  };
}
