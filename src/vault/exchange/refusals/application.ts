import { docs } from '../../rules/docs.ts';
import type { Refusal } from './refusal.ts';

/** Refusals about the application that exchanges, and its link to the connection. */
export const applicationRefusals: readonly Refusal[] = [
  {
    codes: ['invalid_client'],
    statuses: [401],
    description: null,
    pattern: /^client authentication failed/i,
    meaning: 'Auth0 did not accept how the application proved who it is',
    early: true,
    causes: [
      {
        cause: 'The secret is not the one of this application on this tenant, or was rotated',
        fix: 'Copy the client secret from the settings of the application, and look at the tenant with `tv profiles show`',
        proof: 'secret',
      },
      {
        cause: 'The application authenticates in another way than the request did',
        fix: 'tv apps show {app}',
      },
      {
        cause: 'The application is public, and an exchange needs one that can prove itself',
        fix: 'tv apps check {app}',
        rules: ['app/confidential'],
      },
      {
        cause:
          'The client assertion is signed with a key that is not registered at the application, or with another algorithm',
        fix: 'Register the public key in the Credentials tab of the application; the algorithm is `--app-key-alg`',
        proof: 'key',
      },
      {
        cause: 'The clock of this machine is off, so that the client assertion is too old or from the future',
        fix: 'Set the clock; Auth0 tolerates some 10 seconds',
        rules: ['local/clock'],
        proof: 'key',
      },
    ],
    docs: docs.confidential,
  },
  {
    codes: ['unauthorized_client'],
    statuses: [403],
    description:
      "Grant type 'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token' not allowed for the client.",
    pattern: /grant type .* not allowed/i,
    meaning: 'The application may not use the Token Vault grant',
    causes: [
      {
        cause: 'The application lacks the Token Vault grant',
        fix: 'tv apps enable {app}',
        rules: ['app/grant'],
      },
      {
        cause: 'The application is not eligible: it must be first-party, confidential and OIDC-conformant',
        fix: 'tv apps check {app}',
        rules: ['app/first-party', 'app/confidential', 'app/oidc-conformant', 'app/not-global'],
      },
      {
        cause:
          'The grant is on another application: access tokens are exchanged by the client of the API, not by the application users log in to',
        fix: 'tv apps list --enabled',
        rules: ['app/api-client'],
        exchanges: ['access_token'],
      },
    ],
    docs: docs.configure,
  },
  {
    codes: ['access_denied', 'unauthorized_client'],
    statuses: [403],
    description: 'Token Vault is not enabled for the provided connection',
    pattern: /token vault is not enabled/i,
    meaning: 'Token Vault is off on the connection, or there is no connection of that name',
    causes: [
      {
        cause: 'Token Vault is off on `{connection}`',
        fix: 'tv connections enable {connection}',
        rules: ['connection/enabled'],
      },
      {
        cause: 'The switch was written to the wrong place: `connected_accounts` under `options` does nothing',
        fix: 'tv connections check {connection}',
        rules: ['connection/misplaced-switch'],
      },
      {
        cause: 'The name is not the one of the connection; it is case-sensitive and not the display name',
        fix: 'tv connections list',
        rules: ['connection/enabled'],
      },
    ],
    docs: docs.connectedAccounts,
  },
  {
    codes: ['access_denied', 'unauthorized_client'],
    statuses: [403, 404],
    description: 'The connection is not enabled for the client',
    pattern: /connection .*not enabled for (the|this) (client|application)/i,
    meaning: 'The connection is not among those of the application',
    causes: [
      {
        cause: '`{connection}` is not enabled for the application',
        fix: 'tv connections enable {connection} --app {app}',
        rules: ['app/connection-enabled'],
      },
    ],
    docs: docs.connectedAccounts,
  },
  {
    codes: ['unauthorized_client', 'access_denied'],
    statuses: [403],
    description: 'This client is not a resource server and cannot exchange access tokens.',
    pattern: /not a resource server/i,
    meaning: 'Only the client of an API can exchange the access tokens of that API',
    causes: [
      {
        cause: 'The application is of another type than `resource_server`',
        fix: 'Use the client of your API, made with `tv apps create-api-client --api <identifier>`, or exchange refresh tokens with `--subject refresh_token`',
        rules: ['app/api-client'],
      },
    ],
    docs: docs.accessExchange,
  },
  {
    codes: ['invalid_request', 'unauthorized_client'],
    statuses: [400, 403],
    description: 'Rotating refresh token not supported',
    pattern: /rotating refresh token/i,
    meaning: 'A refresh token that rotates cannot be exchanged',
    causes: [
      {
        cause: 'Refresh token rotation is on for the application',
        fix: 'tv apps enable {app} --fix app/rotation-off',
        rules: ['app/rotation-off'],
      },
      {
        cause: 'The token was issued while rotation was on, and stays a rotating one',
        fix: 'Let the user log in again, and exchange the new refresh token',
      },
      {
        cause: 'A browser or native application needs rotation',
        fix: 'Keep rotation there, and exchange access tokens in the back end with `--subject access_token`',
      },
    ],
    docs: docs.refreshExchange,
  },
];
