import type { JsonObject } from '../../core/json.ts';
import type { ClientRecord, ResourceServer } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { tokenVaultGrant } from '../../core/protocol.ts';

/** The application that the access-token exchange needs: one that stands for an API (facts 3.2, 3.3 E6). */
export function apiClientBody(api: ResourceServer, name: string): JsonObject {
  return {
    name,
    app_type: 'resource_server',
    resource_server_identifier: api.identifier,
    // The API's default is false, and then the application is not eligible.
    oidc_conformant: true,
    is_first_party: true,
    grant_types: [tokenVaultGrant],
  };
}

/** Applications that stand for an API already. */
export async function listApiClients(tenant: Tenant, api: ResourceServer): Promise<readonly ClientRecord[]> {
  const clients: ClientRecord[] = [];
  for await (const client of tenant.clients.list({ appType: 'resource_server' })) {
    if (client.resource_server_identifier === api.identifier) clients.push(client);
  }
  return clients;
}
