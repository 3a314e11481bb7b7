const base = 'https://auth0.com/docs';
const vault = `${base}/secure/call-apis-on-users-behalf/token-vault`;

/** Pages of Auth0's documentation that findings point to. */
export const docs = {
  vault,
  configure: `${vault}/configure-token-vault`,
  connectedAccounts: `${vault}/connected-accounts-for-token-vault`,
  refreshExchange: `${vault}/refresh-token-exchange-with-token-vault`,
  accessExchange: `${vault}/access-token-exchange-with-token-vault`,
  workerExchange: `${vault}/privileged-worker-token-exchange-with-token-vault`,
  refreshPolicies: `${base}/secure/tokens/refresh-tokens/multi-resource-refresh-token`,
  rotation: `${base}/secure/tokens/refresh-tokens/refresh-token-rotation`,
  confidential: `${base}/get-started/applications/confidential-and-public-applications`,
  firstParty: `${base}/get-started/applications/first-party-and-third-party-applications`,
  connections: `${base}/authenticate/identity-providers`,
  developerKeys: `${base}/authenticate/identity-providers/social-identity-providers/devkeys`,
  connectionOptions: `${base}/troubleshoot/product-lifecycle/deprecations-and-migrations/migrate-connection-options-scope`,
  mfa: `${base}/secure/multi-factor-authentication/enable-mfa`,
  myAccount: `${base}/manage-users/my-account-api`,
  managementTokens: `${base}/secure/tokens/access-tokens/management-api-access-tokens`,
  logs: `${base}/deploy-monitor/logs`,
} as const;
