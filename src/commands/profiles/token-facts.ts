import type { CommandSpec } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Credentials } from '../../core/profiles.ts';
import { tokensetScopes } from '../../core/protocol.ts';

/** What the Management API token of credentials tells; null where it is opaque or nobody asked. */
export interface TokenFacts {
  readonly scopes: readonly string[] | null;
  /** Scopes that each command requires and the token lacks. */
  readonly missing_scopes: Readonly<Record<string, readonly string[]>> | null;
  readonly expires_at: string | null;
}

/** Scopes lacking, by command group. */
export type GroupLack = ReadonlyMap<string, readonly string[]>;

/** The facts of a token that was not looked at. */
export const unknownToken: TokenFacts = { scopes: null, missing_scopes: null, expires_at: null };

/** Gets a token for the credentials and reads what it holds; throws `refused.wrong_tenant`, `access.*`, `network.*`. */
export async function readTokenFacts(
  context: Context,
  credentials: Credentials,
  options: { readonly fresh: boolean },
): Promise<TokenFacts> {
  await assertExpected(context, credentials);
  const tenant = await context.connect(credentials, options);
  // A ready token was never tried by the token endpoint.
  if (credentials.authentication.method === 'token' && options.fresh) await tryToken(tenant);
  const held = await tenant.heldScopes();
  return {
    scopes: held === undefined ? null : [...held].sort(),
    missing_scopes: held === undefined ? null : missingScopes(context.commands, held),
    expires_at: await tenant.tokenExpiresAt(),
  };
}

async function assertExpected({ globals, profiles }: Context, credentials: Credentials): Promise<void> {
  if (globals.expectTenant === undefined) return;
  const expected = (await profiles()).parseDomain(globals.expectTenant).label;
  if (expected === credentials.tenant.label) return;
  throw new TvError(
    'refused.wrong_tenant',
    `This is tenant \`${credentials.tenant.label}\`, and \`${expected}\` is expected`,
    { hint: 'Name the right profile, or correct `--expect-tenant`; nothing was sent' },
  );
}

async function tryToken(tenant: Tenant): Promise<void> {
  try {
    for await (const _ of tenant.connections.list()) return;
  } catch (error) {
    // A token that lacks this scope is a good token all the same.
    if (!(error instanceof TvError && error.code === 'access.scope')) throw error;
  }
}

/** Scopes a command requires and the token lacks, by command line; commands that lack none are left out. */
export function missingScopes(
  commands: readonly CommandSpec[],
  held: ReadonlySet<string>,
): Readonly<Record<string, readonly string[]>> {
  const lacking = commands.map((command) => {
    const required = (command.scopes ?? [])
      .filter(({ need }) => need === 'required')
      .map(({ scope }) => scope);
    return [command.path.join(' '), [...new Set(required.filter((scope) => !holds(held, scope)))]] as const;
  });
  return Object.fromEntries(lacking.filter(([, scopes]) => scopes.length > 0));
}

/** Some routes take either of two scopes (facts 13). */
function holds(held: ReadonlySet<string>, scope: string): boolean {
  const equals = Object.values(tokensetScopes).find((names) => names.some((name) => name === scope)) ?? [
    scope,
  ];
  return equals.some((name) => held.has(name));
}

/** Unites the scopes lacking of the commands of each noun. */
export function groupLack({ missing_scopes }: TokenFacts): GroupLack | null {
  if (missing_scopes === null) return null;
  const groups = new Map<string, readonly string[]>();
  for (const [command, scopes] of Object.entries(missing_scopes)) {
    const group = command.split(' ')[0] ?? command;
    groups.set(group, [...new Set([...(groups.get(group) ?? []), ...scopes])]);
  }
  return groups;
}

/** One line for people: `tokensets: read:users; logs: read:logs`. */
export function lackByGroup(lack: GroupLack): string {
  if (lack.size === 0) return 'none';
  return [...lack].map(([group, scopes]) => `${group}: ${scopes.join(' ')}`).join('; ');
}
