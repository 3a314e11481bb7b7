import {
  acmeConnections,
  type ConnectionSeed,
  databaseSeed,
  githubSeed,
  googleSeed,
  ownKeys,
} from './connections.ts';

/** Connections that each break exactly one rule, beside healthy ones. */
export function brokenConnections(): readonly ConnectionSeed[] {
  const healthy = acmeConnections(['google-oauth2', 'sign-in-with-slack', 'windowslive']);
  return [
    ...healthy.map((seed) => (seed.name === 'windowslive' ? withBothSwitches(seed) : seed)),
    googleSeed('google-online-only', { offline_access: false }),
    googleSeed('google-conflict', {
      upstream_params: { prompt: { value: 'consent' }, approval_prompt: { value: 'force' } },
    }),
    githubSeed('github-developer-keys', { client_id: '', client_secret: '' }),
    misplacedSwitch(),
    samlWithVault(),
    databaseSeed(),
  ];
}

function withBothSwitches(seed: ConnectionSeed): ConnectionSeed {
  return { ...seed, options: { ...seed.options, federated_connections_access_tokens: { active: true } } };
}

function misplacedSwitch(): ConnectionSeed {
  const name = 'acme-crm';
  const options = ownKeys(name, {
    authorizationURL: 'https://crm.acme.example/authorize',
    tokenURL: 'https://crm.acme.example/token',
    scope: 'contacts.read offline_access',
    connected_accounts: { active: true },
  });
  return { name, strategy: 'oauth2', options, vault: true };
}

/** SAML, which can hold no provider tokens whatever its switch says. */
function samlWithVault(): ConnectionSeed {
  const options = { signInEndpoint: 'https://sso.acme.example/saml', signSAMLRequest: true };
  return { name: 'acme-saml', strategy: 'samlp', options, vault: true };
}
