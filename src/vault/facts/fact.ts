import { TvError } from '../../core/errors.ts';

/** What was read, or why it could not be. */
export type Fact<T> = Known<T> | Unknown;

/** A fact that was read. */
export interface Known<T> {
  readonly known: true;
  readonly value: T;
}

/** A fact that could not be read; never a guess. */
export interface Unknown {
  readonly known: false;
  /** One sentence without a full stop. */
  readonly reason: string;
  /** Management API scopes that would show it. */
  readonly missingScopes: readonly string[];
  /** The tenant has no such route or feature, so no scope would help. */
  readonly gone: boolean;
}

/** Wraps a value that was read. */
export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

/** A fact that cannot be told, for lack of scopes unless there are none to name. */
export function hidden(reason: string, missingScopes: readonly string[] = []): Unknown {
  return { known: false, reason, missingScopes, gone: false };
}

/** A fact that this tenant or case does not have. */
export function gone(reason: string): Unknown {
  return { known: false, reason, missingScopes: [], gone: true };
}

/**
 * Loads a fact; a missing scope, a missing feature and hidden options are values, every other error is thrown.
 * `scope` is the one to name when any of several would do.
 */
export async function attempt<T>(load: () => Promise<T>, scope?: string): Promise<Fact<T>> {
  try {
    return known(await load());
  } catch (error) {
    const value = unknownFrom(error, scope);
    if (value === undefined) throw error;
    return value;
  }
}

function unknownFrom(error: unknown, scope: string | undefined): Unknown | undefined {
  if (!(error instanceof TvError)) return undefined;
  switch (error.code) {
    case 'access.scope':
      return hidden(error.message, scopesToName(error.details.missingScopes ?? [], scope));
    case 'refused.hidden_options':
      return hidden(error.message);
    case 'refused.feature':
      return gone(error.message);
    default:
      return undefined;
  }
}

function scopesToName(missing: readonly string[], preferred: string | undefined): readonly string[] {
  if (preferred === undefined) return missing;
  return missing.length === 0 || missing.includes(preferred) ? [preferred] : missing;
}
