import type { TableCode } from '../core/error-codes.ts';
import { ApiError, type ApiErrorDetails } from '../core/errors.ts';
import { quotedList } from '../core/text.ts';
import { expectedScopes, type Refusal, readRefusal } from './envelope.ts';
import { requestIdOf } from './response-headers.ts';
import type { HttpResponse } from './transport.ts';

/** What a failed call was about, for its error. */
export interface FailedCall {
  /** Infinitive: ``read user `auth0|ada` ``. */
  readonly asked: string;
  /** False for a write that must not be sent twice, so that a server error leaves it open whether it was done. */
  readonly repeatable: boolean;
  /** The feature whose route a tenant may lack, such as `Tokensets`; a 404 without `errorCode` then means that. */
  readonly feature?: string | undefined;
  /** What the user named, for a 404: ``user `auth0|ada` ``. */
  readonly subject?: string | undefined;
  /** The code for a subject that cannot exist, because its id does not even fit into the path. */
  readonly named?: TableCode | undefined;
  /** What the tenant's `--max-wait` was, for a 429. */
  readonly maxWaitSeconds: number;
  /** Scopes the token is known to hold. */
  readonly held?: ReadonlySet<string> | undefined;
}

/** Details every error of an answer has. */
export function baseDetails(response: HttpResponse, refusal: Refusal): ApiErrorDetails {
  const requestId = requestIdOf(response.headers);
  return {
    status: response.status,
    ...(refusal.text === undefined ? {} : { cause: refusal.text }),
    ...(refusal.errorCode === undefined ? {} : { errorCode: refusal.errorCode }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** Whether a 403 is about a scope rather than the plan (facts 1.7: some endpoints reuse `insufficient_scope` for an upgrade). */
export function lacksScope(refusal: Refusal): boolean {
  if (wantsUpgrade(refusal)) return false;
  return refusal.errorCode === 'insufficient_scope' || /insufficient.scope/i.test(refusal.text ?? '');
}

function wantsUpgrade(refusal: Refusal): boolean {
  return (
    refusal.errorCode === 'insufficient_entitlement' || /\bupgrade\b|subscription/i.test(refusal.text ?? '')
  );
}

function isPathRefused({ errorCode, text }: Refusal): boolean {
  return errorCode === 'invalid_uri' || /^path validation error/i.test(text ?? '');
}

/** The error for an answer of the Management API that is not a success (facts 1.7). */
export function managementError(response: HttpResponse, call: FailedCall): ApiError {
  const refusal = readRefusal(response);
  const details = baseDetails(response, refusal);
  const { status } = response;
  if (status === 401) return rejectedToken(refusal, details);
  if (status === 403) return forbidden(refusal, details, call);
  if (status === 404 || status === 410) return missing(refusal, details, call);
  if (status === 400 && call.named !== undefined && isPathRefused(refusal)) {
    return new ApiError(call.named, `No ${call.subject}`, details);
  }
  if (status === 405 && call.feature !== undefined && refusal.known) return gone(call.feature, details);
  return statusError(status, refusal, details, call);
}

/** Errors that any of Auth0's APIs gives by status: 400, 409, 429, 5xx and what nobody expects. */
export function statusError(
  status: number,
  refusal: Refusal,
  details: ApiErrorDetails,
  call: FailedCall,
): ApiError {
  if (status === 409) {
    return new ApiError('refused.conflict', `Auth0 reports a conflict when asked to ${call.asked}`, details);
  }
  if (status === 429) {
    return new ApiError(
      'api.rate_limit',
      `The rate limit kept Auth0 from answering when asked to ${call.asked}, longer than ${call.maxWaitSeconds} s`,
      { ...details, hint: 'Wait, or raise `--max-wait`; for work over many users lower `--rate-share`' },
    );
  }
  if (status >= 500) {
    const open = call.repeatable ? {} : { extra: { may_have_arrived: true } };
    return new ApiError('api.server', `Auth0 answered ${status} when asked to ${call.asked}`, {
      ...details,
      ...open,
    });
  }
  if (status >= 400 && status < 500 && refusal.known) {
    return new ApiError('api.invalid_request', `Auth0 refused to ${call.asked}`, details);
  }
  return new ApiError(
    'api.unexpected_response',
    `The answer when asked to ${call.asked} is not one Auth0 gives`,
    {
      ...details,
      hint: 'Look whether the domain is the tenant’s, and whether a proxy answers in its place',
    },
  );
}

function rejectedToken(refusal: Refusal, details: ApiErrorDetails): ApiError {
  return /expired/i.test(refusal.text ?? '')
    ? new ApiError('access.expired', 'The Management API token has expired', {
        ...details,
        hint: 'Get a new token, or use a machine-to-machine application instead',
      })
    : new ApiError('access.credentials', 'Auth0 rejected the Management API token', {
        ...details,
        hint: 'Look whether the token is for this tenant and for its Management API',
      });
}

function forbidden(refusal: Refusal, details: ApiErrorDetails, call: FailedCall): ApiError {
  if (wantsUpgrade(refusal)) {
    return new ApiError(
      'refused.feature',
      `The plan of this tenant does not allow to ${call.asked}`,
      details,
    );
  }
  const expected = expectedScopes(refusal.text);
  if (!lacksScope(refusal)) return new ApiError('api.forbidden', `Auth0 refused to ${call.asked}`, details);
  const missingScopes = expected.filter((scope) => call.held?.has(scope) !== true);
  const named = quotedList(missingScopes.length > 0 ? missingScopes : expected, 'or');
  return new ApiError(
    'access.scope',
    `The Management API token lacks ${named || 'a scope'} to ${call.asked}`,
    {
      ...details,
      missingScopes: missingScopes.length > 0 ? missingScopes : expected,
      hint: 'Give the application that scope for the Auth0 Management API (`tv scopes` lists what each command needs)',
    },
  );
}

function gone(feature: string, details: ApiErrorDetails): ApiError {
  return new ApiError(
    'refused.feature',
    `${feature} are not available on this tenant: the route is gone`,
    details,
  );
}

const inexistent: Readonly<Record<string, TableCode>> = {
  inexistent_user: 'not_found.user',
  inexistent_connection: 'not_found.connection',
  inexistent_client: 'not_found.application',
  inexistent_resource_server: 'not_found.api',
};

function missing(refusal: Refusal, details: ApiErrorDetails, call: FailedCall): ApiError {
  const { errorCode, text } = refusal;
  const code = errorCode === undefined ? codeByText(text) : (inexistent[errorCode] ?? 'not_found.resource');
  // A page of a proxy is no word on the route.
  const foreign = !refusal.known && text !== undefined;
  if (code === undefined && !foreign && call.feature !== undefined) {
    return gone(call.feature, details);
  }
  if (code === undefined && foreign) return statusError(404, refusal, details, call);
  const what =
    call.subject === undefined ? `Auth0 found nothing when asked to ${call.asked}` : `No ${call.subject}`;
  return new ApiError(code ?? 'not_found.resource', what, details);
}

// Bodies without `errorCode` are real; their sentence still tells (facts 1.7).
function codeByText(text: string | undefined): TableCode | undefined {
  const kind = /^the (user|connection|client|resource server) does not exist/i.exec(text ?? '')?.[1];
  return kind === undefined ? undefined : inexistent[`inexistent_${kind.toLowerCase().replace(' ', '_')}`];
}
