import { type VerifiedToken, verifyToken } from '../authentication/tokens.ts';
import { Refusal, refuse } from '../server/reply.ts';
import { managementAudience } from '../state/identifiers.ts';
import type { Tenant } from '../tenant.ts';

const remembered = 500;

const faultMessages = {
  malformed: 'Invalid token.',
  signature: 'Invalid signature received for JSON Web Token validation.',
  issuer: 'Invalid token.',
  expired: 'Expired token received for JSON Web Token validation',
} as const;

/** Checks the bearer tokens of the Management API; remembers those it has verified. */
export class ManagementBearer {
  readonly #tenant: Tenant;
  readonly #verified = new Map<string, VerifiedToken>();

  constructor(tenant: Tenant) {
    this.#tenant = tenant;
  }

  /** Forgets verified tokens: the state, and with it the signing key, was replaced. */
  forget(): void {
    this.#verified.clear();
  }

  /** The token of an `Authorization` header. Refuses with 401 in Auth0's words. */
  verify(header: string | undefined): VerifiedToken {
    const [, token] = /^Bearer\s+(\S+)$/i.exec(header ?? '') ?? [];
    if (token === undefined) throw unauthorized('Missing authentication');
    const known = this.#verified.get(token);
    if (known !== undefined && known.expiresAt > this.#tenant.clock.now()) return known;
    const verified = verifyToken(this.#tenant, token);
    if (typeof verified === 'string') throw unauthorized(faultMessages[verified]);
    if (!verified.audiences.includes(managementAudience)) {
      throw unauthorized(`Bad audience: ${String(verified.claims.aud)}`);
    }
    if (this.#verified.size >= remembered) this.#verified.clear();
    this.#verified.set(token, verified);
    return verified;
  }
}

/** Refuses unless the token holds, of every group of scopes, at least one. */
export function requireScopes(held: ReadonlySet<string>, groups: readonly (readonly string[])[]): void {
  const lacking = groups.find((group) => !group.some((scope) => held.has(scope)));
  if (lacking === undefined) return;
  throw refuse(403, `Insufficient scope, expected any of: ${lacking.join(',')}`, 'insufficient_scope');
}

function unauthorized(message: string): Refusal {
  const body = { statusCode: 401, error: 'Unauthorized', message, attributes: { error: message } };
  return new Refusal({ status: 401, body });
}
