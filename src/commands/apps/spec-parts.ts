import type { ScopeSpec } from '../../core/command.ts';

/** What every command needs. */
export const read: ScopeSpec = { scope: 'read:clients', need: 'required' };
/** Shows how applications authenticate, and secrets with that (facts 3.1). */
export const readCredentials: ScopeSpec = {
  scope: 'read:client_credentials',
  need: 'optional',
  exposesSecrets: true,
  purpose: 'how applications without `token_endpoint_auth_method` authenticate, and keys of workers',
};
/** What the rules on connecting accounts read. */
export const readMyAccount: readonly ScopeSpec[] = [
  { scope: 'read:client_grants', need: 'optional', purpose: 'the grant for the My Account API' },
  {
    scope: 'read:resource_servers',
    need: 'optional',
    purpose: 'the API of an API client, and the My Account API',
  },
  {
    scope: 'read:connections',
    need: 'optional',
    purpose: '`--connection`, and which generation the tenant speaks',
  },
];
/** What changing an application needs. */
export const write: ScopeSpec = { scope: 'update:clients', need: 'required' };

/** An application as an argument. */
export const named = { name: 'app', summary: 'Client id or exact name', completes: 'app' } as const;
