import { docs } from '../../rules/docs.ts';
import type { Refusal } from './refusal.ts';

const dpop = 'https://auth0.com/docs/secure/sender-constraining';

/** Refusals about the request itself and the subject token in it. */
export const requestRefusals: readonly Refusal[] = [
  {
    codes: ['invalid_request'],
    statuses: [400],
    description: 'requested_token_type is required',
    pattern: /requested_token_type is required/i,
    meaning: 'The request lacks `requested_token_type`',
    causes: [
      {
        cause: 'The code that exchanges leaves the parameter out',
        fix: 'Send `http://auth0.com/oauth/token-type/federated-connection-access-token`, for a worker `http://auth0.com/oauth/token-type/token-vault-access-token`',
      },
    ],
    docs: docs.vault,
  },
  {
    codes: ['invalid_request'],
    statuses: [400],
    description: 'Invalid subject_token_type and requested_token_type combination',
    pattern: /invalid subject_token_type and requested_token_type/i,
    meaning: 'The types of token do not belong together, or the grant type is the generic one',
    causes: [
      {
        cause:
          'The grant type is `urn:ietf:params:oauth:grant-type:token-exchange`, which is another feature of Auth0',
        fix: 'Send the grant type `urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token`',
      },
      {
        cause:
          'A JWT of a worker was sent with the requested type of the other exchanges, or the other way round',
        fix: 'With `…:jwt` ask for `http://auth0.com/oauth/token-type/token-vault-access-token`, else for `…/federated-connection-access-token`',
      },
    ],
    docs: docs.vault,
  },
  {
    codes: ['invalid_request'],
    statuses: [400],
    description: null,
    pattern: null,
    meaning: 'A parameter is missing or has an unusable value',
    causes: [
      {
        cause:
          'The request is not one of the three exchanges with exactly their parameters; `audience` and `resource` are not among them',
        fix: 'Compare it with what `tv exchange` sends for the same application and connection',
      },
    ],
    docs: docs.vault,
  },
  {
    codes: ['invalid_grant'],
    statuses: [403],
    description: 'Unknown or invalid refresh token.',
    pattern: /unknown or invalid refresh token/i,
    meaning: 'Auth0 does not know the refresh token for this application',
    causes: [
      {
        cause: 'The token was issued to another application, or by another tenant',
        fix: 'Log in through `{app}` on this tenant, and exchange the refresh token of that login',
      },
      {
        cause: 'The token was revoked, has expired, or was replaced by rotation',
        fix: 'Let the user log in again with `offline_access`',
        rules: ['app/rotation-off'],
      },
      {
        cause: 'An access token was sent as a refresh token',
        fix: 'Choose the kind of the token with `--subject access_token`',
      },
      {
        cause: 'The user of the token is blocked, or was deleted',
        fix: 'Look at the user in the dashboard',
      },
    ],
    docs: docs.refreshExchange,
  },
  {
    codes: ['invalid_grant'],
    statuses: [401, 403],
    description: null,
    pattern: /subject_token|subject token/i,
    meaning: 'The subject token is not valid',
    causes: [
      {
        cause: 'The token has expired, or is of another tenant',
        fix: 'Take a fresh token; `tv exchange` reads one that is a JWT and says what is off',
      },
      {
        cause: 'The access token is for another API than the one whose client `{app}` is',
        fix: 'Ask for the identifier of that API as `audience` at login',
        rules: ['app/api-client'],
        exchanges: ['access_token'],
      },
      {
        cause: 'The user of the token does not exist any more',
        fix: 'tv tokensets list --user {user}',
      },
    ],
    docs: docs.vault,
  },
  {
    codes: ['invalid_grant'],
    statuses: [401, 403],
    description: null,
    pattern: null,
    meaning: 'Auth0 does not accept the subject token',
    causes: [
      {
        cause: 'The token has expired, was revoked, or belongs to another application or tenant',
        fix: 'Let the user log in again through `{app}` on this tenant',
      },
    ],
    docs: docs.vault,
  },
  {
    codes: ['invalid_target'],
    statuses: [400, 403],
    description: null,
    pattern: null,
    meaning: 'The refresh token may not be used for the audience that was asked for',
    causes: [
      {
        cause: 'The application has no refresh-token policy for the My Account API',
        fix: 'tv apps enable {app} --with-my-account',
        rules: ['app/my-account-policy'],
      },
      {
        cause: 'The refresh token was issued before the policy was added',
        fix: 'Let the user log in again',
      },
    ],
    docs: docs.refreshPolicies,
  },
  {
    codes: ['unsupported_grant_type'],
    statuses: [400, 403],
    description: null,
    pattern: /unsupported grant type/i,
    meaning: 'The tenant does not know the grant type',
    causes: [
      {
        cause: 'The grant type is misspelled, or Token Vault is not part of the plan of the tenant',
        fix: 'Compare it with `urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token`, and ask Auth0 for Token Vault',
      },
    ],
    docs: docs.vault,
  },
  {
    codes: ['use_dpop_nonce', 'invalid_dpop_proof'],
    statuses: [400],
    description: null,
    pattern: null,
    meaning: 'The token endpoint, or an enterprise provider behind it, wants a DPoP proof with its nonce',
    causes: [
      {
        cause: 'The application or the API requires proof of possession',
        fix: 'Repeat the request once with the nonce of the `DPoP-Nonce` header, or turn off `require_proof_of_possession`',
      },
      {
        cause: 'The connection uses DPoP, which Token Vault does not support',
        fix: 'Turn off DPoP in the settings of `{connection}`',
      },
    ],
    docs: dpop,
  },
  {
    codes: ['too_many_requests'],
    statuses: [429],
    description: 'Global limit has been reached',
    pattern: /global limit|quota exceeded/i,
    meaning: 'The rate limit of the tenant, or the quota of the application, is used up',
    causes: [
      {
        cause: 'Requests come faster than the plan allows, or a loop exchanges again and again',
        fix: 'Keep the provider token until `expires_in` has passed, and wait as `Retry-After` says',
      },
    ],
    docs: 'https://auth0.com/docs/troubleshoot/customer-support/operational-policies/rate-limit-policy',
  },
];
