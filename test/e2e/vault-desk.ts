import { type Desk, openDesk } from './tv.ts';

/** Rows of the pretend tenant that these tests look at. */
export interface TenantRows {
  readonly connections: Readonly<Record<string, Record<string, unknown>>>;
  readonly clients: Readonly<Record<string, Record<string, unknown>>>;
  readonly grants: Readonly<Record<string, Record<string, unknown>>>;
}

/** One request the tenant received. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Everything the tenant holds. */
export async function stateOf(desk: Desk): Promise<TenantRows> {
  return (await desk.control('GET', '/state')) as TenantRows;
}

/** A connection as it is stored. */
export async function storedConnection(desk: Desk, name: string): Promise<Record<string, unknown>> {
  return byName((await stateOf(desk)).connections, name);
}

/** An application as it is stored. */
export async function storedClient(desk: Desk, name: string): Promise<Record<string, unknown>> {
  return byName((await stateOf(desk)).clients, name);
}

function byName(
  rows: Readonly<Record<string, Record<string, unknown>>>,
  name: string,
): Record<string, unknown> {
  const row = Object.values(rows).find((candidate) => candidate.name === name);
  if (row === undefined) throw new Error(`the sandbox has no ${name}`);
  return row;
}

/** Management API requests since the start or the last look. */
export async function received(desk: Desk): Promise<readonly Received[]> {
  const all = (await desk.control('GET', '/requests')) as readonly Received[];
  await desk.control('DELETE', '/requests');
  return all.filter(({ path }) => path.startsWith('/api/v2/'));
}

/** Those of the requests that are not reads. */
export async function writes(desk: Desk): Promise<readonly Received[]> {
  return (await received(desk)).filter(({ method }) => method !== 'GET');
}

/** Leaves the management application only these of its scopes. */
export async function withoutScopes(desk: Desk, ...lacking: readonly string[]): Promise<void> {
  const { grants } = await stateOf(desk);
  const grant = Object.values(grants).find(({ client_id: id }) => id === desk.sandbox.credentials.clientId);
  const held = (grant?.scope ?? []) as readonly string[];
  await desk.control('POST', '/scopes', {
    client_id: desk.sandbox.credentials.clientId,
    scopes: held.filter((scope) => !lacking.includes(scope)),
  });
}

/** A tenant of the early-access generation. */
export function openEarlyDesk(): Promise<Desk> {
  return openDesk({ generation: 'tokensets' });
}
