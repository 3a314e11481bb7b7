import { createHash, randomBytes } from 'node:crypto';
import { Secret } from '../../core/secret.ts';

/** One use of Proof Key for Code Exchange. https://www.rfc-editor.org/rfc/rfc7636 */
export interface Pkce {
  /** 43 characters, 256 bits. */
  readonly verifier: Secret;
  /** S256 of the verifier. */
  readonly challenge: string;
}

/** A verifier that nobody can guess, and its challenge. */
export function createPkce(): Pkce {
  const verifier = randomText();
  return { verifier: new Secret(verifier), challenge: challengeOf(verifier) };
}

/** The S256 challenge of a verifier (RFC 7636 section 4.2). */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url');
}

/** A `state` that ties an answer to its request (RFC 6749 section 10.12). */
export function createState(): string {
  return randomText();
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}
