import type { SecretSource } from '../core/profiles.ts';
import type { Environment } from './environment.ts';
import { lacksSecretTool, openSecretService } from './secret-service.ts';

/** The keychain of the operating system; every method rejects when it cannot be used. */
export interface Keychain {
  /** Null when there is no such entry. */
  read(account: string): Promise<string | null>;
  write(account: string, value: string): Promise<void>;
  remove(account: string): Promise<void>;
}

/**
 * Opens the keychain: macOS's and Windows's through the optional package, the Secret Service of other systems through
 * `secret-tool`. Null where there is none, and with `TV_KEYCHAIN=off`. Opening asks the keychain nothing.
 */
export async function openKeychain(env: Environment, platform: NodeJS.Platform): Promise<Keychain | null> {
  if (env.TV_KEYCHAIN === 'off') return null;
  if (platform === 'darwin' || platform === 'win32') {
    const { openPlatformKeychain } = await import('./platform-keychain.ts');
    return openPlatformKeychain(platform);
  }
  return openSecretService(env);
}

/** Where a secret that was just stored is, and why not in the keychain, in sentences for people. */
export function secretNotes(
  { kind }: SecretSource,
  directory: string,
  env: Environment,
  platform: NodeJS.Platform,
): readonly string[] {
  if (kind === 'keychain') return ['The secret is in the keychain'];
  if (kind !== 'file') return [];
  const place = `The secret is in a file in \`${directory}\` that only you can read (0600)`;
  if (env.TV_KEYCHAIN === 'off') return [`${place}, because \`TV_KEYCHAIN=off\``];
  const program = platform !== 'darwin' && platform !== 'win32' && lacksSecretTool(env);
  return [
    `${place}, because no keychain could be used here`,
    ...(program
      ? [
          'With `secret-tool` (Debian and Ubuntu: `apt install libsecret-tools`) it would be in the keychain of the desktop',
        ]
      : []),
  ];
}
