/** Grant type of a Token Vault exchange. https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault */
export const tokenVaultGrant =
  'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token';

/** RFC 8693 section 3 token type identifiers, by the name `--subject` uses. */
export const subjectTokenTypes = {
  refresh_token: 'urn:ietf:params:oauth:token-type:refresh_token',
  access_token: 'urn:ietf:params:oauth:token-type:access_token',
  jwt: 'urn:ietf:params:oauth:token-type:jwt',
} as const;

/** `requested_token_type` of the refresh-token and access-token exchanges. */
export const federatedAccessTokenType = 'http://auth0.com/oauth/token-type/federated-connection-access-token';

/** `requested_token_type` of the privileged-worker exchange. */
export const vaultAccessTokenType = 'http://auth0.com/oauth/token-type/token-vault-access-token';

/** The kinds of exchange an application can be meant for. */
export const exchangeKinds = ['refresh_token', 'access_token', 'privileged_worker'] as const;
/** One of the three exchanges. */
export type ExchangeKind = (typeof exchangeKinds)[number];

/** Scopes of the My Account API that connecting, listing and deleting accounts need. */
export const myAccountScopes = [
  'create:me:connected_accounts',
  'read:me:connected_accounts',
  'delete:me:connected_accounts',
] as const;

/** Scope pairs of which either opens the route: the API's name and the one of the early-access page (facts 13). */
export const tokensetScopes = {
  read: ['read:federated_connections_tokens', 'read:federated_connections_tokensets'],
  delete: ['delete:federated_connections_tokens', 'update:federated_connections_tokensets'],
} as const;
