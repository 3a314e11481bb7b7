import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import type { KeyRecord } from './model.ts';
import type { Store } from './store.ts';

/** A key pair ready for use. */
export interface KeyPair {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly record: KeyRecord;
}

/** The tenant's key pairs, made when first needed and kept in the state. RSA 2048 takes some 100 ms to make. */
export class Keys {
  readonly #store: Store;
  readonly #ready = new Map<string, KeyPair>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** The key pair of that name; made now when there is none. */
  pair(name: string): KeyPair {
    const record = this.#store.get('keys', name) ?? this.#make(name);
    const known = this.#ready.get(record.kid);
    if (known !== undefined) return known;
    const pair = {
      kid: record.kid,
      privateKey: createPrivateKey(record.privatePem),
      publicKey: createPublicKey(record.publicPem),
      record,
    };
    this.#ready.set(record.kid, pair);
    return pair;
  }

  /** The key pair that signs the tenant's tokens. */
  signing(): KeyPair {
    return this.pair('signing');
  }

  #make(name: string): KeyRecord {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const kid = createHash('sha256').update(publicKey).digest('base64url').slice(0, 21);
    const record = { kid, privatePem: privateKey, publicPem: publicKey };
    this.#store.put('keys', name, record);
    return record;
  }
}
