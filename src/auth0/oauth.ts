import { ApiError, type TvError } from '../core/errors.ts';
import type { OAuthPort } from '../core/ports.ts';
import { apiPath } from './api-path.ts';
import { readRefusal } from './envelope.ts';
import { baseDetails, statusError } from './failure.ts';
import { Http } from './http.ts';
import type { DomainSettings } from './settings.ts';
import { signJwt } from './sign-jwt.ts';
import { readTokenResponse, sendTokenRequest } from './token-endpoint.ts';
import type { HttpResponse } from './transport.ts';

const asked = 'give a token';

/** The tenant's OAuth endpoints (RFC 6749, RFC 8693); nothing is sent before the first use. Throws `config.invalid_domain`. */
export function openOAuth(settings: DomainSettings): OAuthPort & { close(): Promise<void> } {
  const { tenant, clock, maxWaitSeconds } = settings;
  const http = new Http(settings, tenant.baseUrl);
  return {
    domain: tenant.label,
    baseUrl: tenant.baseUrl,
    myAccountAudience: `${tenant.baseUrl}/me/`,
    requestToken: async (clientId, authentication, parameters) => {
      const response = await sendTokenRequest(http, {
        tenant,
        clientId,
        authentication,
        parameters,
        asked,
        // A refresh token may rotate and a code is good for one use, so that a lost answer is not asked for again.
        repeatable: false,
        now: () => clock.now(),
      });
      if (response.status !== 200) throw refused(response, maxWaitSeconds);
      return readTokenResponse(response, asked);
    },
    signJwt,
    clockSkew: async () => readSkew(http, settings),
    close: () => http.close(),
  };
}

async function readSkew(http: Http, settings: DomainSettings): Promise<number | null> {
  try {
    await http.send({
      asked: 'tell its time',
      method: 'GET',
      path: apiPath`/.well-known/openid-configuration`,
      build: async () => ({ headers: { accept: 'application/json' } }),
    });
  } catch (error) {
    settings.signal.throwIfAborted();
    settings.reporter.debug(
      `The tenant’s time could not be read: ${error instanceof Error ? error.message : ''}`,
    );
  }
  return http.skew;
}

/** The error for a refused token request: `exchange.<error>`, or `access.app_credentials` when the client itself was refused (facts 4.3). */
function refused(response: HttpResponse, maxWaitSeconds: number): TvError {
  const refusal = readRefusal(response);
  const base = baseDetails(response, refusal);
  const details = { ...base, ...(refusal.text === undefined ? {} : { description: refusal.text }) };
  const { errorCode } = refusal;
  const { status } = response;
  if (!refusal.known || status === 429 || status >= 500) {
    return statusError(status, refusal, details, { asked, repeatable: false, maxWaitSeconds });
  }
  if (errorCode === 'invalid_client' || (errorCode === 'access_denied' && refusal.text === 'Unauthorized')) {
    return new ApiError('access.app_credentials', 'Auth0 rejected the credentials of the application', {
      ...details,
      hint: 'Look at its client id, its secret or key, and at the way it authenticates',
    });
  }
  const name = errorCode !== undefined && /^[a-z0-9_.-]{1,80}$/i.test(errorCode) ? errorCode : 'unknown';
  return new ApiError(`exchange.${name}`, 'Auth0 refused the token request', details);
}
