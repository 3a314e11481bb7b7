import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SeenKeys } from '../../../src/vault/tokensets/seen-keys.ts';

it('knows a key again, and only then', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (keys) => {
      const seen = new SeenKeys();
      const known = new Set<string>();
      for (const key of keys) {
        expect(seen.add(key)).toBe(!known.has(key));
        known.add(key);
      }
    }),
  );
});

it('tells hundred thousand ids apart that differ in a digit', () => {
  const seen = new SeenKeys();
  const id = (index: number): string => `auth0|${index.toString(16).padStart(24, '0')}`;
  for (let index = 0; index < 100_000; index += 1) expect(seen.add(id(index))).toBe(true);
  for (let index = 0; index < 100_000; index += 997) expect(seen.add(id(index))).toBe(false);
});
