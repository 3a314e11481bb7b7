import type { Reply } from '../server/reply.ts';
import type { Call } from '../server/router.ts';
import type { ClientRecord, UserRecord } from '../state/model.ts';
import type { Tenant } from '../tenant.ts';

/** A call of the My Account API: who calls, through which application. */
export interface MyAccountCall extends Call {
  readonly tenant: Tenant;
  readonly user: UserRecord;
  readonly client: ClientRecord;
}

/** A route of the My Account API, below `/me/v1`. */
export interface MyAccountRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly scope: string;
  readonly handle: (call: MyAccountCall) => Reply;
}
