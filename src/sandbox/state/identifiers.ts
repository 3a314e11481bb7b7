/** Grant of the Token Vault exchange. */
export const tokenVaultGrant =
  'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token';

/** Stands for the sandbox's own origin inside stored identifiers, so that a state outlives its port. */
export const basePlaceholder = '{base}';
/** The My Account API as stored. */
export const myAccountAudience = `${basePlaceholder}/me/`;
/** The Management API as stored. */
export const managementAudience = `${basePlaceholder}/api/v2/`;
/** The scopes of connected accounts in the My Account API. */
export const myAccountScopes: readonly string[] = [
  'create:me:connected_accounts',
  'read:me:connected_accounts',
  'delete:me:connected_accounts',
];
