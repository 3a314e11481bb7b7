import { ApiError, type ApiErrorDetails } from '../core/errors.ts';
import type { Credentials } from '../core/profiles.ts';
import type { Refusal } from './envelope.ts';

/** The error for rejected management credentials (facts 7.1); undefined when the answer is about something else. */
export function tokenRefusal(
  refusal: Refusal,
  details: ApiErrorDetails,
  credentials: Credentials,
): ApiError | undefined {
  if (!refusal.known || ![400, 401, 403].includes(details.status)) return undefined;
  const { message, hint } = explain(refusal, details.status, credentials);
  return new ApiError('access.credentials', message, {
    ...details,
    ...(refusal.text === undefined ? {} : { description: refusal.text }),
    hint: credentials.source === 'environment' ? `${hint}. ${environmentHint}` : hint,
  });
}

const environmentHint =
  'The `AUTH0_*` variables may hold an application’s own credentials: choose a profile with `--profile` to ignore them';

function explain(
  refusal: Refusal,
  status: number,
  { clientId, tenant }: Credentials,
): { readonly message: string; readonly hint: string } {
  const text = refusal.text ?? '';
  const app = `\`${clientId ?? ''}\``;
  if (/client-grant|not authorized to access/i.test(text)) {
    return {
      message: `The application ${app} may not call the Management API of \`${tenant.label}\``,
      hint: 'Authorize it for the Auth0 Management API in the dashboard, with the scopes that `tv scopes` lists',
    };
  }
  if (/service not enabled/i.test(text)) {
    return {
      message: `\`${tenant.audience}\` is not the Management API of \`${tenant.label}\``,
      hint: 'With a custom domain, set `AUTH0_AUDIENCE` or `--audience` to `https://<tenant domain>/api/v2/`',
    };
  }
  if (refusal.errorCode === 'unauthorized_client') {
    return {
      message: `The application ${app} may not use client credentials`,
      hint: 'Use a machine-to-machine application, or give it the `client_credentials` grant',
    };
  }
  return {
    message:
      status === 401
        ? `Auth0 rejected the credentials of ${app} on \`${tenant.label}\``
        : `Auth0 gave ${app} no Management API token on \`${tenant.label}\``,
    hint: 'Look at client id, secret or key, and at the way the application authenticates',
  };
}
