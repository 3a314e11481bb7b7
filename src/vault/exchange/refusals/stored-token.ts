import { docs } from '../../rules/docs.ts';
import type { Cause, Refusal } from './refusal.ts';

const connectAgain = 'tv connect --app {app} --connection {connection}';

const neverConnected: Cause = {
  cause:
    'The user never connected an account of `{connection}`; signing in with that provider does not put its tokens into the vault',
  fix: connectAgain,
  rules: ['user/has-tokenset'],
};

const otherOrganization: Cause = {
  cause: 'The account was connected in another organization than the one the token is for',
  fix: 'Let the user log in to the organization, then connect the account there',
};

/** Refusals about the provider token that the vault holds, or does not hold. */
export const storedTokenRefusals: readonly Refusal[] = [
  {
    codes: ['federated_connection_refresh_token_not_found'],
    statuses: [401],
    description: 'Federated connection Refresh Token not found.',
    pattern: /federated connection refresh token not found/i,
    meaning: 'The vault has no provider token of the user for the connection that could be used or refreshed',
    causes: [
      neverConnected,
      {
        cause: 'The provider is not asked for a refresh token, and the access token it gave has expired',
        fix: 'tv connections enable {connection} --offline-access',
        rules: ['connection/offline-access'],
      },
      {
        cause:
          'The provider gave no refresh token when the account was connected, and the access token it gave has expired',
        fix: connectAgain,
        rules: ['user/refreshable'],
      },
      {
        cause: 'A classic GitHub OAuth App gives no refresh tokens',
        fix: 'Use a GitHub App with expiring user tokens, then let users connect again',
        provider: /github/i,
      },
      {
        cause: 'The Slack app does not rotate tokens, so Slack gives no refresh token',
        fix: 'Turn on token rotation in the settings of the Slack app, then let users connect again',
        provider: /slack/i,
      },
      {
        cause: 'The user signed in with Google One Tap, which gives no provider tokens',
        fix: connectAgain,
        provider: /google/i,
      },
      otherOrganization,
      {
        cause: 'Auth0 deleted the stored token because nothing had used it for a year',
        fix: connectAgain,
      },
    ],
    docs: docs.connectedAccounts,
  },
  {
    codes: ['federated_connection_refresh_token_flow_failed'],
    statuses: [401],
    description: 'Refresh Token flow for the Federated Connection failed',
    pattern: /refresh token flow for the federated connection failed/i,
    meaning: 'The provider refused the refresh token that the vault holds',
    causes: [
      {
        cause: 'The user took the access back at the provider, or the provider ended the refresh token',
        fix: connectAgain,
      },
      {
        cause:
          'The connection has no client id of its own at the provider, so its tokens cannot be refreshed',
        fix: 'Set client id and client secret of your own app at the provider in the settings of `{connection}`',
        rules: ['connection/own-keys'],
      },
      {
        cause:
          'The client secret of the connection is wrong, was changed at the provider, or was lost by a tool that replaced the options',
        fix: 'Enter the current client secret in the settings of `{connection}`',
      },
      {
        cause:
          'The OAuth consent screen of the Google project is in testing, so that refresh tokens end after 7 days',
        fix: 'Publish the consent screen in the Google console, then let users connect again',
        provider: /google/i,
      },
      {
        cause: 'A connection that uses DPoP cannot be used with Token Vault',
        fix: 'Turn off DPoP in the settings of `{connection}`',
        provider: /oidc|okta/i,
      },
    ],
    docs: docs.connectedAccounts,
  },
  {
    codes: ['tokenset_not_found'],
    statuses: [401, 403],
    description: null,
    pattern: /tokenset[_ ]not[_ ]found|no tokenset/i,
    meaning: 'Early access: the vault has no tokenset of the user for the connection',
    causes: [
      neverConnected,
      {
        cause: 'The user signed in before Token Vault was turned on for the connection',
        fix: 'Let the user log in again with `{connection}`',
        rules: ['connection/enabled'],
      },
      {
        cause:
          'The application got no refresh token at login, as a public application with rotation off does not',
        fix: 'Ask for `offline_access` at login; in a browser turn rotation on and exchange access tokens in the back end',
        rules: ['app/refresh-grants'],
        exchanges: ['refresh_token'],
      },
      otherOrganization,
    ],
    docs: docs.vault,
  },
  {
    codes: ['user_not_found'],
    statuses: [401],
    description: 'Identity User not found.',
    pattern: /identity user not found/i,
    meaning: '`login_hint` fits none of the accounts that the user connected',
    causes: [
      {
        cause:
          'The hint is an e-mail or an Auth0 user id, and Auth0 compares it with the id of the user at the provider',
        fix: 'Leave `--login-hint` out when the user has one account of `{connection}`, else give the id at the provider',
      },
      {
        cause: 'The account was removed from the vault',
        fix: connectAgain,
        rules: ['user/has-tokenset'],
      },
    ],
    docs: docs.vault,
  },
];
