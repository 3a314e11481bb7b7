import { createHash, createPublicKey } from 'node:crypto';
import { TvError } from '../../core/errors.ts';
import type { ClientCredential, ClientRecord } from '../../core/model.ts';
import type { Secret } from '../../core/secret.ts';
import type { Facts } from '../facts/facts.ts';

/** Algorithms that Auth0 takes for keys of applications (facts 3.6). */
export const keyAlgorithms = ['RS256', 'RS384', 'PS256'] as const;
const usualAlg = 'RS256';

/** How a JWT is signed. */
export interface SigningChoice {
  readonly alg: string;
  readonly kid?: string;
  /** Several keys are registered and none could be told to be this one. */
  readonly ambiguous: boolean;
}

/**
 * The algorithm and key id for a private key: what was said, else those of the registered credential that is this key, which
 * is the only one or the one named by the key's thumbprint.
 */
export function chooseSigning(
  key: Secret,
  credentials: readonly ClientCredential[],
  said: { readonly alg?: string | undefined; readonly kid?: string | undefined },
): SigningChoice {
  const candidates = said.kid === undefined ? credentials : credentials.filter(({ kid }) => kid === said.kid);
  const own = ownCredential(key, candidates);
  const algs = new Set(candidates.map(({ alg }) => alg ?? usualAlg));
  const [only] = algs.size === 1 ? algs : [];
  const kid = said.kid ?? own?.kid ?? undefined;
  return {
    alg: said.alg ?? own?.alg ?? only ?? usualAlg,
    ...(kid === undefined ? {} : { kid }),
    ambiguous: kid === undefined && candidates.length > 1,
  };
}

function ownCredential(key: Secret, credentials: readonly ClientCredential[]): ClientCredential | undefined {
  const [first, ...others] = credentials;
  if (first === undefined || others.length === 0) return first;
  const thumbprint = keyThumbprint(key);
  return credentials.find(({ kid }) => kid !== null && kid === thumbprint);
}

/** JWK thumbprint of the public half (RFC 7638); undefined for what is no RSA key in PEM. */
function keyThumbprint(key: Secret): string | undefined {
  try {
    const { e, kty, n } = createPublicKey(key.reveal()).export({ format: 'jwk' });
    return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
  } catch {
    return undefined;
  }
}

/**
 * Keys registered at an application for one purpose: to sign requests of the privileged worker, or to authenticate with, which
 * are separate (facts 4.4). Empty when they cannot be read.
 */
export async function registeredKeys(
  facts: Facts | undefined,
  client: ClientRecord | undefined,
  purpose: 'worker' | 'authentication',
): Promise<readonly ClientCredential[]> {
  if (client === undefined || facts === undefined) return [];
  const named = client.token_vault_privileged_access?.credentials ?? [];
  try {
    const credentials = await facts.load('credentials', client.client_id);
    if (!credentials.known) return [];
    return credentials.value.filter(({ id }) => named.includes(id) === (purpose === 'worker'));
  } catch (error) {
    if (error instanceof TvError && !error.code.startsWith('cancelled.')) return [];
    throw error;
  }
}
