import { arch } from 'node:os';
import type * as Keyring from '@napi-rs/keyring';
import type { Keychain } from './keychain.ts';
import { keychainService } from './keychain-service.ts';
import { within } from './within.ts';

/** Milliseconds: long enough to answer an unlock dialog. */
const patience = 60_000;

/** The keychain of macOS or Windows; null where the optional package has no binary for the machine. */
export async function openPlatformKeychain(platform: 'darwin' | 'win32'): Promise<Keychain | null> {
  // The platform's own package, because the one that chooses among them would bring a binary of 3 MB to every Linux.
  const name = `@napi-rs/keyring-${platform}-${arch()}${platform === 'win32' ? '-msvc' : ''}`;
  const keyring: typeof Keyring | null = await import(name).catch(() => null);
  if (keyring === null) return null;
  const entry = (account: string) => new keyring.AsyncEntry(keychainService, account);
  return {
    read: (account) => within(patience, async (signal) => (await entry(account).getPassword(signal)) ?? null),
    write: (account, value) => within(patience, (signal) => entry(account).setPassword(value, signal)),
    remove: (account) =>
      within(patience, async (signal) => {
        await entry(account).deletePassword(signal);
      }),
  };
}
