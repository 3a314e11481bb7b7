import type { CommandSpec, ScopeSpec } from '../core/command.ts';
import { tokensetScopes } from '../core/protocol.ts';

/** A scope a command uses, and whether the token holds it (product section 12). */
export interface ScopeNeed {
  readonly command: string;
  readonly scope: string;
  readonly need: 'required' | 'optional';
  /** Null when the token does not tell. */
  readonly held: boolean | null;
  readonly exposes_secrets: boolean;
}

/** Other names under which a route may be open: those of the early-access page (facts 13). */
const alternatives: Readonly<Record<string, readonly string[]>> = {
  'read:federated_connections_tokens': tokensetScopes.read,
  'delete:federated_connections_tokens': tokensetScopes.delete,
  'read:logs': ['read:logs', 'read:logs_users'],
};

/** Whether a token that holds these scopes may do what `scope` stands for. */
export function holds(held: ReadonlySet<string>, scope: string): boolean {
  return (alternatives[scope] ?? [scope]).some((name) => held.has(name));
}

/** The scopes of some commands, each with whether it is held. */
export function scopeNeeds(
  commands: readonly CommandSpec[],
  held: ReadonlySet<string> | undefined,
): readonly ScopeNeed[] {
  return commands.flatMap((spec) =>
    (spec.scopes ?? []).map((scope: ScopeSpec) => ({
      command: spec.path.join(' '),
      scope: scope.scope,
      need: scope.need,
      held: held === undefined ? null : holds(held, scope.scope),
      exposes_secrets: scope.exposesSecrets === true,
    })),
  );
}

/** Roles an operator of `tv` can have: one that only reads, one that also changes and deletes. */
export const roles = ['auditor', 'operator'] as const;

/** Commands of a role, with the scopes that it uses: an auditor's only read. */
export function commandsOfRole(
  commands: readonly CommandSpec[],
  role: (typeof roles)[number],
): readonly CommandSpec[] {
  if (role === 'operator') return commands;
  return commands
    .filter(({ effect, changesOnlyWith }) => effect === 'reads' || changesOnlyWith !== undefined)
    .map((spec) => ({
      ...spec,
      scopes: (spec.scopes ?? []).filter(({ scope }) => scope.startsWith('read:')),
    }));
}
