import { ApiError, type ApiErrorDetails } from '../core/errors.ts';
import { type JsonObject, parseJson } from '../core/json.ts';
import type { MyAccountPort, Written } from '../core/ports.ts';
import { Secret } from '../core/secret.ts';
import { type ApiPath, apiPath, type Query } from './api-path.ts';
import { expectedScopes, type Refusal, readRefusal } from './envelope.ts';
import { baseDetails, statusError } from './failure.ts';
import { Http } from './http.ts';
import { readClaims } from './jwt-payload.ts';
import { Fields, ShapeError } from './narrow.ts';
import { checkpointPages, collect, type Reader } from './paging.ts';
import { requestIdOf } from './response-headers.ts';
import type { DomainSettings } from './settings.ts';
import { unusable } from './token-endpoint.ts';
import { readConnectedAccount } from './tokensets.ts';
import type { HttpResponse, Method } from './transport.ts';

/** One call of the My Account API. */
interface AccountCall<T> {
  readonly asked: string;
  readonly method?: Method;
  /** Below `/me/v1`. */
  readonly path: ApiPath;
  readonly query?: Query;
  readonly body?: JsonObject;
  /** The account that was named. */
  readonly account?: string;
  readonly scope: string;
  /** Whether a refusal is one of connecting. */
  readonly connects?: boolean;
  readonly read: (body: unknown) => T;
}

/** The My Account API with one user's token (facts 6.2); throws `access.my_account`, `not_found.tokenset`, `refused.*`, `api.*`, `network.*`. */
export function openMyAccount(
  settings: DomainSettings,
  token: Secret,
): MyAccountPort & { close(): Promise<void> } {
  const { tenant, clock } = settings;
  const http = new Http(settings, tenant.baseUrl);
  const subject = readClaims(token)?.subject ?? null;
  const userId = subject ?? '';
  const write = <T>(call: AccountCall<T>): Promise<Written<T>> => send(http, settings, token, call);
  const reader: Reader = {
    read: async (call) => (await write({ ...call, scope: 'read:me:connected_accounts' })).value,
  };
  return {
    subject,
    listAccounts: async () =>
      collect(
        checkpointPages(
          reader,
          {
            asked: 'list the connected accounts of the token’s user',
            path: apiPath`/connected-accounts/accounts`,
            key: 'accounts',
            noun: 'connected account',
            item: (fields) => readConnectedAccount(fields, userId, clock.now()),
            id: ({ id }) => id,
          },
          20,
        ),
      ),
    deleteAccount: async (id) => write(deleteCall(id)),
    connect: async (request) => (await write(connectCall(request))).value,
    complete: (request) => write(completeCall(request, userId, clock.now())),
    close: () => http.close(),
  };
}

type Connecting = Parameters<MyAccountPort['connect']>[0];
type Connected = Awaited<ReturnType<MyAccountPort['connect']>>;
type Completing = Parameters<MyAccountPort['complete']>[0];
type Completed = Awaited<ReturnType<MyAccountPort['complete']>>['value'];

function deleteCall(id: string): AccountCall<null> {
  return {
    asked: `delete connected account \`${id}\``,
    method: 'DELETE',
    path: apiPath`/connected-accounts/accounts/${id}`,
    scope: 'delete:me:connected_accounts',
    account: id,
    read: () => null,
  };
}

function connectCall(request: Connecting): AccountCall<Connected> {
  return {
    asked: `connect an account of \`${request.connection}\``,
    method: 'POST',
    path: apiPath`/connected-accounts/connect`,
    scope: 'create:me:connected_accounts',
    connects: true,
    body: {
      connection: request.connection,
      redirect_uri: request.redirectUri,
      state: request.state,
      // An empty list is refused; without it the settings of the connection decide (facts 6.2).
      ...(request.scopes.length === 0 ? {} : { scopes: request.scopes }),
      code_challenge: request.codeChallenge,
      code_challenge_method: 'S256',
    },
    read: (answer) => {
      const fields = new Fields(answer, 'the connect answer');
      const ticket = fields.object('connect_params')?.id('ticket');
      if (ticket === undefined) throw new ShapeError('`connect_params` of the connect answer is missing');
      return {
        authSession: new Secret(fields.id('auth_session')),
        connectUri: fields.id('connect_uri'),
        ticket: new Secret(ticket),
        expiresIn: fields.number('expires_in') ?? 300,
      };
    },
  };
}

function completeCall(request: Completing, userId: string, now: number): AccountCall<Completed> {
  return {
    asked: 'complete the connected account',
    method: 'POST',
    path: apiPath`/connected-accounts/complete`,
    scope: 'create:me:connected_accounts',
    connects: true,
    body: {
      auth_session: request.authSession.reveal(),
      connect_code: request.connectCode.reveal(),
      redirect_uri: request.redirectUri,
      code_verifier: request.codeVerifier.reveal(),
    },
    read: (answer) => readConnectedAccount(new Fields(answer, 'the connected account'), userId, now),
  };
}

async function send<T>(
  http: Http,
  settings: DomainSettings,
  token: Secret,
  call: AccountCall<T>,
): Promise<Written<T>> {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const response = await http.send({
    asked: call.asked,
    method: call.method ?? 'GET',
    path: { path: `/me/v1${call.path.path}`, route: call.path.route },
    query: call.query,
    build: async () => ({
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token.reveal()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    }),
  });
  if (response.status < 200 || response.status > 299) throw failure(response, call, settings.maxWaitSeconds);
  try {
    const parsed = response.text === '' ? undefined : parseJson(response.text);
    if (parsed === undefined && response.text !== '') throw new ShapeError('The body is not JSON');
    return { value: call.read(parsed), requestId: requestIdOf(response.headers) ?? null };
  } catch (error) {
    throw error instanceof ShapeError ? unusable(response, call.asked, error) : error;
  }
}

function failure<T>(response: HttpResponse, call: AccountCall<T>, maxWaitSeconds: number): ApiError {
  const refusal = readRefusal(response);
  const details = baseDetails(response, refusal);
  const { status } = response;
  if (status === 401 || status === 403) return rejected(refusal, details, call);
  if (status === 404 && call.account !== undefined) {
    return new ApiError(
      'not_found.tokenset',
      `The token’s user has no connected account \`${call.account}\``,
      details,
    );
  }
  if (call.connects === true && refusal.known && status < 500 && ![409, 429].includes(status)) {
    return new ApiError('refused.connect', `Auth0 refused to ${call.asked}`, {
      ...details,
      hint: 'Look whether the connection has Token Vault on and is enabled for the application (`tv doctor --app …`)',
    });
  }
  const repeatable = call.method === undefined || call.method === 'DELETE';
  return statusError(status, refusal, details, { asked: call.asked, repeatable, maxWaitSeconds });
}

function rejected<T>(refusal: Refusal, details: ApiErrorDetails, call: AccountCall<T>): ApiError {
  if (details.status === 401) {
    return new ApiError('access.my_account', 'The My Account API rejected the user’s token', {
      ...details,
      hint: 'It must be an unexpired token of that user for the audience `<tenant>/me/`, got on the same domain',
    });
  }
  const named = expectedScopes(refusal.text);
  return new ApiError('access.my_account', `The user’s token does not allow to ${call.asked}`, {
    ...details,
    missingScopes: named.length > 0 ? named : [call.scope],
    hint: `Get a token that holds \`${call.scope}\``,
  });
}
