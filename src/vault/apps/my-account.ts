import { TvError } from '../../core/errors.ts';
import type { ClientRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { myAccountScopes } from '../../core/protocol.ts';
import { type Planned, plan } from '../changes/change.ts';
import type { Fact } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { addMyAccountPolicy, grantMyAccount } from './changes.ts';

/** Everything an application needs so that its users can connect accounts: the API itself, a grant and a policy (facts 6.4). */
export async function planMyAccount(
  tenant: Tenant,
  facts: Facts,
  client: ClientRecord,
): Promise<readonly Planned[]> {
  const [api, grants] = await Promise.all([
    facts.load('myAccountApi'),
    facts.load('myAccountGrants', client.client_id),
  ]);
  const audience = tenant.myAccountAudience;
  return [
    ...(told(api) === null ? [activateMyAccount(audience)] : []),
    grantMyAccount(client, told(grants), audience),
    addMyAccountPolicy(client, audience),
  ];
}

/** Activates the My Account API for the tenant. */
export function activateMyAccount(audience: string): Planned {
  return plan({
    target: {
      kind: 'resource_server',
      identifier: audience,
      body: {
        identifier: audience,
        name: 'Auth0 My Account API',
        scopes: myAccountScopes.map((value) => ({ value })),
      },
    },
    name: 'Auth0 My Account API',
    field: 'identifier',
    before: null,
    after: audience,
    impact: 'additive',
    warning: 'The My Account API is activated for the whole tenant',
  });
}

function told<T>(fact: Fact<T>): T {
  if (fact.known) return fact.value;
  throw fact.missingScopes.length > 0
    ? new TvError('access.scope', fact.reason, { missingScopes: fact.missingScopes })
    : new TvError('refused.feature', fact.reason);
}
