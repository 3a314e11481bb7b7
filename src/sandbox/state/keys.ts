import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, KeyObject } from 'node:crypto';
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
  readonly #given: Readonly<Record<string, string>>;
  readonly #ready = new Map<string, KeyPair>();

  /** `given` holds private keys (PKCS #8 PEM) by name that need not be made. */
  constructor(store: Store, given: Readonly<Record<string, string>>) {
    this.#store = store;
    this.#given = given;
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
    const given = this.#given[name];
    const record = recordOf(given ?? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
    this.#store.put('keys', name, record);
    return record;
  }
}

function recordOf(key: string | KeyObject): KeyRecord {
  const privateKey = key instanceof KeyObject ? key : createPrivateKey(key);
  const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  return {
    kid: createHash('sha256').update(publicPem).digest('base64url').slice(0, 21),
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem,
  };
}
