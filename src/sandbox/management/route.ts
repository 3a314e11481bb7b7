import type { Reply } from '../server/reply.ts';
import type { Call } from '../server/router.ts';
import type { Tenant } from '../tenant.ts';

/** A call of the Management API whose token was accepted. */
export interface ManagementCall extends Call {
  readonly tenant: Tenant;
  /** Scopes of the token. */
  readonly scopes: ReadonlySet<string>;
}

/** A Management API route as data. */
export interface ManagementRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below `/api/v2`. */
  readonly path: string;
  /** Of every group at least one must be held. */
  readonly scopes: readonly (readonly string[])[];
  /** The generation the route belongs to; absent for both. */
  readonly generation?: 'tokensets' | 'connected_accounts';
  /** How the tenant log calls the operation. */
  readonly title?: string;
  readonly handle: (call: ManagementCall) => Reply | Promise<Reply>;
}
