import type { ClientRecord } from '../state/model.ts';

const minimal: ReadonlySet<string> = new Set(['client_id', 'app_type', 'name', 'description']);
const secret: ReadonlySet<string> = new Set([
  'client_secret',
  'signing_keys',
  'signing_key',
  'encryption_key',
  'client_authentication_methods',
]);

/** Names that `fields` may list on clients. */
export const clientFields: ReadonlySet<string> = new Set(
  `name description callbacks oidc_backchannel_logout oidc_logout session_transfer allowed_origins web_origins
  client_id tenant global config_route callback_url_template jwt_configuration jwt_configuration.lifetime_in_seconds
  jwt_configuration.secret_encoded jwt_configuration.scopes jwt_configuration.alg api_type logo_uri allowed_clients
  owners custom_login_page custom_login_page_on sso addons form_template custom_login_page_preview encryption_key
  encryption_key.pub encryption_key.cert client_secret signing_keys mobile mobile.android mobile.ios
  token_endpoint_auth_method allowed_logout_urls app_type is_first_party oidc_conformant client_metadata
  is_token_endpoint_ip_header_trusted initiate_login_uri grant_types refresh_token refresh_token.rotation_type
  refresh_token.expiration_type refresh_token.leeway refresh_token.policies refresh_token.token_lifetime
  default_organization organization_usage organization_require_behavior organization_discovery_methods
  client_authentication_methods client_authentication_methods.private_key_jwt require_pushed_authorization_requests
  require_proof_of_possession id_token signed_request_object signed_request_object.required
  signed_request_object.credentials compliance_level skip_non_verifiable_callback_uri_confirmation_prompt
  token_exchange token_exchange.allow_any_profile_of_type token_quota identity_assertion_authorization_grant
  third_party_security_mode subject_type_authorization resource_server_identifier express_configuration
  my_organization_configuration async_approval_notification_channels token_vault_privileged_access
  token_vault_privileged_access.credentials registration_type external_metadata_type external_metadata_created_by
  external_client_id redirection_policy`.split(/\s+/),
);

/** An application as the API shows it to a token of these scopes: the scopes decide which fields exist. */
export function clientView(
  client: ClientRecord,
  scopes: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  const full = scopes.has('read:clients') || scopes.has('read:client_keys');
  const secrets = scopes.has('read:client_keys') || scopes.has('read:client_credentials');
  const visible = ([key]: readonly [string, unknown]): boolean =>
    secret.has(key) ? secrets : full || minimal.has(key);
  return Object.fromEntries(
    Object.entries({ tenant: 'acme-sandbox', global: false, ...client }).filter(visible),
  );
}
