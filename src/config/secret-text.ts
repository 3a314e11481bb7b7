/** Algorithms that Auth0 takes for private_key_jwt. https://auth0.com/docs/get-started/applications/configure-private-key-jwt */
export const signingAlgs = ['RS256', 'RS384', 'PS256'] as const;
/** One of them. */
export type SigningAlg = (typeof signingAlgs)[number];

/** Whether a name is one of the signing algorithms. */
export function isSigningAlg(name: string): name is SigningAlg {
  return signingAlgs.some((alg) => alg === name);
}

/** Whether a text looks like a private key in PEM form (RFC 7468) that is not encrypted. */
export function isPrivateKey(text: string): boolean {
  return /-----BEGIN (RSA |EC )?PRIVATE KEY-----[\s\S]+-----END (RSA |EC )?PRIVATE KEY-----/.test(text);
}

/** A PEM text whose line breaks were written as `\n`, as one-line environment files do, with real ones. */
export function withLineBreaks(text: string): string {
  return text.includes('\n') ? text : text.replaceAll('\\r', '').replaceAll('\\n', '\n');
}
