import type { ClientRecord, ConnectionRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Case, Mode } from './case.ts';

/** What all cases of one run share. */
export interface RunOfCases {
  readonly tenant: Pick<Tenant, 'domain' | 'myAccountAudience' | 'profile'>;
  readonly mode: Mode;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What may be said about one case beside its subject. */
export type CaseExtras = Partial<
  Pick<Case, 'connection' | 'app' | 'user' | 'links' | 'exchanges' | 'connects' | 'expectScopes'>
>;

function common({ tenant, mode, now }: RunOfCases): Omit<Case, 'subject'> {
  return {
    mode,
    now,
    tenant: tenant.domain,
    myAccountAudience: tenant.myAccountAudience,
    profile: tenant.profile,
    exchanges: [],
    connects: false,
    expectScopes: [],
  };
}

/** An application as the subject. */
export function appCase(
  run: RunOfCases,
  client: Pick<ClientRecord, 'client_id' | 'name'>,
  extras: CaseExtras = {},
): Case {
  const app = { id: client.client_id, name: client.name };
  return { ...common(run), subject: { type: 'app', ...app }, app, ...extras };
}

/** A connection as the subject. */
export function connectionCase(
  run: RunOfCases,
  { id, name }: Pick<ConnectionRecord, 'id' | 'name'>,
  extras: CaseExtras = {},
): Case {
  return {
    ...common(run),
    subject: { type: 'connection', id, name },
    connection: { id, name },
    ...extras,
  };
}

/** The tenant as the subject. */
export function tenantCase(run: RunOfCases, extras: CaseExtras = {}): Case {
  const name = run.tenant.domain;
  return { ...common(run), subject: { type: 'tenant', id: name, name }, ...extras };
}

/** A user as the subject. */
export function userCase(
  run: RunOfCases,
  user: { readonly user_id: string; readonly email: string | null },
  extras: CaseExtras = {},
): Case {
  const reference = { id: user.user_id, name: user.email ?? user.user_id };
  return { ...common(run), subject: { type: 'user', ...reference }, user: reference, ...extras };
}

/** This machine as the subject. */
export function localCase(run: RunOfCases, extras: CaseExtras = {}): Case {
  return { ...common(run), subject: { type: 'local', id: 'local', name: 'this machine' }, ...extras };
}
