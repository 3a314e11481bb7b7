import { ApiError } from '../core/errors.ts';
import { isObject, parseJson } from '../core/json.ts';
import type { ClientAuthentication, TokenResponse } from '../core/ports.ts';
import type { TenantDomain } from '../core/profiles.ts';
import { Secret } from '../core/secret.ts';
import { apiPath } from './api-path.ts';
import { baseDetails } from './failure.ts';
import type { Http } from './http.ts';
import { Fields, ShapeError } from './narrow.ts';
import { requestIdOf } from './response-headers.ts';
import { signAssertion } from './sign-jwt.ts';
import type { HttpResponse } from './transport.ts';

/** A request to `/oauth/token` (RFC 6749 section 3.2). */
export interface TokenRequest {
  readonly tenant: TenantDomain;
  readonly clientId: string;
  readonly authentication: ClientAuthentication;
  readonly parameters: Readonly<Record<string, string>>;
  readonly asked: string;
  /** Whether asking twice does no harm, as with client credentials. */
  readonly repeatable: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Sends a token request; gives the answer whatever its status. */
export function sendTokenRequest(http: Http, request: TokenRequest): Promise<HttpResponse> {
  return http.send({
    asked: request.asked,
    method: 'POST',
    path: apiPath`/oauth/token`,
    repeatable: request.repeatable,
    build: async () => {
      const proof = await prove(request);
      return {
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          ...proof.headers,
        },
        body: new URLSearchParams({ ...request.parameters, ...proof.parameters }).toString(),
      };
    },
  });
}

interface Proof {
  readonly headers: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
}

async function prove({ authentication, clientId, tenant, now }: TokenRequest): Promise<Proof> {
  switch (authentication.method) {
    case 'none':
      return { headers: {}, parameters: { client_id: clientId } };
    case 'client_secret_post': {
      const client_secret = authentication.secret.reveal();
      return { headers: {}, parameters: { client_id: clientId, client_secret } };
    }
    case 'client_secret_basic': {
      const pair = `${formEncode(clientId)}:${formEncode(authentication.secret.reveal())}`;
      return { headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }, parameters: {} };
    }
    case 'private_key_jwt': {
      const { key, alg, kid } = authentication;
      const assertion = await signAssertion({
        clientId,
        audience: `${tenant.baseUrl}/`,
        key,
        alg,
        kid,
        now: now(),
      });
      const client_assertion = assertion.reveal();
      return {
        headers: {},
        parameters: { client_id: clientId, client_assertion_type: assertionType, client_assertion },
      };
    }
  }
}

/** `application/x-www-form-urlencoded` of one value (RFC 6749 section 2.3.1). */
function formEncode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

/** The tokens of a successful answer; throws `api.unexpected_response`. */
export function readTokenResponse(response: HttpResponse, asked: string): TokenResponse {
  try {
    const body = parseJson(response.text);
    if (!isObject(body)) throw new ShapeError('The body is not a JSON object');
    const fields = new Fields(body, 'the token response');
    const secret = (text: string | null): Secret | null => (text === null ? null : new Secret(text));
    return {
      accessToken: new Secret(fields.id('access_token')),
      refreshToken: secret(fields.text('refresh_token')),
      idToken: secret(fields.text('id_token')),
      tokenType: fields.text('token_type'),
      issuedTokenType: fields.text('issued_token_type'),
      expiresIn: readSeconds(fields),
      scope: fields.text('scope'),
    };
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw unusable(response, asked, error);
  }
}

// The lifetime is a hint; a token must not be lost because it came as text.
function readSeconds(fields: Fields): number | null {
  const value = fields.source.expires_in;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : fields.number('expires_in');
}

/** The error for a body that is not of the shape it should have. */
export function unusable(response: HttpResponse, asked: string, error: ShapeError): ApiError {
  const requestId = requestIdOf(response.headers);
  const details = baseDetails(response, { errorCode: undefined, text: error.message, known: false });
  return new ApiError('api.unexpected_response', `The answer when asked to ${asked} is not one Auth0 gives`, {
    ...details,
    ...(requestId === undefined ? {} : { requestId }),
    hint: 'Run again with `--debug`; if it stays, look whether a proxy changes the answers',
  });
}
