import type { ClientRecord } from '../../core/model.ts';
import { tokenVaultGrant } from '../../core/protocol.ts';

/** An application as `list` and `show` print it (product section 8); what a scope hides is null. */
export interface AppSummary {
  readonly client_id: string;
  readonly name: string;
  readonly app_type: string | null;
  readonly auth_method: string | null;
  readonly is_first_party: boolean | null;
  readonly oidc_conformant: boolean | null;
  readonly grant_types: readonly string[] | null;
  readonly rotation: 'rotating' | 'non-rotating' | null;
  readonly token_vault: { readonly enabled: boolean | null };
  readonly eligible: boolean | null;
}

/** Whether the application has the Token Vault grant; null when its grants are hidden. */
export function hasGrant(client: ClientRecord): boolean | null {
  return client.grant_types?.includes(tokenVaultGrant) ?? null;
}

/** What was read about an application, without any secret. */
export function summariseApp(client: ClientRecord, eligible: boolean | null): AppSummary {
  const rotation = client.refresh_token?.rotation_type;
  return {
    client_id: client.client_id,
    name: client.name,
    app_type: client.app_type ?? null,
    auth_method: client.token_endpoint_auth_method ?? client.client_authentication_method ?? null,
    is_first_party: client.is_first_party ?? null,
    oidc_conformant: client.oidc_conformant ?? null,
    grant_types: client.grant_types ?? null,
    rotation: rotation === 'rotating' || rotation === 'non-rotating' ? rotation : null,
    token_vault: { enabled: hasGrant(client) },
    eligible,
  };
}
