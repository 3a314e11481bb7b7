import { withoutByteOrderMark } from './text.ts';

const mask = '(secret)';

/**
 * A value that must not be seen: masked in strings, JSON and `util.inspect`; read with `reveal()`, on purpose.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself; the caller answers for where it goes. */
  reveal(): string {
    return this.#value;
  }

  /** Whether there is nothing to hide, which no credential is. */
  get empty(): boolean {
    return this.#value.length === 0;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return mask;
  }
}

/** Shows enough of a secret to recognise it: `ya29.…(masked)`; nothing of a short one. */
export function maskedHint(value: string): string {
  return value.length >= 24 ? `${value.slice(0, 5)}…(masked)` : '…(masked)';
}

const secretKey =
  /(secret|password|private|assertion|authorization|cookie|subject_token|(^|_)pem$|code_verifier|connect_code|ticket|auth_session|signing_key|encryption_key|(access|refresh|id|bot|twilio|mfa|api)_?token$|^token$|_key$)/i;
const harmlessKey =
  /(token_type|token_endpoint|_types?$|_method$|_methods$|token_lifetime|_alg$|secret_source|token_vault|token_thumbprint)/i;

/** Whether the value under this key of an API object is one that must never be shown (facts 2.1, 3.1). */
export function isSecretKey(key: string): boolean {
  return secretKey.test(key) && !harmlessKey.test(key);
}

/** A copy of a JSON value with every secret field masked. */
export function maskSecrets(value: unknown): unknown {
  if (value instanceof Secret) return mask;
  if (Array.isArray(value)) return value.map(maskSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const hidden = isSecretKey(key) && item !== null && item !== '' && typeof item !== 'boolean';
      return [key, hidden ? mask : maskSecrets(item)];
    }),
  );
}

const secretShapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(\.[A-Za-z0-9_-]*){1,3}/g,
  /\b(ya29\.|ghp_|gho_|ghu_|ghs_|ghr_|github_pat_|xox[abeoprs]-|EwB)[A-Za-z0-9._~+/-]{8,}/g,
  /\bBearer\s+[A-Za-z0-9._~+/-]{8,}=*/gi,
];

/** Masks what has the shape of a secret (JWT, private key, provider token) in text that leaves the program. */
export function scrub(text: string): string {
  return secretShapes.reduce((clean, shape) => clean.replace(shape, mask), text);
}

/** Masks these secrets in a text that a server wrote, which may repeat what it was sent, also URL-encoded. */
export function withoutSecrets(text: string, secrets: readonly Secret[]): string {
  return secrets
    .map((secret) => secret.reveal())
    .filter((secret) => secret.length >= 8)
    .flatMap((secret) => [secret, encodeURIComponent(secret), formEncoded(secret)])
    .reduce((clean, secret) => clean.replaceAll(secret, mask), text);
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

/** A secret without what editors and `echo` put around it: a byte order mark, and line ends. */
export function secretOf(text: string): string {
  return withoutByteOrderMark(text).replace(/[\r\n]+$/, '');
}
