import { isObject, parseJson } from '../core/json.ts';
import type { Secret } from '../core/secret.ts';

/** What a token says about itself, unverified: a hint for people, not a proof. */
export interface TokenClaims {
  /** Undefined when the token does not say. */
  readonly scopes: ReadonlySet<string> | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | null;
  readonly subject: string | null;
  readonly audiences: readonly string[];
}

/** The claims of a JWT (RFC 7519); undefined when the token is opaque. */
export function readClaims(token: Secret): TokenClaims | undefined {
  const parts = token.reveal().split('.');
  const payload =
    parts.length === 3 ? parseJson(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8')) : undefined;
  if (!isObject(payload)) return undefined;
  const { scope, permissions, exp, sub, aud } = payload;
  const list =
    typeof scope === 'string' ? scope.split(/\s+/) : Array.isArray(permissions) ? permissions : null;
  return {
    scopes:
      list === null ? undefined : new Set(list.filter((word) => typeof word === 'string' && word !== '')),
    expiresAt: typeof exp === 'number' ? exp * 1000 : null,
    subject: typeof sub === 'string' ? sub : null,
    audiences: (Array.isArray(aud) ? aud : [aud]).filter((item): item is string => typeof item === 'string'),
  };
}
