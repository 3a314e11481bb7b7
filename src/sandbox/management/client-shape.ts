import type { Shape } from '../server/validate.ts';

const credentialIds: Shape = {
  type: 'array',
  items: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
};
const newCredentials: Shape = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      name: { type: 'string', maxLength: 128 },
      credential_type: { type: 'string', enum: ['public_key'] },
      pem: { type: 'string' },
      alg: { type: 'string', enum: ['RS256', 'RS384', 'PS256'] },
    },
    required: ['credential_type', 'pem'],
  },
};

const refreshToken: Shape = {
  type: ['object', 'null'],
  properties: {
    rotation_type: { type: 'string', enum: ['rotating', 'non-rotating'] },
    expiration_type: { type: 'string', enum: ['expiring', 'non-expiring'] },
    leeway: { type: 'integer', minimum: 0 },
    token_lifetime: { type: 'integer', minimum: 1, maximum: 157_788_000 },
    idle_token_lifetime: { type: 'integer', minimum: 1 },
    infinite_token_lifetime: { type: 'boolean' },
    infinite_idle_token_lifetime: { type: 'boolean' },
    policies: {
      type: ['array', 'null'],
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          audience: { type: 'string', minLength: 1 },
          scope: { type: 'array', items: { type: 'string', minLength: 1 } },
        },
        required: ['audience', 'scope'],
        closed: true,
      },
    },
  },
  required: ['rotation_type', 'expiration_type'],
  closed: true,
};

function authenticationMethods(credentials: Shape): Shape {
  const method: Shape = {
    type: 'object',
    properties: { credentials },
    required: ['credentials'],
    closed: true,
  };
  return {
    type: ['object', 'null'],
    properties: { private_key_jwt: method, tls_client_auth: method, self_signed_tls_client_auth: method },
    closed: true,
  };
}

function privilegedAccess(credentials: Shape): Shape {
  return {
    type: ['object', 'null'],
    properties: {
      credentials,
      ip_allowlist: { type: 'array', maxItems: 10, items: { type: 'string' } },
      grants: {
        type: 'array',
        maxItems: 5,
        items: {
          type: 'object',
          properties: {
            connection: { type: 'string', minLength: 1 },
            scopes: { type: 'array', maxItems: 20, items: { type: 'string' } },
          },
          required: ['connection', 'scopes'],
          closed: true,
        },
      },
    },
    required: ['credentials'],
    closed: true,
  };
}

const acceptedAsTheyCome =
  `addons allowed_clients allowed_logout_urls allowed_origins async_approval_notification_channels client_aliases
  compliance_level cross_origin_authentication cross_origin_loc custom_login_page custom_login_page_on
  custom_login_page_preview default_organization encryption_key express_configuration form_template
  initiate_login_uri is_token_endpoint_ip_header_trusted logo_uri mobile my_organization_configuration
  native_social_login oidc_backchannel_logout oidc_logout organization_discovery_methods
  organization_require_behavior organization_usage par_request_expiry redirection_policy
  require_proof_of_possession require_pushed_authorization_requests session_transfer signed_request_object
  skip_non_verifiable_callback_uri_confirmation_prompt sso sso_disabled third_party_security_mode token_exchange
  token_quota web_origins`.split(/\s+/);

const shared: Readonly<Record<string, Shape>> = {
  ...Object.fromEntries(acceptedAsTheyCome.map((name) => [name, {}])),
  name: { type: 'string', minLength: 1, pattern: /^[^<>]+$/ },
  description: { type: 'string', maxLength: 140 },
  app_type: {
    type: 'string',
    enum: ['native', 'spa', 'regular_web', 'non_interactive', 'resource_server', 'express_configuration'],
  },
  is_first_party: { type: 'boolean' },
  oidc_conformant: { type: 'boolean' },
  grant_types: { type: 'array', items: { type: 'string', minLength: 1 } },
  callbacks: { type: 'array', items: { type: 'string' } },
  client_metadata: { type: 'object', maxProperties: 10 },
  jwt_configuration: { type: 'object' },
  refresh_token: refreshToken,
};

const methods = ['none', 'client_secret_post', 'client_secret_basic'];

/** Body of `PATCH /clients/{id}`. */
export const clientPatchShape: Shape = {
  type: 'object',
  properties: {
    ...shared,
    client_secret: { type: 'string', minLength: 1 },
    token_endpoint_auth_method: { type: ['string', 'null'], enum: methods },
    client_authentication_methods: authenticationMethods(credentialIds),
    token_vault_privileged_access: privilegedAccess(credentialIds),
  },
  closed: true,
  minProperties: 1,
};

/** Body of `POST /clients`. */
export const clientCreateShape: Shape = {
  type: 'object',
  properties: {
    ...shared,
    token_endpoint_auth_method: { type: 'string', enum: methods },
    resource_server_identifier: { type: 'string', minLength: 1, maxLength: 600 },
    client_authentication_methods: authenticationMethods(newCredentials),
    token_vault_privileged_access: privilegedAccess(newCredentials),
  },
  required: ['name'],
  closed: true,
};
