const firstSize = 1024;
const filled = 0.6;

/**
 * Remembers which keys have come, in 8 bytes each instead of the text: a million take some 27 MB at most. A key is known by 64 bits of
 * its hash, so that two different ones are taken for one with a chance of less than one in ten million among a million.
 */
export class SeenKeys {
  #low = new Uint32Array(firstSize);
  #high = new Uint32Array(firstSize);
  #count = 0;

  /** Whether the key is new; it is remembered. */
  add(key: string): boolean {
    if (this.#count >= this.#low.length * filled) this.#grow();
    // Nought marks a free place.
    const low = hash(key, 0x811c9dc5) || 1;
    const added = insert(this.#low, this.#high, low, hash(key, 0x9e3779b9));
    if (added) this.#count += 1;
    return added;
  }

  #grow(): void {
    const low = new Uint32Array(this.#low.length * 2);
    const high = new Uint32Array(low.length);
    for (const [index, value] of this.#low.entries()) {
      if (value !== 0) insert(low, high, value, this.#high[index] ?? 0);
    }
    this.#low = low;
    this.#high = high;
  }
}

/** Puts a hash into an open table, whose size is a power of two; false when it is there already. */
function insert(lows: Uint32Array, highs: Uint32Array, low: number, high: number): boolean {
  const mask = lows.length - 1;
  for (let place = low & mask; ; place = (place + 1) & mask) {
    if (lows[place] === 0) {
      lows[place] = low;
      highs[place] = high;
      return true;
    }
    if (lows[place] === low && highs[place] === high) return false;
  }
}

/** FNV-1a over UTF-16 units with the finaliser of MurmurHash3, so that keys which differ at their ends differ everywhere. */
function hash(key: string, seed: number): number {
  let value = seed;
  for (let index = 0; index < key.length; index += 1) {
    value = Math.imul(value ^ key.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
