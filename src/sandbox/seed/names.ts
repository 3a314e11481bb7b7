import { createHash } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Text of `length` letters and digits that follows from `seed`: the same in every sandbox. */
export function derived(seed: string, length: number): string {
  let text = '';
  for (let block = 0; text.length < length; block++) {
    for (const byte of createHash('sha256').update(`${block}:${seed}`).digest()) {
      text += alphabet[byte % alphabet.length] ?? '';
    }
  }
  return text.slice(0, length);
}

/** A UUID that follows from `seed`. */
export function derivedUuid(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** Client id of the application of that name. */
export function clientIdOf(name: string): string {
  return derived(`application ${name}`, 32);
}

/** Client secret of the application of that name; pretend. */
export function clientSecretOf(name: string): string {
  return derived(`secret of ${name}`, 64);
}

/** `con_` id of the connection of that name. */
export function connectionIdOf(name: string): string {
  return `con_${derived(`connection ${name}`, 16)}`;
}

/** Id of a credential. */
export function credentialIdOf(name: string): string {
  return `cred_${derived(`credential ${name}`, 22)}`;
}
