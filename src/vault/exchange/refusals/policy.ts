import { docs } from '../../rules/docs.ts';
import type { Refusal } from './refusal.ts';

/** Refusals by a policy of the tenant, and of the steps that connect an account before an exchange. */
export const policyRefusals: readonly Refusal[] = [
  {
    codes: ['mfa_required'],
    statuses: [401, 403],
    description: 'Multifactor authentication required',
    pattern: /multi-?factor authentication required/i,
    meaning: 'A second factor is wanted, and an exchange has no browser to ask for it',
    causes: [
      {
        cause: 'The MFA policy of the tenant is Always, or adaptive MFA asked',
        fix: 'Set the policy to Never and decide in a post-login Action when to ask; this lowers security, so think first',
        rules: ['tenant/mfa-policy'],
      },
      {
        cause: 'An Action asks for a factor in every flow',
        fix: 'Let the Action skip token exchanges and refreshes, by `event.transaction.protocol`',
      },
    ],
    docs: docs.mfa,
  },
  {
    codes: ['access_denied'],
    statuses: [403],
    description: null,
    pattern: /not authorized to access( resource server)? "|client-grant/i,
    meaning: 'The application has no grant for the API that was asked for',
    causes: [
      {
        cause:
          'The grant of the application for the My Account API is missing, or is for clients and not for users',
        fix: 'tv apps enable {app} --with-my-account',
        rules: ['app/my-account-grant'],
      },
    ],
    docs: docs.myAccount,
  },
  {
    codes: ['access_denied'],
    statuses: [403],
    description: 'Service not enabled within domain: <audience>',
    pattern: /service not enabled within domain/i,
    meaning: 'The tenant has no API with that audience',
    causes: [
      {
        cause: 'The My Account API is not activated, or the audience is of another host than the tenant’s',
        fix: 'Activate the My Account API in the dashboard, and use one host in domain and audience',
        rules: ['tenant/my-account-api'],
      },
    ],
    docs: docs.myAccount,
  },
  {
    codes: ['access_denied'],
    statuses: [401, 403],
    description: 'user is blocked',
    pattern: /user is blocked/i,
    meaning: 'The user is blocked, so no token is given for them',
    causes: [
      {
        cause: 'Somebody or attack protection blocked the user',
        fix: 'Unblock the user in the dashboard, when that is right',
      },
    ],
    docs: docs.vault,
  },
  {
    codes: ['access_denied'],
    statuses: [403],
    description: null,
    pattern: /\bdenied (the|your|this) request|user (has )?denied|consent .*denied/i,
    meaning: 'The consent was denied when the account was connected',
    causes: [
      {
        cause: 'The user did not allow the access on the page of `{connection}`, or left it',
        fix: 'tv connect --app {app} --connection {connection}',
      },
      {
        cause: 'The provider lets only some of its users or organizations give this app access',
        fix: 'Look at the settings of your app at the provider: its audience, and the consent of an administrator',
      },
    ],
    docs: docs.connectedAccounts,
  },
  {
    codes: ['invalid_request'],
    statuses: [400],
    description: null,
    pattern: /\b(auth_session|connect_code|code_verifier)\b/i,
    meaning: 'The connect flow could not be completed',
    causes: [
      {
        cause: 'The consent came after the session of the flow had ended, which Auth0 keeps for 5 minutes',
        fix: 'tv connect --app {app} --connection {connection}',
      },
      {
        cause:
          'The code that completes the flow sends another session, code or redirect URI than it began with',
        fix: 'Compare it with what `tv connect --debug` sends for the same application and connection',
      },
    ],
    docs: docs.connectedAccounts,
  },
  {
    codes: ['access_denied'],
    statuses: [403],
    description: null,
    pattern: null,
    meaning: 'A policy or an Action of the tenant refused the request; the description has its words',
    causes: [
      {
        cause: 'An Action called `api.access.deny`',
        fix: 'Look at the post-login Actions, and at the tenant log with `tv logs --failed`',
      },
    ],
    docs: docs.logs,
  },
  {
    codes: ['unmet_authentication_requirements'],
    statuses: [403],
    description: null,
    pattern: null,
    meaning: 'The My Account API wants a recent second factor',
    causes: [
      {
        cause:
          'The default policy of the My Account API wants a factor not older than 15 minutes, and the user has none or an old one',
        fix: 'Let the user enrol a factor and log in again, or turn the requirement off in the settings of the My Account API',
      },
    ],
    docs: docs.myAccount,
  },
  {
    codes: ['invalid_token'],
    statuses: [401],
    description: 'Invalid Token',
    pattern: /^invalid token\.?$/i,
    meaning: 'The My Account API does not accept the token',
    causes: [
      {
        cause: 'The grant or the refresh-token policy for the My Account API is missing',
        fix: 'tv apps enable {app} --with-my-account',
        rules: ['app/my-account-grant', 'app/my-account-policy'],
      },
      {
        cause: 'The refresh token is older than the policy',
        fix: 'Let the user log in again',
      },
    ],
    docs: docs.myAccount,
  },
  {
    codes: ['invalid_scope'],
    statuses: [400, 403],
    description: null,
    pattern: null,
    meaning:
      'Scopes that were asked for are not known, not granted, or not written as the provider wants them',
    causes: [
      {
        cause: 'The worker asked the provider for narrower scopes, and the provider cannot narrow them',
        fix: 'Leave `--scope` out',
        exchanges: ['privileged_worker'],
      },
      {
        cause: 'A custom provider wants scopes separated by commas',
        fix: 'Set the scope separator in the settings of `{connection}`',
      },
    ],
    docs: docs.connectedAccounts,
  },
  {
    codes: ['invalid_team_for_non_distributed_app'],
    statuses: [],
    description: null,
    pattern: /invalid_team_for_non_distributed_app/i,
    meaning: 'Slack refuses the workspace when the account is connected',
    causes: [
      {
        cause: 'The Slack app is not distributed, so it works in its own workspace only',
        fix: 'Activate public distribution in the settings of the Slack app',
      },
    ],
    docs: docs.connectedAccounts,
  },
  {
    codes: ['invalid_request'],
    statuses: [400],
    description: 'Conflict params: approval_prompt and prompt',
    pattern: /approval_prompt and prompt/i,
    meaning: 'Google refuses the sign-in when the account is connected',
    causes: [
      {
        cause: 'The connection sends `approval_prompt` and `prompt` together',
        fix: 'Remove one of them from `upstream_params` of `{connection}`',
        rules: ['connection/upstream-conflict'],
      },
    ],
    docs: docs.connections,
  },
];
